/** What several parts of an operation have in common. */

import { element } from "../kit/dom.js";
import { say } from "../kit/language.js";

/**
 * @param {import("./openapi.js").Media} media
 * @returns {HTMLElement}
 */
export function mediaLine({ type, part }) {
  const line = element("p", { class: "media-type" }, element("code", { text: type }));
  if (part) line.append(" ", say(element("span", { class: "note" }), part));
  return line;
}

/**
 * @param {string} heading
 * @param {...Node} content
 * @returns {HTMLElement}
 */
export function section(heading, ...content) {
  return element("section", { class: "part" }, say(element("h4"), heading), ...content);
}
