/** The search view: the nearest passages, for people who want to look themselves. The address holds its whole state. */

import "./texts.js";
import { RequestError } from "../kit/requests.js";
import { byId, element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { say } from "../kit/language.js";
import { field, fill, searchForm } from "./form.js";
import { addressOfQuery, isFiltered, MOST, queryOf, search, unfiltered } from "./query.js";
import { resultList } from "./results.js";

/** @typedef {import("./query.js").Query} Query */

const form = searchForm(visit);
const outcome = element("section", { class: "outcome" });
let request = 0;

document.addEventListener("keydown", focusOnSlash);

/**
 * @param {HTMLElement} container
 * @param {URLSearchParams} parameters
 */
export async function enter(container, parameters) {
  if (!container.contains(form)) {
    const head = element("div", { class: "view-head" }, say(element("h2"), "viewSearch"));
    container.replaceChildren(head, form, outcome);
  }
  const query = queryOf(parameters);
  fill(form, query);
  if (query.q) return find(query);
  request += 1;
  const hint = say(element("p", { class: "advice by-mouse" }), "slashHint");
  outcome.replaceChildren(say(element("p", { class: "advice intro" }), "searchIntro"), hint);
  if (matchMedia("(hover: hover)").matches) field(form, "q").focus();
}

/**
 * Search by going to the address of the query; the same query is asked again where it stands.
 * @param {Query} query
 */
function visit(query) {
  if (!query.q) return field(form, "q").focus();
  const address = addressOfQuery(query);
  if (location.hash === address) find(query);
  else location.hash = address;
}

/** @param {Query} query */
async function find(query) {
  request += 1;
  const mine = request;
  outcome.setAttribute("aria-busy", "true");
  outcome.replaceChildren(say(element("p", { class: "searching" }), "searchingPassages"));
  const shown = await shownFor(query);
  if (mine !== request) return;
  outcome.removeAttribute("aria-busy");
  outcome.replaceChildren(...shown);
  byId("announcement").textContent = outcome.querySelector(".result-count")?.textContent ?? "";
}

/**
 * @param {Query} query
 * @returns {Promise<HTMLElement[]>}
 */
async function shownFor(query) {
  try {
    const found = await search(query);
    return found.total ? [heading(found), resultList(found.results)] : nothing(query, found.articles_left);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return [failureNotice(error, () => find(query))];
  }
}

/**
 * @param {import("./query.js").Found} found
 * @returns {HTMLElement}
 */
function heading({ total, articles_left: left }) {
  const count = say(element("span"), total < MOST ? "resultCount" : "resultsNearest", { n: total });
  const head = element("h2", { class: "result-count" }, count);
  if (left !== null) head.append(" · ", say(element("span"), "resultsAmong", { n: left }));
  return head;
}

/**
 * @param {Query} query
 * @param {number | null} left how many articles the filters leave
 * @returns {HTMLElement[]}
 */
function nothing(query, left) {
  const text = left === null ? "noResults" : left ? "noResultsFiltered" : "noneLeft";
  const shown = [say(element("p", { class: "decline result-count" }), text, { n: left ?? 0 })];
  if (left !== 0) shown.push(say(element("p", { class: "advice" }), "noResultsHint"));
  if (!isFiltered(query)) return shown;
  const drop = element("a", { class: "small drop-filters", href: addressOfQuery(unfiltered(query)) });
  return [...shown, say(drop, "dropFilters")];
}

/** @param {KeyboardEvent} event */
function focusOnSlash(event) {
  const writing = event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
  const elsewhere = document.body.dataset.view !== "search" || writing || !form.isConnected;
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || elsewhere) return;
  event.preventDefault();
  field(form, "q").focus();
  field(form, "q").select();
}
