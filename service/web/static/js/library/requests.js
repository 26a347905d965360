/** The requests of the library. */

import { ignoreBody, request, withJson } from "../kit/requests.js";

const PAGE_SIZE = 50;

/**
 * @typedef {object} Summary
 * @property {string} id
 * @property {string} title
 * @property {string} source
 * @property {string} byline
 * @property {string} date
 * @property {string} date_origin
 * @property {string} byline_origin
 * @property {string} collection
 * @property {string[]} tags
 * @property {string} url
 * @property {number} characters
 * @property {number} doubts the number of places in a scan that may be misread
 * @property {string} file
 * @property {string | null} changed_at
 *
 * @typedef {{documents: Summary[], total: number, next_cursor: string | null}} ListPage
 *
 * @typedef {{name: string, articles: number, characters: number}} Share
 *
 * @typedef {object} Statistics
 * @property {number} articles
 * @property {number} characters
 * @property {number} undated
 * @property {Share[]} months
 * @property {Share[]} sources
 * @property {number} other_articles
 * @property {Share[]} collections
 * @property {{asked: number, declined: number, useful: number, not_useful: number}} questions
 *
 * @typedef {Share} Group a collection or a tag
 *
 * @typedef {{collections: Group[], tags: Group[]}} Collections
 *
 * @typedef {object} Deepening how many of the passages are read for their meaning
 * @property {number} done
 * @property {number} total
 * @property {number | null} eta_s
 *
 * @typedef {{role: string, former_index: boolean, deepening: Deepening | null}} State
 */

/**
 * @param {Record<string, string>} query
 * @returns {Promise<ListPage>}
 */
export function fetchList(query) {
  return request(`/v1/documents?${new URLSearchParams({ limit: String(PAGE_SIZE), ...query })}`);
}

/** @returns {Promise<Collections>} */
export function fetchCollections() {
  return request("/v1/collections");
}

/** @returns {Promise<Statistics>} */
export function fetchStatistics() {
  return request("/v1/statistics");
}

/** @returns {Promise<State>} */
export function fetchState() {
  return request("/v1/info");
}

/** @param {string} id */
export function deleteArticle(id) {
  return request(`/v1/documents/${id}`, { method: "DELETE" }, ignoreBody);
}

/** @param {string} id */
export function restoreArticle(id) {
  return request(`/v1/documents/${id}/restore`, { method: "POST" });
}

/**
 * @param {boolean} full whether to rebuild the whole index, not only to read files that have changed
 * @returns {Promise<{job_id: string}>}
 */
export function reindex(full) {
  return request("/v1/reindex", withJson("POST", { full }));
}

/** Go back to the previous index. */
export function rollBackIndex() {
  return request("/v1/rollback", { method: "POST" });
}
