/** Requests to the server: with the API key, a time limit, and every failure as a `RequestError`. */

import { withKey } from "./api_key.js";
import { RequestError } from "./request_error.js";

const TIMEOUT_MS = 60_000;

/**
 * @template Result
 * @callback ReadResponse
 * @param {Response} response
 * @param {() => void} keepAlive restarts the time limit; call it whenever data arrives
 * @returns {Promise<Result>}
 */

/**
 * Send a request. If the server asks for another API key, ask the reader for it and send the request again.
 * @template [Result=any]
 * @param {string} url
 * @param {RequestInit} [options]
 * @param {ReadResponse<Result>} [read] reads the body; JSON by default
 * @returns {Promise<Result>}
 * @throws {RequestError}
 */
export function request(url, options = {}, read = (response) => response.json()) {
  return withKey((key) => {
    const headers = new Headers(options.headers);
    if (key) headers.set("Authorization", `Bearer ${key}`);
    return sendOnce(url, { ...options, headers }, read);
  });
}

/**
 * Return the options of a request whose body is JSON.
 * @param {string} method
 * @param {unknown} body
 * @returns {RequestInit}
 */
export function withJson(method, body) {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** Ignore the body of a response: a `ReadResponse` for requests that return nothing. */
export async function ignoreBody() {}

/**
 * @template Result
 * @param {string} url
 * @param {RequestInit} options
 * @param {ReadResponse<Result>} read
 * @returns {Promise<Result>}
 */
async function sendOnce(url, options, read) {
  const controller = new AbortController();
  let timer = 0;
  const keepAlive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  };
  keepAlive();
  try {
    const signals = [controller.signal, ...(options.signal ? [options.signal] : [])];
    const response = await fetch(url, { ...options, signal: AbortSignal.any(signals) });
    if (!response.ok) throw await readProblem(response);
    return await read(response, keepAlive);
  } catch (error) {
    if (options.signal?.aborted) throw new RequestError("stopped");
    throw toRequestError(error, controller.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {unknown} error
 * @param {boolean} timedOut
 * @returns {RequestError}
 */
function toRequestError(error, timedOut) {
  if (error instanceof RequestError) return error;
  if (timedOut) return new RequestError("timeout");
  return new RequestError(error instanceof SyntaxError ? "broken" : "away");
}

/**
 * Read a problem+json body (RFC 9457); a proxy in between may send something else.
 * @param {Response} response
 * @returns {Promise<RequestError>}
 */
async function readProblem(response) {
  return problemError(await response.json().catch(() => null), response.status);
}

/**
 * @typedef {object} Problem a problem details object (RFC 9457), in which anything may be missing
 * @property {string} [title]
 * @property {string} [detail]
 * @property {string} [code]
 * @property {string} [about]
 */

/**
 * @param {Problem | null | undefined} problem
 * @param {number} status
 * @returns {RequestError}
 */
export function problemError(problem, status) {
  const sentence = [problem?.detail, problem?.title].find((text) => typeof text === "string" && text);
  return new RequestError(sentence ? "refused" : "broken", status, sentence, problem?.code, problem?.about);
}
