/** The search box with its filters, which are folded away until one is set. */

import { checkDates, DATE_LENGTH } from "../kit/dates.js";
import { element } from "../kit/dom.js";
import { setText, translate } from "../kit/language.js";
import { withDatePicker } from "./date_picker.js";
import { FIELDS, isFiltered, parseQuery } from "./query.js";

/** @typedef {import("./query.js").Query} Query */

/**
 * @param {(query: Query) => void} onSearch
 * @returns {HTMLFormElement}
 */
export function searchForm(onSearch) {
  const properties = { class: "search-form", role: "search", autocomplete: "off", "data-label": "searchForm" };
  const form = element("form", properties, searchLine(), filterFields());
  form.setAttribute("aria-label", translate("searchForm"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (areDatesRight(form)) onSearch(parseQuery(new FormData(form)));
  });
  return form;
}

/**
 * Write the dates in the form as the server reads them, or say which one cannot be read.
 * @param {HTMLFormElement} form
 * @returns {boolean}
 */
export function areDatesRight(form) {
  return checkDates([field(form, "from"), field(form, "to")]);
}

/**
 * Fill the form with a query.
 * @param {HTMLFormElement} form
 * @param {Query} query
 */
export function fillForm(form, query) {
  for (const name of FIELDS) field(form, name).value = query[name];
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
  const label = setText(element("label", { class: "hidden", for: "search-q" }), "searchBox");
  const box = searchBox("q", "search", "searchPlaceholder", "2000");
  const button = setText(element("button", { class: "send", type: "submit" }), "searchSend");
  return element("div", { class: "field" }, label, box, button);
}

/** @returns {HTMLElement} */
function filterFields() {
  const rows = [
    labelledBox("source", "filterSource"),
    labelledBox("title", "filterTitle"),
    labelledBox("collection", "filterCollection"),
    labelledBox("from", "filterFrom", "filterDatePlaceholder"),
    labelledBox("to", "filterTo", "filterDatePlaceholder"),
  ];
  const note = setText(element("p", { class: "advice" }), "filterNote");
  const summary = setText(element("summary"), "filters");
  return element("details", { class: "filters" }, summary, element("div", { class: "filter-fields" }, ...rows), note);
}

/**
 * @param {string} name
 * @param {string} text the key of its label
 * @param {string} [placeholder]
 * @returns {HTMLElement}
 */
function labelledBox(name, text, placeholder) {
  const label = setText(element("label", { for: `search-${name}` }), text);
  const box = searchBox(name, "text", placeholder, placeholder ? DATE_LENGTH : "200");
  return element("div", { class: "filter" }, label, isDate(name) ? withDatePicker(box) : box);
}

/**
 * @param {string} name
 * @returns {boolean}
 */
function isDate(name) {
  return name === "from" || name === "to";
}

/**
 * @param {string} name
 * @param {string} type
 * @param {string | undefined} placeholder
 * @param {string} maxlength
 * @returns {HTMLInputElement}
 */
function searchBox(name, type, placeholder, maxlength) {
  const properties = { id: `search-${name}`, name, type, maxlength, enterkeyhint: "search" };
  const box = /** @type {HTMLInputElement} */ (element("input", properties));
  if (placeholder) {
    box.dataset.placeholder = placeholder;
    box.setAttribute("placeholder", translate(placeholder));
  }
  return box;
}
