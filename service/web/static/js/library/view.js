/** The library: all articles, sorted by title, source, date or last change, and what can be done with them. */

import "./texts.js";

import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { failureNotice, loadFailureNotice } from "../kit/failure_notice.js";
import { setText } from "../kit/language.js";
import { onLibraryChange } from "../kit/library_changes.js";
import { downloadOriginal } from "../kit/original_file.js";
import { RequestError } from "../kit/request_error.js";
import { articleTable } from "./article_table.js";
import { deleteArticles } from "./deletion.js";
import { FilterForm } from "./filter_form.js";
import { listAddress, parseListQuery } from "./list_address.js";
import { Maintenance } from "./maintenance.js";
import { fetchList } from "./requests.js";
import { statisticsFold } from "./statistics.js";

/** @typedef {import("./requests.js").Summary} Summary */

const count = element("p", { class: "count", id: "library-count", role: "status", tabindex: "-1" });
const note = setText(element("p", { class: "advice", hidden: true }), "libraryReadersOnly");
const list = element("div", { class: "list" });
const selectionBar = element("div", { class: "chosen", hidden: true });
const filterForm = new FilterForm();
const maintenance = new Maintenance(reload);

/** The address of each page's previous page, by the page's cursor. @type {Map<string, string>} */
const previousPages = new Map();
let query = parseListQuery(new URLSearchParams());
let canEdit = false;
let total = 0;
let latestRequest = 0;
/** The row next to the one that was deleted last. @type {Element | null} */
let neighbour = null;

onLibraryChange(reload);

/**
 * @param {HTMLElement} container
 * @param {URLSearchParams} parameters
 */
export async function enter(container, parameters) {
  query = parseListQuery(parameters);
  if (!count.isConnected) build(container);
  filterForm.show(query);
  try {
    canEdit = await maintenance.update();
    note.hidden = canEdit;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // the list will report it
  }
  await load();
}

/** @param {HTMLElement} container */
function build(container) {
  const head = element("div", { class: "view-head" }, setText(element("h2"), "holdings"), maintenance.buttons);
  const folds = element("div", { class: "folds" }, statisticsFold(), maintenance.recent);
  const docs = element("p", {}, setText(element("a", { class: "for-programs", href: "/docs" }), "libraryInterface"));
  const { deepening, jobs } = maintenance;
  container.replaceChildren(head, note, deepening, jobs, folds, filterForm.element, count, list, selectionBar, docs);
}

/** Load the list again after a change. */
async function reload() {
  if (!count.isConnected) return;
  try {
    canEdit = await maintenance.update();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
  }
  await load();
}

async function load() {
  latestRequest += 1;
  const current = latestRequest;
  const hadFocus = list.contains(document.activeElement);
  if (!list.childElementCount) list.replaceChildren(setText(element("p", { class: "searching" }), "gathering"));
  list.setAttribute("aria-busy", "true");
  const content = await loadContent();
  if (current !== latestRequest) return;
  list.removeAttribute("aria-busy");
  list.replaceChildren(...content);
  showSelection([]);
  if (hadFocus) restoreFocus();
}

/** @returns {Promise<HTMLElement[]>} the page of the list, or why it cannot be shown */
async function loadContent() {
  const { q, sort, order, cursor } = query;
  try {
    return pageContent(await fetchList({ q, sort, order, cursor }));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return [loadFailureNotice(error, load)];
  }
}

/** Focus the heading that was clicked, or the top of the list after a page was turned. */
function restoreFocus() {
  const column = query.cursor ? null : list.querySelector(`[data-sort="${query.sort}"]`);
  const target = column ?? count;
  if (target instanceof HTMLElement) target.focus();
}

/**
 * @param {import("./requests.js").ListPage} page
 * @returns {HTMLElement[]}
 */
function pageContent({ documents, total: all, next_cursor: next }) {
  total = all;
  showCount();
  if (!documents.length) {
    const key = query.q ? "libraryNoneFound" : "libraryEmptyLibrary";
    return [setText(element("p", { class: "empty" }), key, { q: query.q }), ...pager(null)];
  }
  const actions = { canEdit, remove: deleteSelected, download, onSelect: showSelection };
  return [articleTable(documents, query, actions), ...pager(next)];
}

/**
 * @param {string | null} next cursor
 * @returns {HTMLElement[]}
 */
function pager(next) {
  const links = [];
  if (next) previousPages.set(next, listAddress(query));
  const previous = previousPages.get(query.cursor);
  if (query.cursor && previous) links.push(pageLink("libraryPrevious", previous));
  else if (query.cursor) links.push(pageLink("libraryFirst", listAddress({ ...query, cursor: "" })));
  if (next) links.push(pageLink("libraryNext", listAddress({ ...query, cursor: next })));
  return links.length ? [element("nav", { class: "pager", "aria-labelledby": "library-count" }, ...links)] : [];
}

/**
 * @param {string} text
 * @param {string} href
 * @returns {HTMLElement}
 */
function pageLink(text, href) {
  return setText(element("a", { class: "small", href }), text);
}

function showCount() {
  setText(count, query.q ? "foundCount" : "holdingsCount", { n: total });
}

/** @param {Summary[]} articles the selected ones */
function showSelection(articles) {
  selectionBar.hidden = !articles.length;
  selectionBar.replaceChildren();
  if (!articles.length) return;
  const onclick = () => deleteSelected(articles);
  const button = element("button", { type: "button", class: "small strong", onclick });
  selectionBar.append(setText(button, "libraryRemoveSelected", { n: articles.length }));
}

/** @param {Summary[]} articles */
async function deleteSelected(articles) {
  await deleteArticles(articles, { onDeleted: removeRow, onRestored: reload, onToastClosed: returnToList });
  if (!list.querySelector("tbody tr")) await load();
}

/**
 * Remove the row of a deleted article.
 * @param {Summary} article
 */
function removeRow({ id }) {
  const row = list.querySelector(`tr[data-article="${CSS.escape(id)}"]`);
  if (!row) return;
  neighbour = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  list.querySelector("table")?.dispatchEvent(new Event("change"));
  total -= 1;
  showCount();
}

function returnToList() {
  const target = neighbour?.isConnected ? neighbour.querySelector(".article-action:last-child") : count;
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}

/** @param {Summary} article */
async function download(article) {
  try {
    await downloadOriginal(article);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const notice = failureNotice(error, () => (notice.remove(), download(article)));
    list.prepend(notice);
    announce(error.message);
  }
}
