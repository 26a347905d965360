/** The text of a whole article, with quotes marked. */

import { element, languageOf } from "../kit/dom.js";
import { setText, setTooltip } from "../kit/language.js";
import { imprint } from "../kit/passage.js";
import { Excerpt, splitByRanges } from "../kit/text_ranges.js";
import { webAddress } from "../kit/citation.js";
import { originalButton } from "./original_button.js";

/** @typedef {import("./requests.js").Article} Article */
/** @typedef {import("../kit/text_ranges.js").Range} Range */

/**
 * @param {Article} article
 * @param {Range[]} quotes in order, without overlaps; each is marked with its place in the list
 * @returns {HTMLElement}
 */
export function articleText(article, quotes) {
  const text = new Excerpt(article.text);
  const page = element("article", { class: "page", lang: languageOf(article.text) });
  page.append(headline(article), fullImprint(article, quotes));
  for (const line of text.lines()) page.append(paragraph(article, text, line, quotes));
  return page;
}

/**
 * Return the numbers of the first and last printed page of a range; none if the file has no pages.
 * @param {Article} article
 * @param {Range} range
 * @returns {number[]}
 */
export function pagesOf({ pages }, [start, end]) {
  const pageAt = (/** @type {number} */ place) => pages.filter(({ offset }) => offset <= place).pop();
  return [pageAt(start), pageAt(end - 1)].flatMap((page) => (page ? [page.number] : []));
}

/**
 * @param {Article} article
 * @returns {HTMLElement}
 */
function headline({ title }) {
  const head = element("h3", { class: "headline" });
  if (!title) return setText(head, "untitled");
  head.textContent = title;
  return head;
}

/**
 * Return the imprint with everything that is known: the pages of the quotes, the web address, the file.
 * @param {Article} article
 * @param {Range[]} quotes
 * @returns {HTMLElement}
 */
function fullImprint(article, quotes) {
  const line = imprint(article);
  const pages = quotes.flatMap((quote) => pagesOf(article, quote));
  if (pages.length > 0) line.append(pageNumbers(Math.min(...pages), Math.max(...pages)));
  const url = webAddress(article.url);
  if (url) line.append(setText(element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }), "webAddress"));
  if (article.doubts > 0) line.append(setText(element("span", { class: "doubt-count" }), "doubts", { n: article.doubts }));
  if (article.has_original) line.append(originalButton(article));
  return line;
}

/**
 * @param {number} first
 * @param {number} last
 * @returns {HTMLElement}
 */
function pageNumbers(first, last) {
  return setText(element("span"), first === last ? "printedPage" : "printedPages", { n: first, first, last });
}

/**
 * @param {Article} article
 * @param {Excerpt} text
 * @param {{start: number, end: number}} line
 * @param {Range[]} quotes
 * @returns {HTMLElement}
 */
function paragraph({ headings, doubtful }, text, { start, end }, quotes) {
  const isHeading = headings.some((heading) => heading.start < end && heading.end > start);
  const nodes = splitByRanges(start, end, quotes).flatMap((piece) => {
    const words = wordsOf(text, piece, doubtful);
    return piece.inside ? [element("mark", { "data-quote": quoteAt(piece.start, quotes) }, ...words)] : words;
  });
  return element(isHeading ? "h4" : "p", {}, ...nodes);
}

/**
 * Return a stretch of text, with the characters that may be misread marked.
 * @param {Excerpt} text
 * @param {{start: number, end: number}} stretch
 * @param {Article["doubtful"]} doubtful
 * @returns {(Node | string)[]}
 */
function wordsOf(text, { start, end }, doubtful) {
  const ranges = doubtful.map((range) => /** @type {Range} */ ([range.start, range.end]));
  return splitByRanges(start, end, ranges).map((piece) => {
    const words = text.slice(piece.start, piece.end);
    if (!piece.inside) return words;
    return setTooltip(element("u", { class: "doubtful", text: words, "data-start": String(piece.start) }), "doubtful");
  });
}

/**
 * @param {number} offset
 * @param {Range[]} quotes
 * @returns {string} the place of the quote in the list
 */
function quoteAt(offset, quotes) {
  return String(quotes.findIndex(([start, end]) => start <= offset && offset < end));
}
