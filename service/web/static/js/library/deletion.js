/** Deleting with undo: each deletion is told in a notice of its own, with a button that takes it back. */

import { RequestError } from "../kit/requests.js";
import { byId, element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { name, say, wording } from "../kit/language.js";
import { toasts } from "../kit/toasts.js";
import { titleOf } from "./article_table.js";
import { deleteArticle, restoreArticle } from "./requests.js";

const SHOWN_MS = 15_000;

/**
 * @typedef {import("./requests.js").Summary} Summary
 *
 * @typedef {object} Told
 * @property {(article: Summary) => void} gone is called for each that was deleted
 * @property {() => void} back is called when they were brought back
 * @property {() => void} left is called when the notice that had the focus goes
 */

/**
 * Delete articles, and offer to take that back.
 * @param {Summary[]} articles
 * @param {Told} told
 */
export async function removeArticles(articles, told) {
  const deleted = [];
  for (const article of articles) {
    try {
      await deleteArticle(article.id);
      deleted.push(article);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (error.status !== 404) {
        toasts.append(failed(error, () => removeArticles(articles.slice(articles.indexOf(article)), told)));
        break;
      }
    }
    told.gone(article);
  }
  if (deleted.length) offerUndo(deleted, told);
}

/**
 * @param {Summary[]} articles
 * @param {Told} told
 */
function offerUndo(articles, told) {
  const [key, values] = sentence("libraryRemoved", articles);
  const toast = element("div", { class: "toast", role: "group", onkeydown: leaveByKey });
  const undo = element("button", { type: "button", class: "undo small strong", onclick: () => restore(toast, articles, told) });
  const close = say(element("button", { type: "button", class: "control", onclick: leave }), "libraryDismiss");
  undo.append(say(element("span"), "libraryUndo"));
  const period = say(element("p", { class: "advice" }), "libraryUndoPeriod");
  toast.append(say(element("p"), key, values), name(undo, ...sentence("libraryUndoOf", articles)), close, period);
  toasts.append(toast);
  byId("announcement").textContent = wording(key, values);
  undo.focus(); // the notice is far from the row: who works with the keyboard is taken there
  goAfterAWhile(toast);

  function leave() {
    toast.remove();
    told.left();
  }

  /** @param {Event} event */
  function leaveByKey(event) {
    if (/** @type {KeyboardEvent} */ (event).key === "Escape") leave();
  }
}

/**
 * @param {HTMLElement} toast
 * @param {Summary[]} articles
 * @param {Told} told
 */
async function restore(toast, articles, told) {
  try {
    for (const article of articles) await restoreArticle(article.id);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    toast.replaceWith(failed(error, () => restore(toast, articles, told)));
    return;
  }
  toast.remove();
  byId("announcement").textContent = wording(...sentence("libraryRestored", articles));
  told.left();
  told.back();
}

/**
 * @param {string} key a key of the texts; that of several articles has `Many` behind it
 * @param {Summary[]} articles
 * @returns {[string, Record<string, string | number>]}
 */
function sentence(key, articles) {
  return articles.length === 1 ? [key, { title: titleOf(articles[0]) }] : [`${key}Many`, { n: articles.length }];
}

/**
 * @param {RequestError} error
 * @param {() => void} again
 * @returns {HTMLElement}
 */
function failed(error, again) {
  const toast = element("div", { class: "toast" });
  const close = element("button", { type: "button", class: "control", onclick: () => toast.remove() });
  toast.append(failureNotice(error, () => (toast.remove(), again())), say(close, "libraryDismiss"));
  return toast;
}

/**
 * Let a notice go when nobody is at it: neither the pointer nor the keyboard.
 * @param {HTMLElement} toast
 */
function goAfterAWhile(toast) {
  setTimeout(() => {
    if (toast.matches(":hover") || toast.querySelector(":focus-visible")) goAfterAWhile(toast);
    else toast.remove();
  }, SHOWN_MS);
}
