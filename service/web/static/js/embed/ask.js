/** Asking from another site: one question at a time, which the server does not keep. */

/** @typedef {import("../ask/requests.js").Answer} Answer */

const TIMEOUT_MS = 120_000;

/** Why there is no answer; `key` is that of the text that says so. */
export class EmbedError extends Error {
  /** @param {"embedClosed" | "embedBusy" | "embedAway"} key */
  constructor(key) {
    super(key);
    this.key = key;
  }
}

/**
 * @param {string} question
 * @param {{collection: string, source: string}} filters
 * @returns {Promise<Answer>}
 * @throws {EmbedError}
 */
export async function ask(question, filters) {
  const response = await send(JSON.stringify({ question, filters, store: false }));
  if (response.ok) return response.json();
  if (response.status === 401 || response.status === 403) throw new EmbedError("embedClosed");
  throw new EmbedError(response.status === 429 || response.status === 503 ? "embedBusy" : "embedAway");
}

/**
 * @param {string} body
 * @returns {Promise<Response>}
 */
async function send(body) {
  const headers = { "Content-Type": "application/json" };
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return await fetch("/v1/ask", { method: "POST", headers, body, signal, credentials: "omit" });
  } catch {
    throw new EmbedError("embedAway");
  }
}
