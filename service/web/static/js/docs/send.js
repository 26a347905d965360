/** Sending a request as filled in, with the API key. */

import { askForKey, currentKey } from "../kit/api_key.js";
import { requestBody } from "./request.js";

/**
 * @param {import("./request.js").FilledRequest} filled
 * @param {AbortSignal} signal
 * @returns {Promise<Response>} whatever its status; if a key is missing, the reader is asked for it first
 */
export async function sendFilled(filled, signal) {
  for (;;) {
    const key = currentKey();
    const headers = key ? { ...filled.headers, Authorization: `Bearer ${key}` } : filled.headers;
    const response = await fetch(filled.url, { method: filled.method, headers, body: requestBody(filled), signal });
    if (response.status !== 401 || !(await askForKey(key))) return response;
  }
}
