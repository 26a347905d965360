/** How sure an answer is: what was found by its confidence, what was written by the check of its sentences. */

import { element } from "../kit/dom.js";
import { setLabel, setText } from "../kit/language.js";

/** @typedef {import("./requests.js").Answer} Answer */

/**
 * @param {number | null} value 0 to 100
 * @returns {HTMLElement[]} nothing if it is not known
 */
export function confidence(value) {
  if (value === null) return [];
  const level = value >= 70 ? "high" : value >= 50 ? "middle" : "low";
  const bars = setLabel(levelBars(), "confidenceNote", { value: Math.round(value) });
  return [element("p", { class: "confidence", "data-level": level }, bars, setText(element("span"), level))];
}

/**
 * Tell how much of what a language model wrote its sources support, which is all that is known about its being right.
 * @param {Answer["sentences"]} sentences
 * @returns {HTMLElement[]}
 */
export function support(sentences) {
  const all = sentences.length;
  if (all === 0) return [];
  const n = sentences.filter((sentence) => sentence.supported).length;
  const level = n === all ? "high" : 2 * n >= all ? "middle" : "low";
  const text = setText(element("span"), n === all ? "supportAll" : n ? "supportSome" : "supportNone", { n, all });
  const bars = setLabel(levelBars(), "supportNote", { n, all });
  return [element("p", { class: "confidence", "data-level": level }, bars, text)];
}

/** @returns {HTMLElement} */
function levelBars() {
  return element("span", { class: "level", role: "img" }, element("i"), element("i"), element("i"));
}
