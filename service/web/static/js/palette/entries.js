/** What the palette offers: what the page can do, articles and conversations by their titles. */

import { articleAddress, conversationAddress, viewAddress } from "../kit/addresses.js";
import { byId } from "../kit/dom.js";
import { currentLanguage, translate } from "../kit/language.js";
import { request } from "../kit/requests.js";
import { RequestError } from "../kit/request_error.js";
import { texts } from "../kit/texts.js";

/**
 * @typedef {object} Entry
 * @property {string} words as shown
 * @property {string} [note] what distinguishes it from others
 * @property {string[]} [names] what it is called, in every language of the page
 * @property {() => void} choose
 *
 * @typedef {(question: string) => void} Ask
 */

const SHOWN = "5";

/**
 * @param {string} q what was typed
 * @param {Ask} ask
 * @param {() => void} help
 * @returns {Entry[]} what the page can do with it, a command whose name it begins first; else all that the page can do
 */
export function listCommands(q, ask, help) {
  const commands = [...views(), ...actions(help)];
  if (!q) return commands;
  const search = () => go(viewAddress("search", { q }));
  const typed = q.toLowerCase();
  const isBegun = (/** @type {Entry} */ { names = [] }) => names.some((name) => name.toLowerCase().startsWith(typed));
  const begun = commands.filter(isBegun);
  const named = commands.filter((entry) => !isBegun(entry) && entry.words.toLowerCase().includes(typed));
  const asking = { words: translate("paletteAsk", { q }), choose: () => askThere(q, ask) };
  return [...begun, asking, { words: translate("paletteSearch", { q }), choose: search }, ...named];
}

/** @returns {Entry[]} */
function views() {
  return [...byId("views").querySelectorAll("a")].map((link) => ({
    words: translate("paletteGo", { view: link.textContent ?? "" }),
    names: namesOf(link.dataset.text ?? ""),
    choose: () => go(link.getAttribute("href") ?? "#/"),
  }));
}

/**
 * @param {() => void} help
 * @returns {Entry[]}
 */
function actions(help) {
  const press = (/** @type {string} */ id) => () => byId(id).click();
  return [
    command("newChat", startAnew),
    command("addArticles", press("add")),
    command("paletteLanguage", press("language"), byId("language").textContent ?? ""),
    command("paletteTheme", press("theme"), ...namesOf("theme")),
    command("helpTitle", help),
  ];
}

/**
 * @param {string} key of its words
 * @param {() => void} choose
 * @param {...string} others what else it is called
 * @returns {Entry}
 */
function command(key, choose, ...others) {
  return { words: translate(key), names: [...namesOf(key), ...others], choose };
}

/**
 * @param {string} key
 * @returns {string[]} its text in every language
 */
function namesOf(key) {
  return [texts.zh[key], texts.en[key]].filter((text) => typeof text === "string");
}

/** Leave the conversation, from wherever the reader is. */
function startAnew() {
  if (byId("new-chat").hidden) go("#/");
  else byId("new-chat").click();
  if (document.body.dataset.view !== "ask") go("#/");
}

/**
 * Find articles by their titles.
 * @param {string} q
 * @returns {Promise<Entry[]>}
 */
export async function findArticles(q) {
  /** @type {{documents: {id: string, title: string, source: string, date: string}[]}} */
  const { documents } = await request(`/v1/documents?${new URLSearchParams({ q, limit: SHOWN })}`);
  return documents.map(({ id, title, source, date }) => ({
    words: title || source,
    note: [date, source].filter(Boolean).join(" · "),
    choose: () => go(articleAddress(id)),
  }));
}

/**
 * Find conversations by their titles.
 * @param {string} q
 * @returns {Promise<Entry[]>}
 */
export async function findConversations(q) {
  const query = new URLSearchParams({ q, sort: "asked", limit: SHOWN });
  /** @type {{conversations: {id: string, title: string, last_asked_at: string}[]}} */
  const { conversations } = await request(`/v1/conversations?${query}`);
  return conversations.map(({ id, title, last_asked_at: time }) => ({
    words: title,
    note: new Date(time).toLocaleString(currentLanguage(), { dateStyle: "medium", timeStyle: "short" }),
    choose: () => go(conversationAddress(id)),
  }));
}

/**
 * @param {() => Promise<Entry[]>} find
 * @returns {Promise<Entry[]>} none if the server is away
 */
export async function ifThere(find) {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return [];
  }
}

/**
 * Ask where questions are asked: go there first.
 * @param {string} question
 * @param {Ask} ask
 */
function askThere(question, ask) {
  const link = byId("views").querySelector("[data-view=ask]");
  const address = link?.getAttribute("href") ?? "#/";
  const isThere = document.body.dataset.view === "ask" && !byId("main").inert;
  if (isThere || location.hash === address) return ask(question);
  window.addEventListener("hashchange", () => ask(question), { once: true }); // after all that follows the address
  go(address);
}

/** @param {string} address */
function go(address) {
  location.hash = address;
}
