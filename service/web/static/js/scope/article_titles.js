/** The titles of the articles that a scope names by their ids. */

import { request } from "../kit/requests.js";
import { RequestError } from "../kit/request_error.js";

/** By id; "" for an article that is not there any more. @type {Map<string, string>} */
const known = new Map();

/**
 * @param {string} id
 * @param {string} title
 */
export function rememberTitle(id, title) {
  known.set(id, title);
}

/**
 * @param {string} id
 * @returns {string | undefined} undefined if it is not known yet
 */
export function knownTitle(id) {
  return known.get(id);
}

/**
 * Fetch a title that is not known yet.
 * @param {string} id "" for none
 * @returns {Promise<boolean>} whether there was anything to learn
 */
export async function learnTitle(id) {
  if (!id || id.includes(",") || known.has(id)) return false;
  try {
    const { title, source } = await request(`/v1/documents/${encodeURIComponent(id)}`);
    known.set(id, title || source);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    known.set(id, "");
  }
  return true;
}

/**
 * Find articles by words of their titles.
 * @param {string} words
 * @returns {Promise<{id: string, title: string}[]>} none if the server is away
 */
export async function findArticles(words) {
  try {
    const query = new URLSearchParams({ q: words, limit: "8" });
    return (await request(`/v1/documents?${query}`)).documents;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return [];
  }
}
