/**
 * What the next question is asked with: which articles, how strictly, who writes the answer. It stays for the
 * conversation until the reader removes it, and outlives a reload of the tab.
 */

import { tabStorage } from "../kit/storage.js";

/**
 * @typedef {object} Scope "" leaves something as it is
 * @property {string} source part of the file name
 * @property {string} from a year, a month or a day
 * @property {string} to
 * @property {string} strictness
 * @property {string} mode
 *
 * @typedef {object} Chosen what a reply was asked with, as the server tells it
 * @property {{source: string, date_from: string, date_to: string}} filters
 * @property {string | null} strictness
 * @property {string} mode
 */

const KEY = "scope";
const CHANGE = "scope-change";

/** @type {Scope} */
export const NO_SCOPE = { source: "", from: "", to: "", strictness: "", mode: "" };

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
    source: filters.source,
    from: filters.date_from,
    to: filters.date_to,
    strictness: strictness ?? "",
    mode: mode === "auto" ? "" : mode,
  };
}

/** @returns {object} the fields of a question that say so to the server */
export function scopeFields() {
  const { source, from, to, strictness, mode } = stored.scope;
  const filters = { source, date_from: from, date_to: to };
  const isFiltered = Object.values(filters).some(Boolean);
  return { ...(isFiltered && { filters }), ...(strictness && { strictness }), ...(mode && { mode }) };
}

/** @param {typeof stored} changed */
function store(changed) {
  stored = changed;
  tabStorage.set(KEY, stored.conversation || isScoped() ? JSON.stringify(stored) : null);
  document.dispatchEvent(new Event(CHANGE));
}
