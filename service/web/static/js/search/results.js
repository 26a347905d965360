/** The passages that were found: a page of them at a time, each with where it was printed and why it stands there. */

import { element, languageOf } from "../kit/dom.js";
import { name, say } from "../kit/language.js";
import { Stretch } from "../kit/text_ranges.js";
import { addressOf } from "../kit/addresses.js";
import { imprint } from "../ask/source_card.js";

/** @typedef {import("./query.js").Result} Result */

const PAGE = 10;
const SCORES = { terms: "scoreTerms", vectors: "scoreVectors", fused: "scoreFused", reranker: "scoreReranker", final: "scoreFinal" };

/**
 * @param {Result[]} results
 * @returns {HTMLElement}
 */
export function resultList(results) {
  const list = element("ol", { class: "results" });
  const more = element("button", { type: "button", class: "more retry" });
  const view = element("div", {}, list, more);
  more.addEventListener("click", () => {
    const shown = list.children.length;
    turnPage(list, more, results);
    list.children[shown]?.querySelector("a")?.focus();
  });
  turnPage(list, more, results);
  return view;
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} more
 * @param {Result[]} results
 */
function turnPage(list, more, results) {
  const shown = list.children.length;
  list.append(...results.slice(shown, shown + PAGE).map(resultItem));
  more.hidden = list.children.length >= results.length;
  say(more, "moreResults", { shown: list.children.length, total: results.length });
}

/**
 * @param {Result} result
 * @returns {HTMLElement}
 */
function resultItem(result) {
  const item = element("li", { class: "result" }, titleLink(result), printed(result), passage(result));
  item.append(whyHere(result));
  return item;
}

/**
 * @param {Result} result
 * @returns {HTMLElement}
 */
function titleLink({ article_id: id, title, source, start, end }) {
  const link = element("a", { class: "open result-title", href: addressOf(id, [start, end]) });
  link.append(title ? element("span", { text: title, lang: languageOf(title) }) : say(element("span"), "untitled"));
  return element("h3", {}, name(link, "openOf", { title: title || source }));
}

/**
 * @param {Result} result
 * @returns {HTMLElement}
 */
function printed(result) {
  const line = imprint(result);
  if (result.page !== null) line.append(say(element("span"), "pageNumber", { n: result.page }));
  return line;
}

/**
 * @param {Result} result
 * @returns {HTMLElement}
 */
function passage({ heading, text, start, highlights }) {
  const stretch = new Stretch(text, start);
  const quote = element("blockquote", { class: "passage", lang: languageOf(text) });
  if (heading) quote.append(element("p", { class: "heading", text: heading }));
  for (const line of stretch.lines()) {
    quote.append(element("p", {}, ...stretch.marked(line.start, line.end, highlights)));
  }
  return quote;
}

/**
 * @param {Result} result
 * @returns {HTMLElement}
 */
function whyHere({ scores }) {
  const line = element("dl", { class: "scores" });
  for (const [stage, text] of Object.entries(SCORES)) {
    const score = scores[/** @type {keyof Result["scores"]} */ (stage)];
    if (score === null) continue;
    line.append(element("div", {}, say(element("dt"), text), element("dd", { text: score.toFixed(2) })));
  }
  const note = say(element("p"), "scoreNote");
  return element("details", { class: "why-here" }, say(element("summary"), "whyHere"), line, note);
}
