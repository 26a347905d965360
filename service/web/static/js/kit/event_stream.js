/** Server-sent events in the response to any request; `EventSource` can send neither a body nor a key. */

/**
 * Yield the named events of a response with their data parsed as JSON. Comments (heartbeats) are skipped.
 * @param {Response} response
 * @param {() => void} keepAlive is called whenever data arrives
 * @returns {AsyncGenerator<{name: string, data: any}>}
 */
export async function* readEvents(response, keepAlive) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    keepAlive();
    const blocks = (rest + chunk.value).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const name = /^event: (.*)$/m.exec(block)?.[1];
      if (name) yield { name, data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? "null") };
    }
  }
}
