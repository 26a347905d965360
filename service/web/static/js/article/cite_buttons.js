/** Taking a citation away: by the clipboard, or by hand where the browser refuses it. */

import { byId, element } from "../kit/dom.js";
import { name, say, wording } from "../kit/language.js";
import { markdown, nationalStandard, plain } from "./citation.js";

/** @typedef {import("./citation.js").Cited} Cited */

const SHOWN_MS = 4000;

/** What each button copies. @type {[string, (cited: Cited) => string][]} */
const FORMS = [
  ["citeGb", nationalStandard],
  ["citeMarkdown", markdown],
  ["citePlain", plain],
  ["copyLink", ({ link }) => link],
];

/**
 * @param {() => Cited} cited what is to be cited when a button is pressed
 * @returns {HTMLElement}
 */
export function citingRow(cited) {
  const result = element("div", { class: "copy-result" });
  const buttons = FORMS.map(([key, form]) =>
    say(element("button", { type: "button", class: "copy", onclick: () => take(form(cited()), result) }), key),
  );
  const row = element("div", { class: "cite-buttons", role: "group" }, say(element("span", { class: "cite-name" }), "cite"));
  row.append(...buttons);
  return element("div", { class: "cite" }, name(row, "cite"), result);
}

/**
 * @param {string} text
 * @param {HTMLElement} result tells what came of it
 */
async function take(text, result) {
  try {
    await navigator.clipboard.writeText(text);
    const told = say(element("p"), "copied");
    result.replaceChildren(told);
    setTimeout(() => told.remove(), SHOWN_MS);
    byId("announcement").textContent = wording("copied");
  } catch (error) {
    console.warn(error); // refused, or there is none: a page that is not from loopback and not over TLS
    offer(text, result);
  }
}

/**
 * @param {string} text
 * @param {HTMLElement} result
 */
function offer(text, result) {
  const box = /** @type {HTMLTextAreaElement} */ (element("textarea", { class: "copy-box", readonly: true, rows: "4" }));
  box.value = text;
  result.replaceChildren(element("label", {}, say(element("span"), "copyByHand"), box));
  box.focus();
  box.select();
}
