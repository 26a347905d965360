/** What is looked for, as it stands in the address and as the server is asked. */

import { request } from "../kit/requests.js";
import { addressOfView } from "../kit/addresses.js";

/** As many as the server gives at once. */
export const MOST = 50;
const FILTERS = ["source", "title", "from", "to"];

/**
 * @typedef {{q: string, source: string, title: string, from: string, to: string}} Query
 *
 * @typedef {import("../kit/requests.js").Source & {
 *   page: number | null,
 *   scores: {terms: number, vectors: number, fused: number, final: number, reranker: number | null},
 * }} Result its `highlights` are the words of the query
 *
 * @typedef {{results: Result[], total: number, articles_left: number | null}} Found
 */

/**
 * @param {{get: (name: string) => unknown}} fields an address's parameters, or a form's data
 * @returns {Query}
 */
export function queryOf(fields) {
  const [q, source, title, from, to] = ["q", ...FILTERS].map((name) => String(fields.get(name) ?? "").trim());
  return { q, source, title, from, to };
}

/**
 * @param {Query} query
 * @returns {boolean}
 */
export function isFiltered(query) {
  return FILTERS.some((name) => query[name]);
}

/**
 * @param {Query} query
 * @returns {Query}
 */
export function unfiltered({ q }) {
  return { q, source: "", title: "", from: "", to: "" };
}

/**
 * @param {Query} query
 * @returns {string}
 */
export function addressOfQuery(query) {
  return addressOfView("search", query);
}

/**
 * @param {Query} query
 * @returns {Promise<Found>}
 */
export function search({ q, source, title, from, to }) {
  const fields = { query: q, top_k: MOST, filters: { source, title, date_from: from, date_to: to } };
  const headers = { "Content-Type": "application/json" };
  return request("/v1/search", { method: "POST", headers, body: JSON.stringify(fields) });
}
