/** A whole article as it is read in the panel, with quotes marked. */

import { originalButton } from "./original_file.js";
import { webAddress } from "./citation.js";
import { element, languageOf } from "../kit/dom.js";
import { say } from "../kit/language.js";
import { pieces, Stretch } from "../kit/text_ranges.js";
import { imprint } from "../ask/source_card.js";

/** @typedef {import("../kit/requests.js").Article} Article */
/** @typedef {import("../kit/requests.js").Range} Range */

/**
 * @param {Article} article
 * @param {Range[]} quotes in order, apart from each other; marked with their place in the list
 * @returns {HTMLElement}
 */
export function articleText(article, quotes) {
  const text = new Stretch(article.text);
  const page = element("article", { class: "page", lang: languageOf(article.text) });
  page.append(headline(article), wholeImprint(article, quotes));
  for (const line of text.lines()) page.append(paragraph(article, text, line, quotes));
  return page;
}

/**
 * Return the numbers of the printed pages that a range lies on, first and last; none when the file has no pages.
 * @param {Article} article
 * @param {Range} range
 * @returns {number[]}
 */
export function pagesOf({ pages }, [start, end]) {
  const at = (place) => pages.filter(({ offset }) => offset <= place).pop()?.number;
  return [at(start), at(end - 1)].filter((number) => number !== undefined);
}

/**
 * @param {Article} article
 * @returns {HTMLElement}
 */
function headline({ title }) {
  const head = element("h3", { class: "headline" });
  if (!title) return say(head, "untitled");
  head.textContent = title;
  return head;
}

/**
 * Return the imprint with all that is known: the pages of the quotes, the address, the file.
 * @param {Article} article
 * @param {Range[]} quotes
 * @returns {HTMLElement}
 */
function wholeImprint(article, quotes) {
  const line = imprint(article);
  const [first, last] = extent(quotes.flatMap((quote) => pagesOf(article, quote)));
  if (first) line.append(say(element("span"), first === last ? "printedPage" : "printedPages", { n: first, first, last }));
  const url = webAddress(article.url);
  if (url) line.append(say(element("a", { href: url, target: "_blank", rel: "noopener noreferrer" }), "webAddress"));
  if (article.has_original) line.append(originalButton(article));
  return line;
}

/** @param {number[]} numbers */
function extent(numbers) {
  return numbers.length > 0 ? [Math.min(...numbers), Math.max(...numbers)] : [];
}

/**
 * @param {Article} article
 * @param {Stretch} text
 * @param {{start: number, end: number}} line
 * @param {Range[]} quotes
 * @returns {HTMLElement}
 */
function paragraph({ headings }, text, { start, end }, quotes) {
  const isHeading = headings.some((heading) => heading.start < end && heading.end > start);
  const parts = pieces(start, end, quotes).map((piece) => {
    const words = text.slice(piece.start, piece.end);
    return piece.inside ? element("mark", { text: words, "data-quote": placeOf(piece.start, quotes) }) : words;
  });
  return element(isHeading ? "h4" : "p", {}, ...parts);
}

/**
 * @param {number} offset
 * @param {Range[]} quotes
 */
function placeOf(offset, quotes) {
  return String(quotes.findIndex(([start, end]) => start <= offset && offset < end));
}
