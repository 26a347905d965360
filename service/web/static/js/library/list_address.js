/** What the list shows, as the address of the view carries it: `#/library?q=…&sort=…&order=…&cursor=…`. */

import { addressOfView } from "../kit/addresses.js";

/** @typedef {"title" | "source" | "date" | "changed"} Sort */

export const SORTS = /** @type {Sort[]} */ (["title", "source", "date", "changed"]);

/**
 * @typedef {object} Wanted
 * @property {string} q
 * @property {Sort} sort
 * @property {"asc" | "desc"} order
 * @property {string} cursor
 */

/**
 * @param {URLSearchParams} parameters
 * @returns {Wanted} what changed last first, unless the address says otherwise
 */
export function wantedIn(parameters) {
  const sort = SORTS.find((one) => one === parameters.get("sort")) ?? "changed";
  const given = parameters.get("order");
  const order = given === "asc" || given === "desc" ? given : firstOrder(sort);
  return { q: parameters.get("q")?.trim() ?? "", sort, order, cursor: parameters.get("cursor") ?? "" };
}

/**
 * @param {Sort} sort
 * @returns {"asc" | "desc"} times begin with the newest
 */
export function firstOrder(sort) {
  return sort === "date" || sort === "changed" ? "desc" : "asc";
}

/** @param {Partial<Wanted>} wanted */
export function addressOfList({ q = "", sort = "changed", order = firstOrder(sort), cursor = "" }) {
  const usual = sort === "changed" && order === "desc";
  return addressOfView("library", { q, sort: usual ? "" : sort, order: usual ? "" : order, cursor });
}

/**
 * @param {Wanted} wanted
 * @param {Sort} sort
 * @returns {Wanted} by `sort`; where it was so already, the other way round
 */
export function sortedBy(wanted, sort) {
  const turned = wanted.order === "asc" ? "desc" : "asc";
  return { ...wanted, sort, order: wanted.sort === sort ? turned : firstOrder(sort), cursor: "" };
}
