/** Saving what was fetched as a file; a plain link could not send the API key. */

import { element } from "./dom.js";

const REVOKE_MS = 60_000; // by then every browser has begun to save it

/**
 * @param {Blob} content
 * @param {string} name
 */
export function saveFile(content, name) {
  const href = URL.createObjectURL(content);
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), REVOKE_MS);
}
