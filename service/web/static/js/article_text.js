/** A whole article as it is read in the panel, with a quote marked. */

import { element, languageOf } from "./dom.js";
import { say } from "./language.js";
import { Stretch } from "./marks.js";
import { imprint } from "./source_card.js";

/** @typedef {import("./api.js").Article} Article */

/**
 * @param {Article} article
 * @param {import("./api.js").Range | null} quote
 * @returns {HTMLElement}
 */
export function articleText(article, quote) {
  const text = new Stretch(article.text);
  const page = element("article", { class: "page", lang: languageOf(article.text) });
  page.append(headline(article), imprint(article));
  for (const line of text.lines()) page.append(paragraph(article, text, line, quote ? [quote] : []));
  return page;
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
 * @param {Article} article
 * @param {Stretch} text
 * @param {{start: number, end: number}} line
 * @param {import("./api.js").Range[]} marked
 * @returns {HTMLElement}
 */
function paragraph({ headings }, text, { start, end }, marked) {
  const isHeading = headings.some((heading) => heading.start < end && heading.end > start);
  return element(isHeading ? "h4" : "p", {}, ...text.marked(start, end, marked));
}
