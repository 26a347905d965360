/** The text of an extractive answer: quotes from its sources, each followed by its citations as chips. */

import { element, languageOf } from "../kit/dom.js";
import { Excerpt } from "../kit/text_ranges.js";
import { citationChip, withChips } from "./citation_chip.js";

/** @typedef {import("./requests.js").Answer} Answer */
/** @typedef {import("./requests.js").ShortAnswer} ShortAnswer */
/** @typedef {import("./citation_chip.js").GoToSource} GoToSource */

/**
 * A quote at its place in the answer, with its range in the article of its first source; `before` and `after` say
 * whether its sentence goes on there.
 * @typedef {{at: number, text: string, numbers: number[], start: number, end: number, before: boolean, after: boolean}}
 *   Quote
 */

const LONG_LINE = 80;
const SENTENCE_END = /[。！？!?…；;：:\n.”」』）)"]$/;

/**
 * @param {Answer} answer
 * @param {GoToSource} goToSource
 * @returns {HTMLElement}
 */
export function extractiveText(answer, goToSource) {
  const node = element("div", { class: "answer-text", lang: languageOf(answer.answer) });
  const between = (/** @type {number} */ from, /** @type {number} */ to) =>
    withChips(answer.answer.slice(from, to), () => true, goToSource);
  let at = 0;
  for (const quote of findQuotes(answer)) {
    node.append(...between(at, quote.at), quotation(quote, shortAnswers(answer)));
    node.append(...quote.numbers.map((n) => citationChip(n, goToSource)));
    at = quote.at + quote.text.length;
  }
  node.append(...between(at, answer.answer.length));
  return node;
}

/**
 * Find the sources' quotes in the answer, in order, each with the numbers of all sources that contain it.
 * @param {Answer} answer
 * @returns {Quote[]}
 */
export function findQuotes(answer) {
  const found = answer.sources.flatMap((source) => findQuotesOf(source, answer.answer));
  found.sort((a, b) => a.at - b.at || b.text.length - a.text.length);
  /** @type {Quote[]} */
  const quotes = [];
  for (const quote of found) {
    const last = quotes[quotes.length - 1];
    if (!last || quote.at >= last.at + last.text.length) quotes.push(quote);
    else if (quote.text === last.text) last.numbers = [...new Set([...last.numbers, ...quote.numbers])];
  }
  return quotes;
}

/**
 * @param {import("./requests.js").Source} source
 * @param {string} answer
 * @returns {Quote[]}
 */
function findQuotesOf(source, answer) {
  const excerpt = new Excerpt(source.text, source.start);
  return source.highlights
    .map(([start, end]) => ({ text: excerpt.slice(start, end), numbers: [source.n], start, end }))
    .map((quote) => ({ ...quote, at: answer.indexOf(quote.text), ...findEdges(quote, source, excerpt) }))
    .filter((quote) => quote.text && quote.at >= 0);
}

/**
 * @param {{text: string, start: number, end: number}} quote
 * @param {import("./requests.js").Source} source
 * @param {Excerpt} excerpt of the source
 * @returns {{before: boolean, after: boolean}} whether the sentence of the quote begins before it and goes on after it
 */
function findEdges({ text, start, end }, source, excerpt) {
  const preceding = excerpt.slice(source.start, start).replace(/[ \t\u3000]+$/, "");
  const before = preceding !== "" && !SENTENCE_END.test(preceding);
  const following = excerpt.slice(end, end + 1);
  // Where the source ends too, a long quote is part of a sentence; a short one is a line without a full stop.
  const isPart = following ? following !== "\n" : text.length > LONG_LINE;
  return { before, after: isPart && !SENTENCE_END.test(text) };
}

/**
 * Return the short answer, followed by the different ones that other articles give.
 * @param {Answer} answer
 * @returns {ShortAnswer[]}
 */
export function shortAnswers({ short_answer: short, differing }) {
  return short ? [short, ...differing] : [];
}

/**
 * @param {Quote} quote
 * @param {ShortAnswer[]} shorts
 * @returns {HTMLElement}
 */
export function quotation(quote, shorts) {
  const excerpt = new Excerpt(quote.text, quote.start);
  const { start, end } = shorts.find((short) => short.source === quote.numbers[0]) ?? { start: 0, end: 0 };
  const words = excerpt.strongNodes(excerpt.start, excerpt.end, [[start, end]]);
  return element("q", {}, ...(quote.before ? ["…"] : []), ...words, ...(quote.after ? ["…"] : []));
}
