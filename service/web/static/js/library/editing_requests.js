/** The requests of editing articles. */

import { request, withJson } from "../kit/requests.js";

/**
 * @typedef {import("./requests.js").Summary} Summary
 *
 * @typedef {{article: Summary, etag: string}} Version an article as it was fetched
 *
 * @typedef {object} Edit
 * @property {string} edited_at
 * @property {string} editor
 * @property {{field: string, before: string | string[], after: string | string[]}[]} fields
 * @property {string | null} undone_at
 *
 * @typedef {{id: string, outcome: string}} Outcome
 */

/**
 * @param {Response} response
 * @returns {Promise<Version>}
 */
async function readVersion(response) {
  return { etag: response.headers.get("ETag") ?? "", article: await response.json() };
}

/**
 * @param {string} id
 * @returns {Promise<Version>}
 */
export function fetchVersion(id) {
  return request(`/v1/documents/${id}`, {}, readVersion);
}

/**
 * @param {Version} version
 * @param {Record<string, string | string[]>} change
 * @returns {Promise<Version>}
 */
export function changeArticle({ article, etag }, change) {
  const options = withJson("PUT", change);
  const headers = { .../** @type {Record<string, string>} */ (options.headers), "If-Match": etag };
  return request(`/v1/documents/${article.id}`, { ...options, headers }, readVersion);
}

/**
 * @param {string} id
 * @returns {Promise<Edit[]>} the last one first
 */
export async function fetchHistory(id) {
  return (await request(`/v1/documents/${id}/history`)).edits;
}

/** @param {string} id */
export function undoChange(id) {
  return request(`/v1/documents/${id}/undo`, { method: "POST" });
}

/**
 * @param {string[]} ids
 * @param {Record<string, string | string[]>} change
 * @returns {Promise<Outcome[]>}
 */
export async function changeArticles(ids, change) {
  return (await request("/v1/changes", withJson("POST", { ids, change }))).outcomes;
}
