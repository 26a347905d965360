/**
 * What the next question is asked with: which articles, how strictly, who writes the answer. It stays for the
 * conversation until the reader removes it, and outlives a reload of the tab.
 */

import { tabStorage } from "../kit/storage.js";

/**
 * @typedef {object} Scope "" leaves something as it is
 * @property {string} collection
 * @property {string} tags separated by commas
 * @property {string} source part of the file name
 * @property {string} title part of the title
 * @property {string} from a year, a month or a day
 * @property {string} to
 * @property {string} article its id; several are separated by commas
 * @property {string} strictness
 * @property {string} mode
 *
 * @typedef {object} Chosen what a reply was asked with, as the server tells it
 * @property {{source: string, title: string, date_from: string, date_to: string, collection: string, tags: string[],
 *   article_ids: string[]}} filters
 * @property {string | null} strictness
 * @property {string} mode
 */

const KEY = "scope";
const CHANGE = "scope-change";
const BEGIN = "begin-question";

/** @type {Scope} */
export const NO_SCOPE = {
  collection: "",
  tags: "",
  source: "",
  title: "",
  from: "",
  to: "",
  article: "",
  strictness: "",
  mode: "",
};

/** The scope, and the conversation that it was chosen in; null before its first answer. */
let stored = read();

/** @returns {{conversation: string | null, scope: Scope}} */
function read() {
  try {
    const { conversation, scope } = JSON.parse(tabStorage.get(KEY) ?? "");
    return { conversation, scope: { ...NO_SCOPE, ...scope } };
  } catch {
    return { conversation: null, scope: NO_SCOPE };
  }
}

/** @returns {Scope} */
export function currentScope() {
  return stored.scope;
}

/** @returns {boolean} whether anything is set */
export function isScoped() {
  return Object.values(stored.scope).some(Boolean);
}

/** @param {Partial<Scope>} changed */
export function changeScope(changed) {
  store({ ...stored, scope: { ...stored.scope, ...changed } });
}

/**
 * Go on in a conversation, with what was last chosen there.
 * @param {string | null} conversation null for a new one
 * @param {Chosen | null} [chosen] what its last question was asked with; if missing, what is set now stays
 */
export function enterScope(conversation, chosen) {
  if (chosen !== undefined && stored.conversation === conversation) return;
  store({ conversation, scope: chosen === undefined ? stored.scope : scopeOf(chosen) });
}

/** Forget what was chosen, with the conversation. */
export function leaveScope() {
  store({ conversation: null, scope: NO_SCOPE });
}

/** Tell whoever listens that the reader wants to ask something now. */
export function beginQuestion() {
  document.dispatchEvent(new Event(BEGIN));
}

/** @param {() => void} listener */
export function onBeginQuestion(listener) {
  document.addEventListener(BEGIN, listener);
}

/** @param {() => void} listener */
export function onScopeChange(listener) {
  document.addEventListener(CHANGE, listener);
}

/**
 * @param {Chosen | null} chosen
 * @returns {Scope}
 */
export function scopeOf(chosen) {
  if (!chosen) return NO_SCOPE;
  const { filters, strictness, mode } = chosen;
  return {
    collection: filters.collection,
    tags: filters.tags.join(","),
    source: filters.source,
    title: filters.title,
    from: filters.date_from,
    to: filters.date_to,
    article: filters.article_ids.join(","),
    strictness: strictness ?? "",
    mode: mode === "auto" ? "" : mode,
  };
}

/** @returns {object} the fields of a question that say so to the server */
export function scopeFields() {
  const { collection, tags, source, title, from, to, article, strictness, mode } = stored.scope;
  const lists = { tags: listOf(tags), article_ids: listOf(article) };
  const filters = { collection, source, title, date_from: from, date_to: to, ...lists };
  const isFiltered = Object.values(filters).some(({ length }) => length > 0);
  return { ...(isFiltered && { filters }), ...(strictness && { strictness }), ...(mode && { mode }) };
}

/**
 * @param {string} text
 * @returns {string[]}
 */
export function listOf(text) {
  return text.split(/[,，、;；]/u).map((one) => one.trim()).filter(Boolean);
}

/** @param {typeof stored} changed */
function store(changed) {
  stored = changed;
  tabStorage.set(KEY, stored.conversation || isScoped() ? JSON.stringify(stored) : null);
  document.dispatchEvent(new Event(CHANGE));
}
