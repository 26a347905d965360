/** The passages that were found, one page at a time, each with where it was printed and its scores. */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { imprint, passageText, titleLink } from "../kit/passage.js";
import { rememberRegions } from "../kit/printed_regions.js";

/** @typedef {import("./query.js").Result} Result */

const PAGE_SIZE = 10;

/** The scores in the order of the stages, with the keys of their names. @type {[keyof Result["scores"], string][]} */
const SCORES = [
  ["terms", "scoreTerms"],
  ["vectors", "scoreVectors"],
  ["meaning", "scoreMeaning"],
  ["fused", "scoreFused"],
  ["reranker", "scoreReranker"],
  ["final", "scoreFinal"],
];

/**
 * @param {Result[]} results
 * @returns {HTMLElement}
 */
export function resultList(results) {
  const list = element("ol", { class: "results" });
  const more = element("button", { type: "button", class: "more retry" });
  more.addEventListener("click", () => {
    const shown = list.children.length;
    showNextPage(list, more, results);
    list.children[shown]?.querySelector("a")?.focus();
  });
  showNextPage(list, more, results);
  return element("div", {}, list, more);
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} more
 * @param {Result[]} results
 */
function showNextPage(list, more, results) {
  const shown = list.children.length;
  list.append(...results.slice(shown, shown + PAGE_SIZE).map(resultItem));
  more.hidden = list.children.length >= results.length;
  setText(more, "moreResults", { shown: list.children.length, total: results.length });
}

/**
 * @param {Result} result
 * @returns {HTMLElement}
 */
function resultItem(result) {
  rememberRegions(result);
  const title = element("h3", {}, titleLink(result, "open result-title", [result.start, result.end]));
  const printed = imprint(result);
  if (result.page !== null) printed.append(setText(element("span"), "pageNumber", { n: result.page }));
  const passage = passageText(result, result.highlights);
  return element("li", { class: "result" }, title, printed, passage, scoreList(result));
}

/**
 * @param {Result} result
 * @returns {HTMLElement}
 */
function scoreList({ scores }) {
  const list = element("dl", { class: "scores" });
  for (const [stage, key] of SCORES) {
    const score = scores[stage];
    if (score === null) continue;
    list.append(element("div", {}, setText(element("dt"), key), element("dd", { text: score.toFixed(2) })));
  }
  const summary = setText(element("summary"), "whyHere");
  return element("details", { class: "why-here" }, summary, list, setText(element("p"), "scoreNote"));
}
