/** What the results can be narrowed by: one list of values for each property, years as a histogram. */

import { element, languageOf } from "../kit/dom.js";
import { setLabel } from "../kit/language.js";
import { yearChart } from "../kit/year_chart.js";
import { queryAddress, search } from "./query.js";

/** @typedef {import("./query.js").Facet} Facet */
/** @typedef {import("./query.js").Query} Query */
/** @typedef {import("./query.js").Results} Results */

const MOST_SHOWN = 8;

/**
 * How each property is selected: its value in a query, and the query that selects a value, or all of them with "".
 * @type {Record<Facet["name"], {selected: (query: Query) => string, select: (query: Query, value: string) => Query}>}
 */
const SELECTIONS = {
  collection: { selected: (query) => query.collection, select: (query, collection) => ({ ...query, collection }) },
  source: { selected: (query) => query.source, select: (query, source) => ({ ...query, source }) },
  year: {
    selected: ({ from, to }) => (from === to && /^\d{4}$/.test(from) ? from : ""),
    select: (query, year) => ({ ...query, from: year, to: year }),
  },
};

/** The facets of the latest queries, by address: they stay the same while a reader goes from value to value. */
const counted = new Map();

/**
 * Return the facets of a query. Of a property that is narrowed, all values are counted that could be chosen instead.
 * @param {Query} query
 * @param {Results} found
 * @returns {Promise<HTMLElement[]>}
 */
export async function facetLists(query, found) {
  counted.set(queryAddress(query), found.facets);
  const facets = await Promise.all(found.facets.map((facet) => countAll(query, facet)));
  return facets.flatMap((facet) => facetList(query, facet));
}

/**
 * @param {Query} query
 * @param {Facet} facet of the query
 * @returns {Promise<Facet>} the facet of the query without what narrows it
 */
async function countAll(query, facet) {
  const selection = SELECTIONS[facet.name];
  if (!selection.selected(query)) return facet;
  const wider = selection.select(query, "");
  const address = queryAddress(wider);
  if (!counted.has(address)) counted.set(address, (await search(wider)).facets);
  return /** @type {Facet[]} */ (counted.get(address)).find((one) => one.name === facet.name) ?? facet;
}

/**
 * @param {Query} query
 * @param {Facet} facet
 * @returns {HTMLElement[]} nothing if there is nothing to choose
 */
function facetList(query, { name, values }) {
  const { selected, select } = SELECTIONS[name];
  const chosen = selected(query);
  const addressOf = (/** @type {string} */ value) => queryAddress(select(query, value));
  if (name === "year") return yearChart(values.map(({ value, articles }) => [value, articles]), chosen, addressOf);
  const all = values.some(({ value }) => value === chosen) || !chosen ? values : [{ value: chosen, articles: 0 }, ...values];
  const shown = all.filter(({ value }, place) => place < MOST_SHOWN || value === chosen);
  if (all.length < 2 && !chosen) return [];
  const items = shown.map(({ value, articles }) => {
    const isChosen = value === chosen;
    return element("li", {}, facetLink(value, articles, isChosen, addressOf(isChosen ? "" : value)));
  });
  const list = element("nav", { class: "facet", "data-facet": name }, element("ul", {}, ...items));
  return [setLabel(list, name === "source" ? "facetSource" : "facetCollection")];
}

/**
 * @param {string} value
 * @param {number} n
 * @param {boolean} isChosen
 * @param {string} href
 * @returns {HTMLElement}
 */
function facetLink(value, n, isChosen, href) {
  const text = element("span", { class: "facet-value", text: value, lang: languageOf(value) });
  const link = element("a", { href, "aria-current": isChosen && "true" }, text);
  if (n) link.append(" ", element("span", { class: "facet-count", text: n.toLocaleString() }));
  return setLabel(link, isChosen ? "facetChosen" : "facetChoose", { value, n });
}
