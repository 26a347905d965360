/** Sending files, with progress, which `fetch` does not tell. */

import { problemError, RequestError } from "../api.js";

/**
 * @param {File[]} files
 * @param {(share: number) => void} progress is told which share of the bytes was sent, 0 to 1
 * @param {AbortSignal} signal
 * @returns {Promise<{job_id: string}>}
 */
export function sendFiles(files, progress, signal) {
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name);
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/v1/documents");
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
