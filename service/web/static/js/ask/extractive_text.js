/**
 * The answer's text as quotes with numbered chips. An extractive answer is made of its sources' quotes;
 * a `[n]` in the text is a reference to source n.
 */

import { element, languageOf } from "../kit/dom.js";
import { name } from "../kit/language.js";
import { Stretch } from "../kit/text_ranges.js";

/** @typedef {import("../kit/requests.js").Answer} Answer */
/** @typedef {{at: number, text: string, numbers: number[], start: number, end: number}} Quote */

/**
 * @param {Answer} answer
 * @param {(n: number) => void} goTo shows source n
 * @returns {HTMLElement}
 */
export function answerText(answer, goTo) {
  const text = element("div", { class: "answer-text", lang: languageOf(answer.answer) });
  let at = 0;
  for (const quote of quotesOf(answer)) {
    text.append(...plain(answer.answer.slice(at, quote.at), goTo), quoted(quote, shortsOf(answer)));
    text.append(...quote.numbers.map((n) => chip(n, goTo)));
    at = quote.at + quote.text.length;
  }
  text.append(...plain(answer.answer.slice(at), goTo));
  return text;
}

/**
 * Find the sources' quotes in the answer, in order, each with the numbers of all the sources that have it.
 * @param {Answer} answer
 * @returns {Quote[]}
 */
function quotesOf(answer) {
  const found = answer.sources.flatMap((source) => quotesFrom(source, answer.answer));
  found.sort((a, b) => a.at - b.at || b.text.length - a.text.length);
  const kept = [];
  for (const quote of found) {
    const last = kept[kept.length - 1];
    if (!last || quote.at >= last.at + last.text.length) kept.push(quote);
    else if (quote.text === last.text) last.numbers = [...new Set([...last.numbers, ...quote.numbers])];
  }
  return kept;
}

/**
 * @param {import("../kit/requests.js").Source} source
 * @param {string} answer
 * @returns {Quote[]}
 */
function quotesFrom(source, answer) {
  const stretch = new Stretch(source.text, source.start);
  return source.highlights
    .map(([start, end]) => ({ text: stretch.slice(start, end), numbers: [source.n], start, end }))
    .map((quote) => ({ ...quote, at: answer.indexOf(quote.text) }))
    .filter((quote) => quote.text && quote.at >= 0);
}

/**
 * Return the words that answer, and those that other articles answer instead.
 * @param {Answer} answer
 * @returns {import("../kit/requests.js").ShortAnswer[]}
 */
export function shortsOf({ short_answer: short, differing }) {
  return short ? [short, ...differing] : [];
}

/**
 * @param {Quote} quote
 * @param {import("../kit/requests.js").ShortAnswer[]} shorts
 * @returns {HTMLElement}
 */
function quoted(quote, shorts) {
  const stretch = new Stretch(quote.text, quote.start);
  const { start, end } = shorts.find((short) => short.source === quote.numbers[0]) ?? { start: 0, end: 0 };
  return element("q", {}, ...stretch.strengthened(stretch.start, stretch.end, [[start, end]]));
}

/**
 * @param {string} text
 * @param {(n: number) => void} goTo
 * @returns {(Node | string)[]}
 */
function plain(text, goTo) {
  return text.split(/(\[\d+\])/).map((part) => (/^\[\d+\]$/.test(part) ? chip(Number(part.slice(1, -1)), goTo) : part));
}

/**
 * @param {number} n
 * @param {(n: number) => void} goTo
 * @returns {HTMLElement}
 */
export function chip(n, goTo) {
  const button = element("button", { type: "button", class: "chip", text: String(n), onclick: () => goTo(n) });
  return name(button, "toSource", { n });
}
