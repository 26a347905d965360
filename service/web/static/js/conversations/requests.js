/** The requests for stored conversations. */

import { ignoreBody, request, withJson } from "../kit/requests.js";
import { readAttachment } from "../kit/save_file.js";

/**
 * @typedef {object} Conversation
 * @property {string} id
 * @property {string} title
 * @property {string} last_asked_at ISO 8601
 * @property {number} turns_total
 *
 * @typedef {object} ConversationsPage
 * @property {Conversation[]} conversations the most recently continued first
 * @property {string | null} next_cursor
 * @property {number} kept_days 0 if conversations are not stored
 *
 * @typedef {"md" | "html" | "docx"} Format
 */

const PAGE_SIZE = "50";

/**
 * @param {string} q words of the title; "" for all
 * @param {string} cursor from the page before
 * @returns {Promise<ConversationsPage>}
 */
export function fetchConversations(q, cursor) {
  const query = new URLSearchParams({ sort: "asked", limit: PAGE_SIZE, q, cursor });
  return request(`/v1/conversations?${query}`);
}

/**
 * @param {string} id
 * @param {string} title
 * @returns {Promise<void>}
 */
export function renameConversation(id, title) {
  return request(pathOf(id), withJson("PATCH", { title }), ignoreBody);
}

/**
 * Delete a conversation, even if the page is left before the reply.
 * @param {string} id
 * @returns {Promise<void>}
 */
export function deleteConversation(id) {
  return request(pathOf(id), { method: "DELETE", keepalive: true }, ignoreBody);
}

/**
 * @param {string} id
 * @param {Format} format
 * @param {string} language of the words that are added
 * @returns {Promise<{name: string, content: Blob}>}
 */
export function exportConversation(id, format, language) {
  const query = new URLSearchParams({ format, language });
  return request(`${pathOf(id)}/export?${query}`, {}, readAttachment);
}

/** @param {string} id */
function pathOf(id) {
  return `/v1/conversations/${encodeURIComponent(id)}`;
}
