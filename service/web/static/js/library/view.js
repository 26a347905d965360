/** The library: all articles by title, source, date or last change, and what can be done with them. */

import "./texts.js";

import { RequestError } from "../kit/requests.js";
import { byId, element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { say } from "../kit/language.js";
import { addressOfList, wantedIn } from "./list_address.js";
import { removeArticles } from "./deletion.js";
import { articleTable } from "./article_table.js";
import { download, fetchList } from "./requests.js";
import { searchForm } from "./filter_form.js";
import { statistics } from "./statistics.js";
import { upkeep } from "./maintenance.js";

const count = element("p", { class: "count", id: "library-count", role: "status", tabindex: "-1" });
const note = say(element("p", { class: "advice", hidden: true }), "libraryReadersOnly");
const list = element("div", { class: "list" });
const chosenBar = element("div", { class: "chosen", hidden: true });
const form = searchForm();
const keeping = upkeep(reload);

/** The address of the page before each, by the cursor that it led to. @type {Map<string, string>} */
const before = new Map();
let wanted = wantedIn(new URLSearchParams());
let editor = false;
let total = 0;
let request = 0;
/** The row beside the one that was deleted last. @type {Element | null} */
let near = null;

document.addEventListener("library-changed", reload);

/**
 * @param {HTMLElement} container
 * @param {URLSearchParams} parameters
 */
export async function enter(container, parameters) {
  wanted = wantedIn(parameters);
  if (!count.isConnected) build(container);
  form.show(wanted);
  try {
    editor = await keeping.update();
    note.hidden = editor;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // the list tells it too
  }
  await load();
}

/** @param {HTMLElement} container */
function build(container) {
  const head = element("div", { class: "view-head" }, say(element("h2"), "holdings"), keeping.buttons);
  const folds = element("div", { class: "folds" }, statistics(), keeping.lately);
  container.replaceChildren(head, note, keeping.jobs, folds, form.node, count, list, chosenBar, forPrograms());
}

/** @returns {HTMLElement} a quiet link to the page of the interface */
function forPrograms() {
  return element("p", {}, say(element("a", { class: "for-programs", href: "/docs" }), "libraryInterface"));
}

/** Show the list again, for something has changed. */
async function reload() {
  if (!count.isConnected) return;
  try {
    editor = await keeping.update();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
  }
  await load();
}

async function load() {
  request += 1;
  const mine = request;
  const turning = list.contains(document.activeElement);
  if (!list.childElementCount) list.replaceChildren(say(element("p", { class: "searching" }), "gathering"));
  list.setAttribute("aria-busy", "true");
  let content;
  try {
    const { q, sort, order, cursor } = wanted;
    content = shown(await fetchList({ q, sort, order, cursor }));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    content = [failureNotice(error, load)];
  }
  if (mine !== request) return;
  list.removeAttribute("aria-busy");
  list.replaceChildren(...content);
  showChosen([]);
  if (turning) stayAt();
}

/** After a column was pressed stay there; after a page was turned begin at its top. */
function stayAt() {
  const column = wanted.cursor ? null : list.querySelector(`[data-sort="${wanted.sort}"]`);
  const place = column ?? count;
  if (place instanceof HTMLElement) place.focus();
}

/**
 * @param {import("./requests.js").ListPage} page
 * @returns {HTMLElement[]}
 */
function shown({ documents, total: all, next_cursor: next }) {
  total = all;
  showCount();
  if (!documents.length) {
    const none = wanted.q ? say(element("p", { class: "empty" }), "libraryNoneFound", { q: wanted.q }) : say(element("p", { class: "empty" }), "libraryEmptyLibrary");
    return [none, ...pager(null)];
  }
  const deeds = { changing: editor, remove, download: take, chosen: showChosen };
  return [articleTable(documents, wanted, deeds), ...pager(next)];
}

/**
 * @param {string | null} next
 * @returns {HTMLElement[]}
 */
function pager(next) {
  const links = [];
  const here = addressOfList(wanted);
  if (next) before.set(next, here);
  const former = before.get(wanted.cursor);
  if (wanted.cursor && former) links.push(link("libraryPrevious", former));
  else if (wanted.cursor) links.push(link("libraryFirst", addressOfList({ ...wanted, cursor: "" })));
  if (next) links.push(link("libraryNext", addressOfList({ ...wanted, cursor: next })));
  return links.length ? [element("nav", { class: "pager", "aria-labelledby": "library-count" }, ...links)] : [];
}

/**
 * @param {string} text
 * @param {string} href
 * @returns {HTMLElement}
 */
function link(text, href) {
  return say(element("a", { class: "small", href }), text);
}

function showCount() {
  say(count, wanted.q ? "foundCount" : "holdingsCount", { n: total });
}

/** @param {import("./requests.js").Summary[]} articles */
function showChosen(articles) {
  chosenBar.hidden = !articles.length;
  if (!articles.length) return void chosenBar.replaceChildren();
  const go = element("button", { type: "button", class: "small strong", onclick: () => remove(articles) });
  chosenBar.replaceChildren(say(go, "libraryRemoveSelected", { n: articles.length }));
}

/** @param {import("./requests.js").Summary[]} articles */
async function remove(articles) {
  await removeArticles(articles, { gone: takeOut, back: reload, left: returnToList });
  if (!list.querySelector("tbody tr")) await load();
}

/**
 * Take the row of a deleted article out.
 * @param {import("./requests.js").Summary} article
 */
function takeOut({ id }) {
  const row = list.querySelector(`tr[data-article="${CSS.escape(id)}"]`);
  if (!row) return;
  near = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  list.querySelector("table")?.dispatchEvent(new Event("change"));
  total -= 1;
  showCount();
}

function returnToList() {
  const place = near?.isConnected ? near.querySelector(".deed:last-child") : count;
  if (place instanceof HTMLElement) place.focus({ preventScroll: true });
}

/** @param {import("./requests.js").Summary} article */
async function take(article) {
  try {
    await download(article);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const notice = failureNotice(error, () => (notice.remove(), take(article)));
    list.prepend(notice);
    byId("announcement").textContent = error.message;
  }
}
