/** What the library asks the server. */

import { request } from "../kit/requests.js";

/** How many articles a page of the list has. */
export const PAGE = 50;

/**
 * @typedef {object} Summary
 * @property {string} id
 * @property {string} title
 * @property {string} source
 * @property {string} byline
 * @property {string} date
 * @property {number} characters
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
 */

/**
 * @param {Record<string, string>} query
 * @returns {Promise<ListPage>}
 */
export function fetchList(query) {
  return request(`/v1/documents?${new URLSearchParams({ limit: String(PAGE), ...query })}`);
}

/** @returns {Promise<Statistics>} */
export function fetchStatistics() {
  return request("/v1/statistics");
}

/** @returns {Promise<{articles: number, role: string, former_index: boolean}>} */
export function fetchState() {
  return request("/v1/info");
}

/** @param {string} id */
export function deleteArticle(id) {
  return request(`/v1/documents/${id}`, { method: "DELETE" }, async () => null);
}

/** @param {string} id */
export function restoreArticle(id) {
  return request(`/v1/documents/${id}/restore`, { method: "POST" });
}

/**
 * @param {boolean} full the whole index, not only files that changed
 * @returns {Promise<{job_id: string}>}
 */
export function reindex(full) {
  const headers = { "Content-Type": "application/json" };
  return request("/v1/reindex", { method: "POST", headers, body: JSON.stringify({ full }) });
}

export function rollBack() {
  return request("/v1/rollback", { method: "POST" });
}

/**
 * Download the file of an article; by a request, for a link could not bring the key along.
 * @param {Summary} summary
 */
export async function download({ id, file }) {
  const blob = await request(`/v1/documents/${id}/original`, {}, (response) => response.blob());
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = file.split("/").pop() ?? file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
