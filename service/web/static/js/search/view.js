/** The search view: the nearest passages, without an answer. The address holds the whole state. */

import "./texts.js";

import { viewAddress } from "../kit/addresses.js";
import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { loadFailureNotice } from "../kit/failure_notice.js";
import { setText } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { countYears, yearChart } from "../kit/year_chart.js";
import { field, fillForm, searchForm } from "./form.js";
import { isFiltered, MAX_RESULTS, parseQuery, queryAddress, search, withoutFilters } from "./query.js";
import { resultList } from "./results.js";

/** @typedef {import("./query.js").Query} Query */

const form = searchForm(goToQuery);
const outcome = element("section", { class: "outcome" });
let latestRequest = 0;
/** How many results each year has, for the latest query without its dates. */
let counted = { address: "", years: countYears([]) };

document.addEventListener("keydown", focusOnSlash);

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
  if (query.q) return showResults(query);
  latestRequest += 1;
  const hint = setText(element("p", { class: "advice by-mouse" }), "slashHint");
  outcome.replaceChildren(setText(element("p", { class: "advice intro" }), "searchIntro"), hint);
  if (matchMedia("(hover: hover)").matches) field(form, "q").focus();
}

/**
 * Search by going to the address of the query; if it is the current one, search again.
 * @param {Query} query
 */
function goToQuery(query) {
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
    const results = search(query);
    const [found, years] = await Promise.all([results, countEveryYear(query, results)]);
    const toYear = (/** @type {string} */ year) => queryAddress({ ...query, from: year, to: year });
    const chart = yearChart(years, selectedYear(query), toYear);
    if (!found.total) return [...noResults(query, found.articles_left), ...chart];
    return [heading(query, found), ...chart, resultList(found.results)];
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return [loadFailureNotice(error, () => showResults(query))];
  }
}

/**
 * Count the results of all years, which stay the same while the reader goes from year to year.
 * @param {Query} query
 * @param {Promise<import("./query.js").Results>} results of the query
 * @returns {Promise<[string, number][]>}
 */
async function countEveryYear(query, results) {
  const undated = { ...query, from: "", to: "" };
  const address = queryAddress(undated);
  const isDated = address !== queryAddress(query);
  if (isDated && counted.address === address) return counted.years;
  try {
    const found = await (isDated ? search(undated) : results);
    counted = { address, years: countYears(found.results) };
    return counted.years;
  } catch (error) {
    if (!isDated || !(error instanceof RequestError)) throw error;
    return countYears((await results).results); // of the years that are selected, at least
  }
}

/**
 * @param {Query} query
 * @returns {string} the year that its dates select, or ""
 */
function selectedYear({ from, to }) {
  return from === to && /^\d{4}$/.test(from) ? from : "";
}

/**
 * @param {Query} query
 * @param {import("./query.js").Results} found
 * @returns {HTMLElement}
 */
function heading(query, { total, articles_left: left }) {
  const count = setText(element("span"), total < MAX_RESULTS ? "resultCount" : "resultsNearest", { n: total });
  const head = element("h2", { class: "result-count" }, count);
  if (left !== null) head.append(" · ", setText(element("span"), "resultsAmong", { n: left }));
  const timeline = element("a", { class: "small to-timeline", href: viewAddress("timeline", query) });
  return element("div", { class: "result-head" }, head, setText(timeline, "toTimeline"));
}

/**
 * @param {Query} query
 * @param {number | null} left the number of articles that pass the filters
 * @returns {HTMLElement[]}
 */
function noResults(query, left) {
  const text = left === null ? "noResults" : left ? "noResultsFiltered" : "noneLeft";
  const content = [setText(element("p", { class: "decline result-count" }), text, { n: left ?? 0 })];
  if (left !== 0) content.push(setText(element("p", { class: "advice" }), "noResultsHint"));
  if (!isFiltered(query)) return content;
  const drop = element("a", { class: "small drop-filters", href: queryAddress(withoutFilters(query)) });
  return [...content, setText(drop, "dropFilters")];
}

/** @param {KeyboardEvent} event */
function focusOnSlash(event) {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
  const elsewhere = document.body.dataset.view !== "search" || typing || !form.isConnected;
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || elsewhere) return;
  event.preventDefault();
  field(form, "q").focus();
  field(form, "q").select();
}
