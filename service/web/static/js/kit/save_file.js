/** Saving what was fetched as a file; a plain link could not send the API key. */

import { element } from "./dom.js";

const REVOKE_MS = 60_000; // by then every browser has begun to save it

/**
 * Read an attachment: a `ReadResponse`.
 * @param {Response} response
 * @returns {Promise<{name: string, content: Blob}>}
 */
export async function readAttachment(response) {
  const name = /filename\*=UTF-8''(\S+)/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  return { name: name ? decodeURIComponent(name) : "wenbao", content: await response.blob() };
}

/**
 * @param {Blob} content
 * @param {string} name
 */
export function saveFile(content, name) {
  const href = URL.createObjectURL(content);
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), REVOKE_MS);
}
