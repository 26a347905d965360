/** Searches that a reader wants to keep, in this browser. */

import { element, languageOf } from "../kit/dom.js";
import { setLabel, setText } from "../kit/language.js";
import { lastingStorage } from "../kit/storage.js";
import { queryAddress } from "./query.js";

/** @typedef {import("./query.js").Query} Query */

const KEY = "searches";
const MOST = 50;

/** @type {Query[]} the last one first */
let saved = load();

/** @returns {Query[]} */
function load() {
  try {
    const stored = JSON.parse(lastingStorage.get(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((query) => typeof query?.q === "string") : [];
  } catch {
    return [];
  }
}

/** @param {Query[]} searches */
function store(searches) {
  saved = searches.slice(0, MOST);
  lastingStorage.set(KEY, JSON.stringify(saved));
}

/**
 * @param {Query} query
 * @returns {boolean}
 */
function isSaved(query) {
  return saved.some((one) => queryAddress(one) === queryAddress(query));
}

/** @param {Query} query */
function remove(query) {
  store(load().filter((one) => queryAddress(one) !== queryAddress(query)));
}

/**
 * Return the button that saves a search, or forgets it.
 * @param {Query} query
 * @returns {HTMLElement}
 */
export function saveSearchButton(query) {
  const button = element("button", { type: "button", class: "small save-search" });
  const update = () => {
    button.setAttribute("aria-pressed", String(isSaved(query)));
    setText(button, isSaved(query) ? "searchSaved" : "saveSearch");
  };
  button.addEventListener("click", () => {
    if (isSaved(query)) remove(query);
    else store([query, ...load()]);
    update();
  });
  update();
  return button;
}

/** @returns {HTMLElement[]} the saved searches, each with a button that forgets it; nothing if there are none */
export function savedSearches() {
  saved = load();
  if (saved.length === 0) return [];
  const section = element("section", { class: "saved-searches" }, setText(element("h3"), "savedSearches"));
  section.append(element("ul", {}, ...saved.map((query) => savedItem(query, section))));
  return [section];
}

/**
 * @param {Query} query
 * @param {HTMLElement} section
 * @returns {HTMLElement}
 */
function savedItem(query, section) {
  const { q, source, title, collection, from, to, sort } = query;
  const link = element("a", { href: queryAddress(query), lang: languageOf(q), text: q });
  const dates = from === to ? from : `${from}–${to}`;
  const narrowed = [collection, source, title, from || to ? dates : ""].filter(Boolean);
  const note = element("span", { class: "advice", text: narrowed.join(" · ") });
  if (sort) note.append(narrowed.length > 0 ? " · " : "", setText(element("span"), "sortDate"));
  const forget = setLabel(element("button", { type: "button", class: "small forget", text: "×" }), "forgetSearch", { q });
  const item = element("li", {}, link, note, forget);
  forget.addEventListener("click", () => {
    remove(query);
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    if (next) next.querySelector("a")?.focus();
    else section.remove();
  });
  return item;
}
