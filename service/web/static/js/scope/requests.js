/** What the form of the scope offers. */

import { RequestError } from "../kit/request_error.js";
import { request } from "../kit/requests.js";

/**
 * @typedef {object} Offer
 * @property {string[]} sources the largest ones
 * @property {boolean} hasModel whether a language model can write answers
 */

/** @returns {Promise<Offer>} */
export async function fetchOffer() {
  const [{ language_model: model }, { sources }] = await Promise.all([
    request("/v1/info"),
    request("/v1/statistics"),
  ]);
  return { hasModel: Boolean(model), sources: sources.map((/** @type {{name: string}} */ { name }) => name) };
}

/** @returns {Promise<Offer>} nothing, if the server is away: what is known can still be chosen */
export async function fetchOfferIfThere() {
  try {
    return await fetchOffer();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return { hasModel: false, sources: [] };
  }
}
