/** The search view: the passages that have to do with a query, without an answer. The address holds the whole state. */

import "./texts.js";

import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { loadFailureNotice } from "../kit/failure_notice.js";
import { setText } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { facetLists } from "./facets.js";
import { areDatesRight, field, fillForm, searchForm } from "./form.js";
import { isFiltered, parseQuery, queryAddress, search, withoutFilters } from "./query.js";
import { resultList } from "./results.js";
import { savedSearches } from "./saved_searches.js";
import { resultHead } from "./tools.js";

/** @typedef {import("./query.js").Query} Query */

const form = searchForm(goToQuery);
const outcome = element("section", { class: "outcome" });
let latestRequest = 0;
/** The order of the latest search. @type {Query["sort"]} */
let sort = "";

/**
 * @param {HTMLElement} container
 * @param {URLSearchParams} parameters
 */
export async function enter(container, parameters) {
  if (!container.contains(form)) {
    const head = element("div", { class: "view-head" }, setText(element("h2"), "viewSearch"));
    container.replaceChildren(head, form, outcome);
  }
  const query = parseQuery(parameters);
  fillForm(form, query);
  sort = query.sort;
  latestRequest += 1;
  if (!areDatesRight(form)) return outcome.replaceChildren();
  if (query.q) return showResults({ ...query, from: field(form, "from").value, to: field(form, "to").value });
  const hint = setText(element("p", { class: "advice by-mouse" }), "slashHint");
  outcome.replaceChildren(setText(element("p", { class: "advice intro" }), "searchIntro"), hint, ...savedSearches());
  if (matchMedia("(hover: hover)").matches) field(form, "q").focus();
}

/**
 * Search by going to the address of the query; if it is the current one, search again. The order stays as it is.
 * @param {Query} typed
 */
function goToQuery(typed) {
  const query = { ...typed, sort };
  if (!query.q) return field(form, "q").focus();
  const address = queryAddress(query);
  if (location.hash === address) showResults(query);
  else location.hash = address;
}

/** @param {Query} query */
async function showResults(query) {
  latestRequest += 1;
  const current = latestRequest;
  outcome.setAttribute("aria-busy", "true");
  outcome.replaceChildren(setText(element("p", { class: "searching" }), "searchingPassages"));
  const content = await loadContent(query);
  if (current !== latestRequest) return;
  outcome.removeAttribute("aria-busy");
  outcome.replaceChildren(...content);
  announce(outcome.querySelector(".result-count")?.textContent ?? "");
}

/**
 * @param {Query} query
 * @returns {Promise<HTMLElement[]>}
 */
async function loadContent(query) {
  try {
    const found = await search(query);
    const facets = await facetLists(query, found);
    if (!found.total) return [...noResults(query, found), ...facets];
    return [resultHead(query, found), ...facets, resultList(found.results), ...cutOffNote(query, found)];
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return [loadFailureNotice(error, () => showResults(query))];
  }
}

/**
 * Say what was left out because it has nothing to do with the query, and offer to list it all the same.
 * @param {Query} query
 * @param {import("./query.js").Results} found
 * @returns {HTMLElement[]}
 */
function cutOffNote(query, { cut_off: n, total }) {
  if (!n) return [];
  const all = setText(element("a", { class: "small show-all", href: queryAddress({ ...query, all: "1" }) }), "showCutOff");
  return [element("p", { class: "advice cut-off" }, setText(element("span"), total ? "cutOff" : "onlyCutOff", { n }), " ", all)];
}

/**
 * @param {Query} query
 * @param {import("./query.js").Results} found
 * @returns {HTMLElement[]}
 */
function noResults(query, found) {
  const left = found.articles_left;
  const text = left === null ? "noResults" : left ? "noResultsFiltered" : "noneLeft";
  const values = { q: query.q, n: left ?? 0 };
  /** @type {HTMLElement[]} */
  const content = [setText(element("p", { class: "decline result-count" }), text, values)];
  if (left !== 0) content.push(setText(element("p", { class: "advice" }), "noResultsHint"));
  content.push(...cutOffNote(query, found));
  if (!isFiltered(query)) return content;
  const drop = element("a", { class: "small drop-filters", href: queryAddress(withoutFilters(query)) });
  return [...content, setText(drop, "dropFilters")];
}
