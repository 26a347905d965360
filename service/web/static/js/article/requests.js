/** The requests of the article panel. */

import { request, withJson } from "../kit/requests.js";

/**
 * @typedef {object} Article
 * @property {string} id
 * @property {string} title
 * @property {string} byline
 * @property {string} date
 * @property {string} date_origin
 * @property {string} byline_origin
 * @property {string} source
 * @property {string} text paragraphs, one per line
 * @property {{start: number, end: number}[]} headings
 * @property {{offset: number, number: number}[]} pages where printed pages begin
 * @property {string} file
 * @property {string} url
 * @property {{start: number, end: number}[]} doubtful what may be misread on a scan
 * @property {number} doubts the number of these places
 * @property {boolean} has_original
 * @property {boolean} has_page_images
 * @property {string} etag the tag of this version
 */

/**
 * @param {string} id
 * @returns {Promise<Article>}
 */
export function fetchArticle(id) {
  return request(pathOf(id), {}, readVersion);
}

/**
 * Store a new text of an article, or that some of it was read rightly.
 * @param {Article} article the version that it replaces
 * @param {{text: string} | {confirmed: {start: number, end: number}[]}} change
 * @returns {Promise<Article>} the new version
 */
export function changeArticle({ id, etag }, change) {
  const options = withJson("PUT", change);
  return request(pathOf(id), { ...options, headers: { ...options.headers, "If-Match": etag } }, readVersion);
}

/** @returns {Promise<string>} whether the reader is an "editor", who may change articles, or a "reader" */
export async function fetchRole() {
  return (await request("/v1/info")).role;
}

/** @param {string} id */
function pathOf(id) {
  return `/v1/documents/${encodeURIComponent(id)}`;
}

/**
 * @param {Response} response
 * @returns {Promise<Article>}
 */
async function readVersion(response) {
  return { ...(await response.json()), etag: response.headers.get("ETag") ?? "" };
}
