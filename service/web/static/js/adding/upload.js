/** Uploading files with progress, which `fetch` cannot report. */

import { withKey } from "../kit/api_key.js";
import { RequestError } from "../kit/request_error.js";
import { problemError } from "../kit/requests.js";

/**
 * @param {File[]} files
 * @param {string} collection that they are added to, or ""
 * @param {(progress: number) => void} onProgress is called with the uploaded share of the bytes, 0 to 1
 * @param {AbortSignal} signal
 * @returns {Promise<{job_id: string}>}
 */
export function uploadFiles(files, collection, onProgress, signal) {
  const form = new FormData();
  if (collection) form.append("collection", collection);
  for (const file of files) form.append("files", file, file.name);
  return withKey((key) => uploadOnce(form, key, onProgress, signal));
}

/**
 * @param {FormData} form
 * @param {string} key
 * @param {(progress: number) => void} onProgress
 * @param {AbortSignal} signal
 * @returns {Promise<{job_id: string}>}
 */
function uploadOnce(form, key, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/v1/documents");
    if (key) request.setRequestHeader("Authorization", `Bearer ${key}`);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total ? loaded / total : 0));
    request.addEventListener("load", () => {
      if (request.status === 202) resolve(request.response);
      else reject(problemError(request.response, request.status));
    });
    request.addEventListener("error", () => reject(new RequestError("away")));
    request.addEventListener("abort", () => reject(signal.reason));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
