/** The button that saves the file that the article was read from. */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { downloadOriginal } from "../kit/original_file.js";
import { RequestError } from "../kit/request_error.js";

/**
 * @param {{id: string, file: string}} article
 * @returns {HTMLElement}
 */
export function originalButton(article) {
  const button = element("button", { type: "button", class: "original", onclick: () => save(article, button) });
  return setText(button, "original");
}

/**
 * @param {{id: string, file: string}} article
 * @param {HTMLElement} button also says why the file could not be saved
 */
async function save(article, button) {
  try {
    await downloadOriginal(article);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    setText(button, error.kind === "refused" ? "originalGone" : error.kind, { status: error.status });
  }
}
