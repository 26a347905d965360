/** The file that an article was read from: fetched as everything else is, so that a key goes with it. */

import { request, RequestError } from "../kit/requests.js";
import { element } from "../kit/dom.js";
import { say } from "../kit/language.js";

/**
 * @param {{id: string, file: string}} article
 * @returns {HTMLElement} a button that saves the file
 */
export function originalButton({ id, file }) {
  const button = element("button", { type: "button", class: "original", onclick: () => save(id, file, button) });
  return say(button, "original");
}

/**
 * @param {string} id
 * @param {string} file
 * @param {HTMLElement} button
 */
async function save(id, file, button) {
  try {
    const url = `/v1/documents/${encodeURIComponent(id)}/original`;
    const address = URL.createObjectURL(await request(url, {}, (response) => response.blob()));
    element("a", { href: address, download: file.split("/").pop() ?? "" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000); // by then every browser has begun to save it
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    say(button, error.kind === "refused" ? "originalGone" : error.kind, { status: error.status });
  }
}
