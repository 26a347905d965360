/** The days that conversations are grouped by, and the times of day. */

import { currentLanguage } from "../kit/language.js";

const DAY_MS = 86_400_000;

/**
 * @param {Date} moment
 * @param {Date} now
 * @returns {{key: string, label: string}} the `key` of the text that names the day, or else its date as the `label`
 */
export function dayOf(moment, now) {
  const days = Math.round((midnight(now) - midnight(moment)) / DAY_MS); // rounded: a day may have 23 hours
  if (days <= 0) return { key: "today", label: "" };
  if (days === 1) return { key: "yesterday", label: "" };
  /** @type {Intl.DateTimeFormatOptions} */
  const format = { month: "long", day: "numeric", weekday: "long" };
  if (moment.getFullYear() !== now.getFullYear()) format.year = "numeric";
  return { key: "", label: moment.toLocaleDateString(currentLanguage() === "en" ? "en" : "zh-CN", format) };
}

/**
 * @param {Date} moment
 * @returns {string} hours and minutes
 */
export function formatTime(moment) {
  return moment.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** @param {Date} moment */
function midnight(moment) {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
}
