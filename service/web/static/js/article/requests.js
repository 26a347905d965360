/** The requests of the article panel. */

import { request } from "../kit/requests.js";

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
 * @property {boolean} has_original
 */

/**
 * @param {string} id
 * @returns {Promise<Article>}
 */
export function fetchArticle(id) {
  return request(`/v1/documents/${encodeURIComponent(id)}`);
}
