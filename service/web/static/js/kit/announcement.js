/** What screen readers read out: the live region of the page. */

import { byId } from "./dom.js";

/** @param {string} sentence */
export function announce(sentence) {
  byId("announcement").textContent = sentence;
}
