/** The button in the bar, which also shows the progress while the dialog is closed. */

import "./texts.js";

import { byId } from "../kit/dom.js";
import { setText } from "../kit/language.js";

/** @param {number | null} progress 0 to 1; null if nothing is being added */
export function showProgress(progress) {
  const text = byId("add-text");
  byId("add").classList.toggle("busy", progress !== null);
  if (progress === null) setText(text, "addArticles");
  else setText(text, "addingNow", { percent: Math.floor(progress * 100) });
}
