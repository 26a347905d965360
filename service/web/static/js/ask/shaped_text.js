/** The text of an extractive answer in the look of its kind: a list, a comparison or timeline, a yes or no, or plain quotes. */

import { element, languageOf } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { citationChip } from "./citation_chip.js";
import { extractiveText, findQuotes, quotation } from "./extractive_text.js";

/** @typedef {import("./requests.js").Answer} Answer */
/** @typedef {import("./requests.js").AnswerItem} AnswerItem */
/** @typedef {import("./citation_chip.js").GoToSource} GoToSource */

/**
 * @param {Answer} answer
 * @param {GoToSource} goToSource
 * @returns {HTMLElement}
 */
export function shapedText(answer, goToSource) {
  const hasSides = answer.kind === "comparison" || answer.kind === "timeline";
  if (hasSides && answer.items.length > 0) return sidesView(answer, goToSource);
  const text = extractiveText(answer, goToSource);
  if (answer.verdict) text.prepend(setText(element("strong", { class: "verdict" }), answer.verdict), " ");
  return answer.items.length > 0 ? element("div", {}, itemList(answer), text) : text;
}

/**
 * @param {Answer} answer
 * @returns {HTMLElement}
 */
function itemList({ answer, items }) {
  const lines = items.map(({ text }) => element("li", { text }));
  return element("ul", { class: "answer-items", lang: languageOf(answer) }, ...lines);
}

/**
 * Return the sides of a comparison or the times of a timeline, each with its quote.
 * @param {Answer} answer
 * @param {GoToSource} goToSource
 * @returns {HTMLElement}
 */
function sidesView(answer, goToSource) {
  const quotes = findQuotes(answer);
  const sides = answer.items.map((/** @type {AnswerItem} */ item) => {
    const holds = quotes.find(
      (quote) => quote.numbers[0] === item.source && quote.start <= item.start && item.end <= quote.end,
    );
    const quoted = holds ? [quotation(holds, [item])] : [item.text];
    const text = element("p", { class: "answer-text" }, ...quoted, citationChip(item.source, goToSource));
    return element("section", {}, element("h3", { text: item.label }), text);
  });
  return element("div", { class: "sides", lang: languageOf(answer.answer) }, ...sides);
}
