/** Building blocks of an operation's documentation. */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";

/**
 * @param {import("./openapi.js").Media} media
 * @returns {HTMLElement}
 */
export function mediaLine({ type, part }) {
  const line = element("p", { class: "media-type" }, element("code", { text: type }));
  if (part) line.append(" ", setText(element("span", { class: "note" }), part));
  return line;
}

/**
 * @param {string} heading
 * @param {...Node} content
 * @returns {HTMLElement}
 */
export function section(heading, ...content) {
  return element("section", { class: "part" }, setText(element("h4"), heading), ...content);
}
