/** What was found, one article after the other with its passages, a page at a time. */

import { articleAddress } from "../kit/addresses.js";
import { element } from "../kit/dom.js";
import { setLabel, setText } from "../kit/language.js";
import { imprint, passageText, titleLink } from "../kit/passage.js";
import { rememberRegions } from "../kit/printed_regions.js";

/** @typedef {import("./query.js").Result} Result */

const PAGE_SIZE = 10;
const SHOWN_PASSAGES = 2; // of each article; the others are folded away

/** The scores in the order of the stages, with the keys of their names. @type {[keyof Result["scores"], string][]} */
const SCORES = [
  ["terms", "scoreTerms"],
  ["vectors", "scoreVectors"],
  ["meaning", "scoreMeaning"],
  ["fused", "scoreFused"],
  ["reranker", "scoreReranker"],
  ["final", "scoreFinal"],
  ["relevance", "scoreRelevance"],
];

/**
 * @param {Result[]} results
 * @returns {HTMLElement}
 */
export function resultList(results) {
  const articles = groupByArticle(results);
  const list = element("ol", { class: "results" });
  const more = element("button", { type: "button", class: "more retry" });
  more.addEventListener("click", () => {
    const shown = list.children.length;
    showNextPage(list, more, articles);
    list.children[shown]?.querySelector("a")?.focus();
  });
  showNextPage(list, more, articles);
  return element("div", {}, list, more);
}

/**
 * @param {Result[]} results
 * @returns {Result[][]} the passages of each article, which comes where the first of them does
 */
function groupByArticle(results) {
  /** @type {Map<string, Result[]>} */
  const groups = new Map();
  for (const result of results) {
    const group = groups.get(result.article_id);
    if (group) group.push(result);
    else groups.set(result.article_id, [result]);
  }
  return [...groups.values()];
}

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} more
 * @param {Result[][]} articles
 */
function showNextPage(list, more, articles) {
  const shown = list.children.length;
  list.append(...articles.slice(shown, shown + PAGE_SIZE).map(articleItem));
  more.hidden = list.children.length >= articles.length;
  setText(more, "moreResults", { shown: list.children.length, total: articles.length });
}

/**
 * @param {Result[]} passages of one article
 * @returns {HTMLElement}
 */
function articleItem(passages) {
  const [first] = passages;
  const title = element("h3", {}, titleLink(first, "open result-title", [first.start, first.end]));
  const item = element("li", { class: "result" }, title, imprint(first));
  item.append(...passages.slice(0, SHOWN_PASSAGES).map(foundPassage));
  const folded = passages.slice(SHOWN_PASSAGES);
  if (folded.length > 0) {
    const summary = setText(element("summary"), "morePassages", { n: folded.length });
    item.append(element("details", { class: "more-passages" }, summary, ...folded.map(foundPassage)));
  }
  return item;
}

/**
 * @param {Result} result
 * @returns {HTMLElement}
 */
function foundPassage(result) {
  rememberRegions(result);
  const href = articleAddress(result.article_id, [result.start, result.end]);
  const link = setText(element("a", { class: "small open-passage", href }), "openPassage");
  const foot = element("div", { class: "passage-foot" }, setLabel(link, "openOf", { title: result.title || result.source }));
  if (result.page !== null) foot.append(setText(element("span"), "pageNumber", { n: result.page }));
  foot.append(scoreList(result));
  return element("div", { class: "found-passage" }, passageText(result, result.highlights), foot);
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
