/** A timeline: as the address says it, and as the server is asked. */

import { viewAddress } from "../kit/addresses.js";
import { request } from "../kit/requests.js";
import { readAttachment } from "../kit/save_file.js";

const FIELDS = /** @type {const} */ (["q", "year", "source", "title", "from", "to"]);

/**
 * @typedef {{q: string, year: string, source: string, title: string, from: string, to: string}} Query
 *
 * @typedef {object} Entry
 * @property {string} period ISO 8601
 * @property {number} year
 * @property {"sentence" | "paragraph" | "heading" | "title" | "article_date"} basis
 * @property {string} quote the article's text from `start` to `end`
 * @property {number} start
 * @property {number} end
 * @property {import("../kit/text_ranges.js").Range[]} highlights
 * @property {string} article_id
 * @property {string} title
 * @property {string} byline
 * @property {string} date
 * @property {string} source
 *
 * @typedef {object} Timeline
 * @property {string} subject
 * @property {{written: string, read_as: string}[]} corrections
 * @property {Entry[]} entries
 * @property {number} total
 * @property {{year: number, entries: number}[]} years
 * @property {number} undated
 * @property {boolean} complete
 * @property {string[]} terms
 * @property {number | null} articles_left
 */

/**
 * @param {URLSearchParams} parameters
 * @returns {Query}
 */
export function parseQuery(parameters) {
  const [q, year, source, title, from, to] = FIELDS.map((name) => (parameters.get(name) ?? "").trim());
  return { q, year: /^[1-9]\d{0,3}$/.test(year) ? year : "", source, title, from, to };
}

/**
 * @param {Query} query
 * @returns {string}
 */
export function timelineAddress(query) {
  return viewAddress("timeline", query);
}

/**
 * @param {Query} query
 * @returns {Promise<Timeline>}
 */
export function fetchTimeline(query) {
  return request(`/v1/timeline?${parametersOf(query)}`);
}

/**
 * @param {Query} query
 * @param {"csv" | "markdown"} format
 * @param {string} language of the labels
 * @returns {Promise<{name: string, content: Blob}>}
 */
export function exportTimeline(query, format, language) {
  const fields = `${parametersOf(query)}&limit=1000&format=${format}&language=${language}`;
  return request(`/v1/timeline?${fields}`, {}, readAttachment);
}

/**
 * @param {Query} query
 * @returns {URLSearchParams}
 */
function parametersOf({ from, to, ...rest }) {
  const fields = Object.entries({ ...rest, date_from: from, date_to: to });
  return new URLSearchParams(fields.filter(([, value]) => value));
}
