/** The article beside the view. Its panel is fetched when the address first names an article. */

import { RequestError } from "../kit/requests.js";
import { part } from "../kit/lazy.js";
import { placeAt } from "../kit/addresses.js";

/** Open the panel when the address names an article, now or later. */
export function setUpArticle() {
  if (placeAt(location.hash)) setUpPanel(false);
  else window.addEventListener("hashchange", openFirst);
}

function openFirst() {
  if (placeAt(location.hash)) setUpPanel(true);
}

/** @param {boolean} openedHere whether going back closes it */
async function setUpPanel(openedHere) {
  window.removeEventListener("hashchange", openFirst);
  try {
    const { setUpArticlePanel } = await part(() => import("./panel.js"), "article");
    setUpArticlePanel(openedHere);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    window.addEventListener("hashchange", openFirst); // the next press on a link tries again
  }
}
