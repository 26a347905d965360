/**
 * What the library shows, as the address of the view says it:
 * `#/library?q=…&collection=…&tag=…&date=…&sort=…&order=…&cursor=…`, or `#/library?tab=statistics`.
 */

import { viewAddress } from "../kit/addresses.js";

/** @typedef {"title" | "source" | "date" | "changed"} Sort */

const SORTS = /** @type {const} */ (["title", "source", "date", "changed"]);

/**
 * @typedef {object} ListFilter
 * @property {string} q words of the title or the source
 * @property {string} collection
 * @property {string} tag
 * @property {string} date a day, a month or a year
 *
 * @typedef {object} ListOrder
 * @property {Sort} sort
 * @property {"asc" | "desc"} order
 * @property {string} cursor
 *
 * @typedef {ListFilter & ListOrder} ListQuery
 */

/**
 * @param {URLSearchParams} parameters
 * @returns {ListQuery} by default the latest changes first
 */
export function parseListQuery(parameters) {
  const sort = SORTS.find((known) => known === parameters.get("sort")) ?? "changed";
  const given = parameters.get("order");
  const order = given === "asc" || given === "desc" ? given : defaultOrder(sort);
  const [q, collection, tag, date] = ["q", "collection", "tag", "date"].map((name) => parameters.get(name)?.trim() ?? "");
  return { q, collection, tag, date, sort, order, cursor: parameters.get("cursor") ?? "" };
}

/**
 * @param {Sort} sort
 * @returns {"asc" | "desc"} newest first for dates
 */
function defaultOrder(sort) {
  return sort === "date" || sort === "changed" ? "desc" : "asc";
}

/** @param {Partial<ListQuery>} query */
export function listAddress({ sort = "changed", order = defaultOrder(sort), cursor = "", ...filter }) {
  const isDefault = sort === "changed" && order === "desc";
  return viewAddress("library", { ...filter, sort: isDefault ? "" : sort, order: isDefault ? "" : order, cursor });
}

/** @param {ListQuery} query whether anything is filtered */
export function isFiltered({ q, collection, tag, date }) {
  return Boolean(q || collection || tag || date);
}

/**
 * @param {ListQuery} query
 * @param {Sort} sort
 * @returns {ListQuery} sorted by `sort`; if it already was, in the opposite order
 */
export function sortBy(query, sort) {
  const opposite = query.order === "asc" ? "desc" : "asc";
  return { ...query, sort, order: query.sort === sort ? opposite : defaultOrder(sort), cursor: "" };
}
