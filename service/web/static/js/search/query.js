/** A search: as the address says it, and as the server is asked. */

import { viewAddress } from "../kit/addresses.js";
import { request, withJson } from "../kit/requests.js";

/** The largest number of passages that the server returns. */
export const MAX_RESULTS = 50;
const FILTERS = /** @type {const} */ (["source", "title", "from", "to"]);

/**
 * @typedef {{q: string, source: string, title: string, from: string, to: string}} Query
 *
 * @typedef {object} Scores
 * @property {number} terms
 * @property {number} vectors
 * @property {number | null} meaning null if the passage has not been read for its meaning
 * @property {number} fused
 * @property {number} final
 * @property {number | null} reranker
 * @property {number | null} reader null in a search
 *
 * @typedef {import("../kit/passage.js").Passage & {page: number | null, scores: Scores}} Result a passage whose
 *   `highlights` are the words of the query
 *
 * @typedef {{results: Result[], total: number, articles_left: number | null}} Results
 */

/**
 * @param {{get: (name: string) => unknown}} fields an address's parameters, or a form's data
 * @returns {Query}
 */
export function parseQuery(fields) {
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
export function withoutFilters({ q }) {
  return { q, source: "", title: "", from: "", to: "" };
}

/**
 * @param {Query} query
 * @returns {string}
 */
export function queryAddress(query) {
  return viewAddress("search", query);
}

/**
 * @param {Query} query
 * @returns {Promise<Results>}
 */
export function search({ q, source, title, from, to }) {
  const fields = { query: q, top_k: MAX_RESULTS, filters: { source, title, date_from: from, date_to: to } };
  return request("/v1/search", withJson("POST", fields));
}
