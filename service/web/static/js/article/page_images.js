/** The images of printed pages. */

import { translate } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { request } from "../kit/requests.js";

const TEMPORARY = 500; // an image that arrived damaged may arrive whole the next time

/**
 * @param {string} id of the article
 * @param {number} number of the page
 * @param {number} size the longest side of the image in pixels, if the page has as many
 * @returns {Promise<ImageBitmap>}
 * @throws {RequestError}
 */
export async function fetchPageImage(id, number, size) {
  const url = `/v1/documents/${encodeURIComponent(id)}/pages/${number}?size=${size}`;
  const content = await request(url, {}, (response) => response.blob());
  try {
    return await createImageBitmap(content);
  } catch {
    throw new RequestError("refused", TEMPORARY, translate("facsimileDamaged"));
  }
}
