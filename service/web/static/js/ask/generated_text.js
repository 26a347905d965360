/** The text of an answer that a language model wrote: citations as chips, unsupported sentences marked. */

import { element, languageOf } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { Excerpt } from "../kit/text_ranges.js";
import { withChips } from "./citation_chip.js";

let notes = 0;

/**
 * @param {Pick<import("./requests.js").Answer, "answer" | "sentences" | "sources">} answer
 * @param {import("./citation_chip.js").GoToSource} goToSource
 * @returns {HTMLElement}
 */
export function generatedText({ answer, sentences, sources }, goToSource) {
  const node = element("div", { class: "answer-text", lang: languageOf(answer) });
  const text = new Excerpt(answer);
  const exists = (/** @type {number} */ n) => sources.some((source) => source.n === n);
  const between = (/** @type {number} */ start, /** @type {number} */ end) =>
    withChips(text.slice(start, end), exists, goToSource);
  let at = 0;
  for (const { start, end, supported } of sentences) {
    const sentence = between(start, end);
    node.append(...between(at, start), ...(supported ? sentence : [unsupportedSentence(sentence)]));
    at = end;
  }
  node.append(...between(at, text.end));
  return node;
}

/**
 * @param {(Node | string)[]} sentence
 * @returns {HTMLElement}
 */
function unsupportedSentence(sentence) {
  notes += 1;
  const id = `unsupported-${notes}`;
  const note = setText(element("span", { class: "note", role: "tooltip", id }), "unsupported");
  return element("span", { class: "unsupported", tabindex: "0", "aria-describedby": id }, ...sentence, note);
}
