/** What was typed but not sent, and what was sent but not answered yet: both outlive a reload of the tab. */

import { tabStorage } from "../kit/storage.js";

const DRAFT = "draft";
const SENT = "sent";

/** @returns {string} what to put into the question box of a page that has just been loaded */
export function loadDraft() {
  return tabStorage.get(DRAFT) || tabStorage.get(SENT) || "";
}

/** @param {string} text that was typed */
export function storeDraft(text) {
  tabStorage.set(DRAFT, text || null);
}

/** @param {string} question that was sent */
export function noteSent(question) {
  tabStorage.set(DRAFT, null);
  tabStorage.set(SENT, question);
}

/**
 * Note that a question has its answer, if it is the one that was sent last.
 * @param {string} [question]
 * @returns {boolean} whether it is
 */
export function noteAnswered(question) {
  if (!question || tabStorage.get(SENT) !== question) return false;
  tabStorage.set(SENT, null);
  return true;
}
