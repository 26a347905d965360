/** Sending files, with progress, which `fetch` does not tell. */

import { problemError, RequestError } from "../kit/requests.js";
import { askForKey, currentKey } from "../kit/api_key.js";

/**
 * @param {File[]} files
 * @param {(share: number) => void} progress is told which share of the bytes was sent, 0 to 1
 * @param {AbortSignal} signal
 * @returns {Promise<{job_id: string}>}
 */
export async function sendFiles(files, progress, signal) {
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name);
  for (;;) {
    const key = currentKey();
    try {
      return await attempt(form, key, progress, signal);
    } catch (error) {
      const refused = error instanceof RequestError && error.status === 401;
      if (!refused || !(await askForKey(key))) throw error;
    }
  }
}

/**
 * @param {FormData} form
 * @param {string} key
 * @param {(share: number) => void} progress
 * @param {AbortSignal} signal
 * @returns {Promise<{job_id: string}>}
 */
function attempt(form, key, progress, signal) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/v1/documents");
    if (key) request.setRequestHeader("Authorization", `Bearer ${key}`);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => progress(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      if (request.status === 202) done(request.response);
      else failed(problemError(request.response, request.status));
    });
    request.addEventListener("error", () => failed(new RequestError("away")));
    request.addEventListener("abort", () => failed(signal.reason));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
