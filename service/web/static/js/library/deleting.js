/** Deleting with undo: what was deleted is told in a notice of its own, with a button that brings it back. */

import { RequestError } from "../api.js";
import { byId, element } from "../dom.js";
import { failureNotice } from "../failure.js";
import { name, say, wording } from "../language.js";
import { titleOf } from "./list.js";
import { deleteArticle, restoreArticle } from "./requests.js";

const SHOWN_MS = 15_000;

/** Where the notices stand: over every view, for the reader may go on. */
const stack = element("div", { class: "toasts" });

/**
 * Delete articles one after another; each can be brought back by itself.
 * @param {import("./requests.js").Summary[]} articles
 * @param {(article: import("./requests.js").Summary) => void} gone is told of each
 * @param {() => void} back is called when one was brought back
 */
export async function removeArticles(articles, gone, back) {
  if (!stack.isConnected) document.body.append(stack);
  for (const article of articles) await remove(article, gone, back);
}

/**
 * @param {import("./requests.js").Summary} article
 * @param {(article: import("./requests.js").Summary) => void} gone
 * @param {() => void} back
 */
async function remove(article, gone, back) {
  try {
    await deleteArticle(article.id);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.status !== 404) return void fail(error, () => remove(article, gone, back)); // else it is gone already
  }
  gone(article);
  const title = titleOf(article);
  byId("announcement").textContent = wording("libraryRemoved", { title });
  const toast = element("div", { class: "toast", role: "group" });
  const undo = element("button", { type: "button", class: "undo", onclick: () => restore(toast, article, back) });
  const close = element("button", { type: "button", class: "control", onclick: () => toast.remove() });
  const told = say(element("p"), "libraryRemoved", { title });
  undo.append(say(element("span"), "libraryUndo"));
  toast.append(told, name(undo, "libraryUndoOf", { title }), say(close, "libraryDismiss"), say(element("p", { class: "advice" }), "libraryUndoPeriod"));
  stack.append(toast);
  goAfterAWhile(toast);
}

/**
 * @param {HTMLElement} toast
 * @param {import("./requests.js").Summary} article
 * @param {() => void} back
 */
async function restore(toast, article, back) {
  try {
    await restoreArticle(article.id);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    toast.replaceWith(failed(error, () => restore(toast, article, back)));
    return;
  }
  toast.remove();
  byId("announcement").textContent = wording("libraryRestored", { title: titleOf(article) });
  back();
}

/**
 * @param {RequestError} error
 * @param {() => void} again
 */
function fail(error, again) {
  stack.append(failed(error, again));
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
 * Let a notice go when nobody is at it: neither the pointer nor the focus.
 * @param {HTMLElement} toast
 */
function goAfterAWhile(toast) {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) goAfterAWhile(toast);
    else toast.remove();
  }, SHOWN_MS);
}
