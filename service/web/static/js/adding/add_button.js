/** The button in the bar, which also tells how far the adding has come while the dialog is closed. */

import { byId } from "../kit/dom.js";
import { say } from "../kit/language.js";

/** @param {number | null} share what is done, 0 to 1; null when nothing is under way */
export function showShare(share) {
  const text = byId("add-text");
  byId("add").classList.toggle("busy", share !== null);
  if (share === null) say(text, "addArticles");
  else say(text, "addingNow", { percent: Math.floor(share * 100) });
}
