/** The stored conversations at the server. */

import { request } from "../kit/requests.js";

/**
 * @typedef {object} Conversation
 * @property {string} id
 * @property {string} title
 * @property {string} last_asked_at ISO 8601
 * @property {number} turns_total
 *
 * @typedef {object} ConversationsPage
 * @property {Conversation[]} conversations the one that was continued last first
 * @property {string | null} next_cursor
 * @property {number} kept_days 0: none is stored
 */

const PER_PAGE = "50";

/**
 * @param {string} q words of the title; "" for all
 * @param {string} cursor where the page starts, as the page before told
 * @returns {Promise<ConversationsPage>}
 */
export function fetchConversations(q, cursor) {
  const query = new URLSearchParams({ sort: "asked", limit: PER_PAGE, q, cursor });
  return request(`/v1/conversations?${query}`);
}

/**
 * @param {string} id
 * @param {string} title
 * @returns {Promise<unknown>}
 */
export function renameConversation(id, title) {
  const headers = { "Content-Type": "application/json" };
  return request(pathOf(id), { method: "PATCH", headers, body: JSON.stringify({ title }) }, nothing);
}

/**
 * @param {string} id
 * @returns {Promise<unknown>} even when the page is left meanwhile
 */
export function deleteConversation(id) {
  return request(pathOf(id), { method: "DELETE", keepalive: true }, nothing);
}

/**
 * @param {string} id
 * @param {"md" | "html" | "docx"} form
 * @param {string} language of the words around it
 * @returns {Promise<{name: string, content: Blob}>}
 */
export function exportConversation(id, form, language) {
  const query = new URLSearchParams({ format: form, language });
  return request(`${pathOf(id)}/export?${query}`, {}, async (response) => {
    const name = /filename\*=UTF-8''(\S+)/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
    return { name: name ? decodeURIComponent(name) : `wenbao.${form}`, content: await response.blob() };
  });
}

/** @param {string} id */
function pathOf(id) {
  return `/v1/conversations/${encodeURIComponent(id)}`;
}

async function nothing() {}
