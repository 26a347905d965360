/** The search field with its filters, which are folded away until one is set. */

import { element } from "../kit/dom.js";
import { say, wording } from "../kit/language.js";
import { isFiltered, queryOf } from "./query.js";

/** @typedef {import("./query.js").Query} Query */

/**
 * @param {(query: Query) => void} send is called when the reader searches
 * @returns {HTMLFormElement}
 */
export function searchForm(send) {
  const properties = { class: "search-form", role: "search", autocomplete: "off", "data-label": "searchForm" };
  const form = /** @type {HTMLFormElement} */ (element("form", properties, searchLine(), filterFields()));
  form.setAttribute("aria-label", wording("searchForm"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(queryOf(new FormData(form)));
  });
  return form;
}

/**
 * Write a query into the form.
 * @param {HTMLFormElement} form
 * @param {Query} query
 */
export function fill(form, query) {
  for (const [name, value] of Object.entries(query)) field(form, name).value = value;
  if (isFiltered(query)) form.querySelector("details")?.setAttribute("open", "");
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @returns {HTMLInputElement}
 */
export function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/** @returns {HTMLElement} */
function searchLine() {
  const label = say(element("label", { class: "hidden", for: "search-q" }), "searchBox");
  const box = input("q", "search", "searchPlaceholder", "2000");
  const button = say(element("button", { class: "send", type: "submit" }), "searchSend");
  return element("div", { class: "field" }, label, box, button);
}

/** @returns {HTMLElement} */
function filterFields() {
  const rows = [
    labelled("source", "filterSource"),
    labelled("title", "filterTitle"),
    labelled("from", "filterFrom", "filterDatePlaceholder"),
    labelled("to", "filterTo", "filterDatePlaceholder"),
  ];
  const note = say(element("p", { class: "advice" }), "filterNote");
  const summary = say(element("summary"), "filters");
  return element("details", { class: "filters" }, summary, element("div", { class: "filter-fields" }, ...rows), note);
}

/**
 * @param {string} name
 * @param {string} text
 * @param {string} [placeholder]
 * @returns {HTMLElement}
 */
function labelled(name, text, placeholder) {
  const label = say(element("label", { for: `search-${name}` }), text);
  const box = input(name, "text", placeholder, placeholder ? "10" : "200");
  return element("div", { class: "filter" }, label, box);
}

/**
 * @param {string} name
 * @param {string} type
 * @param {string | undefined} placeholder
 * @param {string} maxlength
 * @returns {HTMLElement}
 */
function input(name, type, placeholder, maxlength) {
  const box = element("input", { id: `search-${name}`, name, type, maxlength, enterkeyhint: "search" });
  if (placeholder) {
    box.dataset.placeholder = placeholder;
    box.setAttribute("placeholder", wording(placeholder));
  }
  return box;
}
