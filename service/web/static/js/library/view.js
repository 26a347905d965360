/** The library: all articles, filtered and sorted, what can be done with them, and statistics. */

import "./texts.js";

import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { failureNotice, loadFailureNotice } from "../kit/failure_notice.js";
import { setText } from "../kit/language.js";
import { loadLazily } from "../kit/lazy.js";
import { onLibraryChange } from "../kit/library_changes.js";
import { downloadOriginal } from "../kit/original_file.js";
import { RequestError } from "../kit/request_error.js";
import { articleTable } from "./article_table.js";
import { deleteArticles } from "./deletion.js";
import { FilterForm } from "./filter_form.js";
import { isFiltered, listAddress, parseListQuery } from "./list_address.js";
import { Maintenance } from "./maintenance.js";
import { emptyLibrary } from "./empty_library.js";
import { fetchCollections, fetchList } from "./requests.js";
import { Tabs } from "./tabs.js";

/** @typedef {import("./requests.js").Summary} Summary */

const count = element("p", { class: "count", id: "library-count", role: "status", tabindex: "-1" });
const note = setText(element("p", { class: "advice", hidden: true }), "libraryReadersOnly");
const list = element("div", { class: "list" });
const selectionBar = element("div", { class: "chosen", hidden: true });
const filterForm = new FilterForm();
const maintenance = new Maintenance(reload);
const tabs = new Tabs();
const statistics = element("div", { class: "statistics", hidden: true });
const articles = element("div", {}, filterForm.element, count, list, selectionBar);

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
  const wantsStatistics = parameters.get("tab") === "statistics";
  tabs.show(wantsStatistics);
  articles.hidden = wantsStatistics;
  statistics.hidden = !wantsStatistics;
  filterForm.show(query);
  await updateRights();
  await load();
}

/** Show what is under way, what may be changed, and what the list can be filtered by. */
async function updateRights() {
  try {
    canEdit = await maintenance.update();
    note.hidden = canEdit;
    filterForm.offer(await fetchCollections());
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // the list will report it
  }
}

/** @param {HTMLElement} container */
function build(container) {
  const head = element("div", { class: "view-head" }, setText(element("h2"), "holdings"), maintenance.buttons);
  const folds = element("div", { class: "folds" }, maintenance.recent);
  const docs = element("p", {}, setText(element("a", { class: "for-programs", href: "/docs" }), "libraryInterface"));
  const { deepening, jobs } = maintenance;
  container.replaceChildren(head, tabs.element, note, deepening, jobs, articles, statistics, folds, docs);
}

/** Load the list again after a change. */
async function reload() {
  if (!count.isConnected) return;
  await load();
  await updateRights();
}

async function load() {
  await (statistics.hidden ? loadList() : loadStatistics());
}

async function loadStatistics() {
  try {
    const { showStatistics } = await loadLazily(() => import("./statistics.js"));
    await showStatistics(statistics);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    statistics.replaceChildren(loadFailureNotice(error, loadStatistics));
  }
}

async function loadList() {
  latestRequest += 1;
  const current = latestRequest;
  if (!list.childElementCount) list.replaceChildren(setText(element("p", { class: "searching" }), "gathering"));
  list.setAttribute("aria-busy", "true");
  const content = await loadContent();
  if (current !== latestRequest) return;
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const row = /** @type {HTMLElement | null | undefined} */ (focused?.closest("tr[data-article]"));
  list.removeAttribute("aria-busy");
  list.replaceChildren(...content);
  showSelection([]);
  if (row) focusRow([{ id: row.dataset.article ?? "" }]);
  else if (focused) restoreFocus();
}

/** @returns {Promise<HTMLElement[]>} the page of the list, or why it cannot be shown */
async function loadContent() {
  try {
    return pageContent(await fetchList({ ...query }));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return [loadFailureNotice(error, loadList)];
  }
}

/** Focus the heading that was clicked, or the top of the list after a page was turned. */
function restoreFocus() {
  const column = query.cursor ? null : list.querySelector(`[data-sort="${query.sort}"]`);
  const target = column ?? count;
  if (target instanceof HTMLElement) target.focus();
}

/**
 * Focus the first of these articles that is in the list, or what tells how many there are.
 * @param {{id: string}[]} wanted
 */
function focusRow(wanted) {
  const links = wanted.map(({ id }) => list.querySelector(`tr[data-article="${CSS.escape(id)}"] a.open`));
  const target = links.find(Boolean) ?? count;
  if (target instanceof HTMLElement) target.focus();
}

/**
 * @param {import("./requests.js").ListPage} page
 * @returns {HTMLElement[]}
 */
function pageContent({ documents, total: all, next_cursor: next }) {
  total = all;
  showCount();
  const isEmpty = !documents.length && !isFiltered(query) && !query.cursor;
  for (const part of [filterForm.element, count, tabs.element]) part.toggleAttribute("hidden", isEmpty);
  maintenance.buttons.hidden = isEmpty || !canEdit;
  if (isEmpty) return [emptyLibrary(canEdit)];
  if (!documents.length) {
    const onlyWords = query.q && !isFiltered({ ...query, q: "" });
    const key = onlyWords ? "libraryNoneFound" : "libraryNoneSelected";
    return [setText(element("p", { class: "empty" }), key, { q: query.q }), ...pager(null)];
  }
  const actions = { canEdit, edit, remove: deleteSelected, download, onSelect: showSelection };
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
  setText(count, isFiltered(query) ? "foundCount" : "holdingsCount", { n: total });
}

/** @param {Summary[]} selected */
function showSelection(selected) {
  selectionBar.hidden = !selected.length;
  selectionBar.replaceChildren();
  if (!selected.length) return;
  const n = selected.length;
  const change = element("button", { type: "button", class: "small strong", onclick: () => changeSelected(selected) });
  const remove = element("button", { type: "button", class: "small", onclick: () => deleteSelected(selected) });
  selectionBar.append(setText(change, "libraryChangeSelected", { n }), setText(remove, "libraryRemoveSelected", { n }));
}

/** @param {Summary[]} selected */
async function changeSelected(selected) {
  await attempt(async () => {
    const { changeSeveral } = await loadLazily(() => import("./change_dialog.js"), "editing");
    changeSeveral(selected, reload, () => focusRow(selected));
  });
}

/** @param {Summary} article */
async function edit(article) {
  await attempt(async () => {
    const { editArticle } = await loadLazily(() => import("./edit_dialog.js"), "editing");
    await editArticle(article.id, reload, () => focusRow([article]));
  });
}

/** @param {Summary[]} selected */
async function deleteSelected(selected) {
  await deleteArticles(selected, { onDeleted: removeRow, onRestored: reload, onToastClosed: returnToList });
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
  await attempt(() => downloadOriginal(article));
}

/**
 * Do something with an article; if it fails, show why and offer to retry.
 * @param {() => Promise<void>} action
 */
async function attempt(action) {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const notice = failureNotice(error, () => (notice.remove(), attempt(action)));
    list.prepend(notice);
    announce(error.message);
  }
}
