/** The buttons that copy a citation. */

import { formatGbt7714, formatMarkdown, formatPlain } from "../kit/citation.js";
import { copyOrOffer } from "../kit/copying.js";
import { element } from "../kit/dom.js";
import { setLabel, setText } from "../kit/language.js";

/** @typedef {import("../kit/citation.js").Citation} Citation */

/** What each button copies. @type {[string, (citation: Citation) => string][]} */
const FORMATS = [
  ["citeGb", formatGbt7714],
  ["citeMarkdown", formatMarkdown],
  ["citePlain", formatPlain],
  ["copyLink", ({ link }) => link],
];

/**
 * @param {() => Citation} getCitation is called when a button is pressed
 * @returns {HTMLElement}
 */
export function citeButtons(getCitation) {
  const result = element("div", { class: "copy-result" });
  const buttons = FORMATS.map(([key, format]) => {
    const onclick = () => copyOrOffer(format(getCitation()), result);
    return setText(element("button", { type: "button", class: "copy", onclick }), key);
  });
  const label = setText(element("span", { class: "cite-name" }), "cite");
  const row = element("div", { class: "cite-buttons", role: "group" }, label, ...buttons);
  return element("div", { class: "cite" }, setLabel(row, "cite"), result);
}
