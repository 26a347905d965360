/** The article beside the view. Its panel is loaded when the address first names an article. */

import { parseArticleAddress } from "../kit/addresses.js";
import { loadLazily } from "../kit/lazy.js";
import { RequestError } from "../kit/request_error.js";

/**
 * Open the panel when the address names an article, now or later.
 * @param {() => void} focusPage is called when the panel closes and the element that opened it is gone
 */
export function setUpArticle(focusPage) {
  const openFirst = () => {
    if (parseArticleAddress(location.hash)) loadPanel(true);
  };
  /** @param {boolean} openedHere whether going back closes the panel */
  const loadPanel = async (openedHere) => {
    window.removeEventListener("hashchange", openFirst);
    try {
      const { setUpArticlePanel } = await loadLazily(() => import("./panel.js"), "article");
      setUpArticlePanel(openedHere, focusPage);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      window.addEventListener("hashchange", openFirst); // the next click on a link tries again
    }
  };
  if (parseArticleAddress(location.hash)) loadPanel(false);
  else window.addEventListener("hashchange", openFirst);
}
