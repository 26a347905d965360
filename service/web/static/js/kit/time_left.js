/** How much longer something is going to take. */

import { clearText, setText } from "./language.js";

/** @typedef {import("./language.js").Values} Values */

/**
 * Show an estimate, the coarser the longer it is.
 * @param {HTMLElement} node
 * @param {number | null} seconds null if it is unknown
 */
export function showTimeLeft(node, seconds) {
  if (seconds === null) return clearText(node);
  const [key, values] = describeTimeLeft(seconds);
  setText(node, key, values);
}

/**
 * @param {number} seconds
 * @returns {[string, Values]} key and values of a text
 */
export function describeTimeLeft(seconds) {
  if (seconds < 90) return ["secondsLeft", { n: Math.max(1, Math.round(seconds)) }];
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return ["minutesLeft", { n: minutes }];
  const tens = Math.round(seconds / 600);
  const hours = Math.floor(tens / 6);
  return tens % 6 ? ["hoursAndMinutesLeft", { hours, minutes: (tens % 6) * 10 }] : ["hoursLeft", { n: hours }];
}
