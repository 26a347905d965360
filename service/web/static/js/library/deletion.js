/** Deleting articles with undo: a toast reports each deletion and offers to undo it. */

import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setLabel, setText, translate } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { toasts } from "../kit/toasts.js";
import { titleOf } from "./article_table.js";
import { deleteArticle, restoreArticle } from "./requests.js";

const SHOWN_MS = 15_000;

/**
 * @typedef {import("./requests.js").Summary} Summary
 *
 * @typedef {object} Listener
 * @property {(article: Summary) => void} onDeleted is called for each article that was deleted
 * @property {() => void} onRestored is called when they were restored
 * @property {() => void} onToastClosed is called when a toast that had the focus disappears
 */

/**
 * Delete articles, and offer to undo that.
 * @param {Summary[]} articles
 * @param {Listener} listener
 */
export async function deleteArticles(articles, listener) {
  const deleted = [];
  for (const article of articles) {
    try {
      await deleteArticle(article.id);
      deleted.push(article);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (error.status !== 404) {
        const rest = articles.slice(articles.indexOf(article));
        toasts.append(failureToast(error, () => deleteArticles(rest, listener)));
        break;
      }
    }
    listener.onDeleted(article);
  }
  if (deleted.length) offerUndo(deleted, listener);
}

/**
 * @param {Summary[]} articles
 * @param {Listener} listener
 */
function offerUndo(articles, listener) {
  const close = () => {
    toast.remove();
    listener.onToastClosed();
  };
  const onkeydown = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close();
  const toast = element("div", { class: "toast", role: "group", onkeydown });
  const onclick = () => restoreArticles(toast, articles, listener);
  const undo = element("button", { type: "button", class: "undo small strong", onclick });
  undo.append(setText(element("span"), "libraryUndo"));
  setLabel(undo, ...sentenceAbout("libraryUndoOf", articles));
  const dismiss = setText(element("button", { type: "button", class: "control", onclick: close }), "libraryDismiss");
  const period = setText(element("p", { class: "advice" }), "libraryUndoPeriod");
  const [key, values] = sentenceAbout("libraryRemoved", articles);
  toast.append(setText(element("p"), key, values), undo, dismiss, period);
  toasts.append(toast);
  announce(translate(key, values));
  undo.focus(); // the toast is far from the row: take those who use the keyboard there
  removeLater(toast);
}

/**
 * @param {HTMLElement} toast
 * @param {Summary[]} articles
 * @param {Listener} listener
 */
async function restoreArticles(toast, articles, listener) {
  try {
    for (const article of articles) await restoreArticle(article.id);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    toast.remove();
    toasts.append(failureToast(error, () => restoreArticles(toast, articles, listener)));
    return;
  }
  toast.remove();
  announce(translate(...sentenceAbout("libraryRestored", articles)));
  listener.onToastClosed();
  listener.onRestored();
}

/**
 * @param {string} key of the sentence about one article; the key for several articles ends in `Many`
 * @param {Summary[]} articles
 * @returns {[string, Record<string, string | number>]} its key and values
 */
function sentenceAbout(key, articles) {
  return articles.length === 1 ? [key, { title: titleOf(articles[0]) }] : [`${key}Many`, { n: articles.length }];
}

/**
 * @param {RequestError} error
 * @param {() => void} retry
 * @returns {HTMLElement}
 */
function failureToast(error, retry) {
  const toast = element("div", { class: "toast" });
  const dismiss = element("button", { type: "button", class: "control", onclick: () => toast.remove() });
  toast.append(failureNotice(error, () => (toast.remove(), retry())), setText(dismiss, "libraryDismiss"));
  return toast;
}

/**
 * Remove a toast after a while, unless the pointer or the keyboard is on it.
 * @param {HTMLElement} toast
 */
function removeLater(toast) {
  setTimeout(() => {
    if (toast.matches(":hover") || toast.querySelector(":focus-visible")) removeLater(toast);
    else toast.remove();
  }, SHOWN_MS);
}
