/** What the form of the scope offers. */

import { RequestError } from "../kit/request_error.js";
import { request } from "../kit/requests.js";

/** @typedef {{name: string}} Named */

/**
 * @typedef {object} Offer
 * @property {string[]} sources the largest ones
 * @property {string[]} collections
 * @property {string[]} tags
 * @property {boolean} hasModel whether a language model can write answers
 */

/** @type {Offer} */
const NOTHING = { sources: [], collections: [], tags: [], hasModel: false };

/** @returns {Promise<Offer>} nothing, if the server is away: what is known can still be chosen */
export async function fetchOffer() {
  try {
    const paths = ["/v1/info", "/v1/statistics", "/v1/collections"];
    const [{ language_model: model }, { sources }, { collections, tags }] = await Promise.all(paths.map((path) => request(path)));
    return { hasModel: Boolean(model), sources: names(sources), collections: names(collections), tags: names(tags) };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return NOTHING;
  }
}

/** @param {Named[]} groups */
function names(groups) {
  return groups.map(({ name }) => name);
}
