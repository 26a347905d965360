/** How a passage of an article is shown: where it was printed, and its text with the marked ranges. */

import { articleAddress } from "./addresses.js";
import { element, languageOf } from "./dom.js";
import { setLabel, setText } from "./language.js";
import { Excerpt } from "./text_ranges.js";

/** @typedef {import("./text_ranges.js").Range} Range */

const NOTED = new Set(["web", "file_name", "document_property"]);

/**
 * @typedef {object} Passage
 * @property {string} article_id
 * @property {string} passage_id
 * @property {string} title
 * @property {string} byline
 * @property {string} date
 * @property {string} source the newspaper or file that it comes from
 * @property {string} heading
 * @property {string} text the article's text from `start` to `end`
 * @property {number} start
 * @property {number} end
 * @property {Range[]} highlights
 * @property {import("./printed_regions.js").Region[]} [regions] where the highlights are printed
 */

/**
 * Return where a text was printed: byline, date and source, as far as they are known, and where they were found.
 * @param {{byline: string, date: string, source: string, byline_origin?: string, date_origin?: string}} printed
 * @returns {HTMLElement}
 */
export function imprint({ byline, date, source, byline_origin: signed, date_origin: dated }) {
  const line = element("p", { class: "imprint" });
  if (byline) line.append(element("span", {}, element("span", { text: byline, lang: languageOf(byline) }), ...originNote(signed)));
  if (date) line.append(element("span", {}, element("time", { text: date, datetime: date }), ...originNote(dated)));
  if (source) line.append(element("span", { class: "file", text: source }));
  return line;
}

/**
 * Say where a date or a byline was found if it is not printed.
 * @param {string} [origin]
 * @returns {HTMLElement[]}
 */
export function originNote(origin = "") {
  return NOTED.has(origin) ? [setText(element("small"), origin)] : [];
}

/**
 * Return a link that opens an article and shows its title.
 * @param {{article_id: string, title: string, source: string}} article
 * @param {string} className
 * @param {Range} [quote] where to open it
 * @returns {HTMLElement}
 */
export function titleLink({ article_id: id, title, source }, className, quote) {
  const link = element("a", { class: className, href: articleAddress(id, ...(quote ? [quote] : [])) });
  link.append(title ? element("span", { text: title, lang: languageOf(title) }) : setText(element("span"), "untitled"));
  return setLabel(link, "openOf", { title: title || source });
}

/**
 * @param {Passage} passage
 * @param {Range[]} marked
 * @param {Range[]} [strong] within the marked ranges
 * @returns {HTMLElement}
 */
export function passageText({ heading, text, start }, marked, strong = []) {
  const excerpt = new Excerpt(text, start);
  const quote = element("blockquote", { class: "passage", lang: languageOf(text) });
  if (heading) quote.append(element("p", { class: "heading", text: heading }));
  for (const line of excerpt.lines()) {
    quote.append(element("p", {}, ...excerpt.markedNodes(line.start, line.end, marked, strong)));
  }
  return quote;
}
