/** What the list shows, as the address of the view says it: `#/library?q=…&sort=…&order=…&cursor=…`. */

import { viewAddress } from "../kit/addresses.js";

/** @typedef {"title" | "source" | "date" | "changed"} Sort */

const SORTS = /** @type {const} */ (["title", "source", "date", "changed"]);

/**
 * @typedef {object} ListQuery
 * @property {string} q
 * @property {Sort} sort
 * @property {"asc" | "desc"} order
 * @property {string} cursor
 */

/**
 * @param {URLSearchParams} parameters
 * @returns {ListQuery} by default the latest changes first
 */
export function parseListQuery(parameters) {
  const sort = SORTS.find((known) => known === parameters.get("sort")) ?? "changed";
  const given = parameters.get("order");
  const order = given === "asc" || given === "desc" ? given : defaultOrder(sort);
  return { q: parameters.get("q")?.trim() ?? "", sort, order, cursor: parameters.get("cursor") ?? "" };
}

/**
 * @param {Sort} sort
 * @returns {"asc" | "desc"} newest first for dates
 */
function defaultOrder(sort) {
  return sort === "date" || sort === "changed" ? "desc" : "asc";
}

/** @param {Partial<ListQuery>} query */
export function listAddress({ q = "", sort = "changed", order = defaultOrder(sort), cursor = "" }) {
  const isDefault = sort === "changed" && order === "desc";
  return viewAddress("library", { q, sort: isDefault ? "" : sort, order: isDefault ? "" : order, cursor });
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
