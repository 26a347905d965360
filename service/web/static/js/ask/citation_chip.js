/** The numbered chips that stand for the citations `[n]` in an answer. */

import { element } from "../kit/dom.js";
import { setLabel } from "../kit/language.js";

/** @typedef {(n: number) => void} GoToSource */

/**
 * @param {number} n
 * @param {GoToSource} goToSource
 * @returns {HTMLElement}
 */
export function citationChip(n, goToSource) {
  const button = element("button", { type: "button", class: "chip", text: String(n), onclick: () => goToSource(n) });
  return setLabel(button, "toSource", { n });
}

/**
 * Replace the citations in a text with chips.
 * @param {string} text
 * @param {(n: number) => boolean} exists whether there is a source with this number
 * @param {GoToSource} goToSource
 * @returns {(Node | string)[]}
 */
export function withChips(text, exists, goToSource) {
  return text.split(/(\[\d+\])/).map((part) => {
    const n = /^\[\d+\]$/.test(part) ? Number(part.slice(1, -1)) : null;
    return n !== null && exists(n) ? citationChip(n, goToSource) : part;
  });
}
