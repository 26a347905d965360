/** The buttons that copy a citation; if the browser refuses to copy, the text is offered to be copied by hand. */

import { announce } from "../kit/announcement.js";
import { copyToClipboard } from "../kit/clipboard.js";
import { element } from "../kit/dom.js";
import { setLabel, setText, translate } from "../kit/language.js";
import { formatGbt7714, formatMarkdown, formatPlain } from "./citation.js";

/** @typedef {import("./citation.js").Citation} Citation */

const SHOWN_MS = 4000;

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
    const onclick = () => copy(format(getCitation()), result);
    return setText(element("button", { type: "button", class: "copy", onclick }), key);
  });
  const label = setText(element("span", { class: "cite-name" }), "cite");
  const row = element("div", { class: "cite-buttons", role: "group" }, label, ...buttons);
  return element("div", { class: "cite" }, setLabel(row, "cite"), result);
}

/**
 * @param {string} text
 * @param {HTMLElement} result shows whether it worked
 */
async function copy(text, result) {
  if (!(await copyToClipboard(text))) return offer(text, result);
  const confirmation = setText(element("p"), "copied");
  result.replaceChildren(confirmation);
  setTimeout(() => confirmation.remove(), SHOWN_MS);
  announce(translate("copied"));
}

/**
 * @param {string} text
 * @param {HTMLElement} result
 */
function offer(text, result) {
  const box = element("textarea", { class: "copy-box", readonly: true, rows: "4" });
  box.value = text;
  result.replaceChildren(element("label", {}, setText(element("span"), "copyByHand"), box));
  box.focus();
  box.select();
}
