/** Sending a request as it was filled in, whatever its reply: a problem is a reply too. */

import { askForKey, currentKey } from "../kit/api_key.js";
import { bodyOf } from "./request.js";

/**
 * @param {import("./request.js").Filled} filled
 * @param {AbortSignal} signal
 * @returns {Promise<Response>} also one that refuses; where a key is missing, the reader is asked for it first
 */
export async function send(filled, signal) {
  for (;;) {
    const key = currentKey();
    const headers = key ? { ...filled.headers, Authorization: `Bearer ${key}` } : filled.headers;
    const response = await fetch(filled.url, { method: filled.method, headers, body: bodyOf(filled), signal });
    if (response.status !== 401 || !(await askForKey(key))) return response;
  }
}
