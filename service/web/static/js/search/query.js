/** A search: as the address says it, and as the server is asked. */

import { viewAddress } from "../kit/addresses.js";
import { request, withJson } from "../kit/requests.js";
import { readAttachment } from "../kit/save_file.js";

/** The largest number of passages that the server returns. */
const MAX_RESULTS = 50;
const FILTERS = /** @type {const} */ (["source", "title", "from", "to", "collection"]);

/** What the form has a box for. */
export const FIELDS = /** @type {const} */ (["q", ...FILTERS]);

/**
 * @typedef {object} Query
 * @property {string} q
 * @property {string} source
 * @property {string} title
 * @property {string} from
 * @property {string} to
 * @property {string} collection
 * @property {"" | "date"} sort "" is by relevance
 * @property {"" | "1"} all "1" also shows what has nothing to do with the query
 *
 * @typedef {object} Scores
 * @property {number} terms
 * @property {number} vectors
 * @property {number | null} meaning null if the passage has not been read for its meaning
 * @property {number} fused
 * @property {number} final
 * @property {number | null} reranker
 * @property {number | null} reader null in a search
 * @property {number | null} relevance
 *
 * @typedef {import("../kit/passage.js").Passage & {page: number | null, scores: Scores}} Result a passage whose
 *   `highlights` are the words of the query
 *
 * @typedef {"collection" | "source" | "year"} FacetName
 * @typedef {{name: FacetName, values: {value: string, articles: number}[]}} Facet
 *
 * @typedef {object} Results
 * @property {Result[]} results
 * @property {number} total of the passages
 * @property {number} cut_off
 * @property {number} articles that match
 * @property {Facet[]} facets
 * @property {number | null} articles_left
 */

/**
 * @param {{get: (name: string) => unknown}} fields an address's parameters, or a form's data
 * @returns {Query}
 */
export function parseQuery(fields) {
  const [q, source, title, from, to, collection, sort, all] = [...FIELDS, "sort", "all"].map((name) =>
    String(fields.get(name) ?? "").trim(),
  );
  return { q, source, title, from, to, collection, sort: sort === "date" ? "date" : "", all: all ? "1" : "" };
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
export function withoutFilters(query) {
  return { ...query, source: "", title: "", from: "", to: "", collection: "" };
}

/**
 * @param {Query} query
 * @returns {string}
 */
export function queryAddress(query) {
  return viewAddress("search", { ...query });
}

/**
 * @param {Query} query
 * @returns {Promise<Results>}
 */
export function search(query) {
  return request("/v1/search", withJson("POST", { ...fieldsOf(query), facets: true }));
}

/**
 * @param {Query} query
 * @param {"csv" | "markdown"} format
 * @param {string} language of the labels
 * @returns {Promise<{name: string, content: Blob}>}
 */
export function exportResults(query, format, language) {
  return request("/v1/search", withJson("POST", { ...fieldsOf(query), format, language }), readAttachment);
}

/** @param {Query} query */
function fieldsOf({ q, source, title, from, to, collection, sort, all }) {
  const filters = { source, title, date_from: from, date_to: to, collection };
  return { query: q, top_k: MAX_RESULTS, filters, sort: sort || "relevance", everything: Boolean(all) };
}
