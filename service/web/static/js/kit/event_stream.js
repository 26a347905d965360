/** Server-sent events in the body of a POST, which `EventSource` cannot make. */

/**
 * Yield the named events of a response, their data read as JSON. Comments, which are heartbeats, give none.
 * @param {Response} response
 * @param {() => void} alive is called whenever something comes
 * @returns {AsyncGenerator<{name: string, data: any}>}
 */
export async function* eventsOf(response, alive) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    alive();
    const blocks = (rest + part.value).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const name = /^event: (.*)$/m.exec(block)?.[1];
      if (name) yield { name, data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? "null") };
    }
  }
}
