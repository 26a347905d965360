/** The stored conversations, the one that was continued last first: under its day, found by title. */

import "./texts.js";

import { RequestError } from "../kit/requests.js";
import { startAnew } from "../ask/chat.js";
import { conversationId } from "../ask/current_conversation.js";
import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { name, say, wording } from "../kit/language.js";
import { addressOfView, viewAt } from "../kit/addresses.js";
import { dayOf } from "./days.js";
import { deletedId, offerUndo } from "./deletion.js";
import { fetchConversations } from "./requests.js";
import { conversationRow } from "./row.js";

/** @typedef {import("./requests.js").Conversation} Conversation */

const PAUSE_MS = 250; // after a key, before the server is asked

const box = /** @type {HTMLInputElement} */ (element("input", { type: "search", id: "find-conversation", maxlength: "200" }));
const kept = element("p", { class: "advice" });
const list = element("div", { class: "conversations", "aria-busy": "true" });
const state = element("div", { class: "conversations-state", role: "status" });

/** Each request for a list makes those before it void. */
let latest = 0;
let typing = 0;

/**
 * @param {HTMLElement} container
 */
export async function enter(container) {
  if (box.isConnected) return; // once there, it follows the address itself
  const head = element("div", { class: "view-head" }, say(element("h2"), "myConversations"), search());
  container.replaceChildren(head, kept, list, state);
  window.addEventListener("hashchange", follow);
  document.getElementById("language")?.addEventListener("click", follow); // days are written anew
  await follow();
}

async function follow() {
  const address = viewAt(location.hash);
  if (address?.name !== "conversations") return;
  const q = address.parameters.get("q") ?? "";
  if (document.activeElement !== box) box.value = q;
  await load(q);
}

/** @returns {HTMLElement} */
function search() {
  box.dataset.placeholder = "findPlaceholder";
  box.placeholder = wording("findPlaceholder");
  name(box, "findConversation");
  box.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(find, PAUSE_MS);
  });
  const submit = (/** @type {Event} */ event) => (event.preventDefault(), find());
  return element("form", { class: "find", role: "search", onsubmit: submit }, box);
}

function find() {
  clearTimeout(typing);
  location.replace(addressOfView("conversations", { q: box.value.trim() }));
}

/**
 * @param {string} q
 * @param {string} [cursor] goes on with the list
 */
async function load(q, cursor = "") {
  const mine = ++latest;
  list.setAttribute("aria-busy", "true");
  if (!list.childElementCount) say(settled(), "listing");
  try {
    const page = await fetchConversations(q, cursor);
    if (mine !== latest) return;
    if (!cursor) list.replaceChildren();
    append(page.conversations);
    showState(page, q);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (mine === latest) state.replaceChildren(failureNotice(error, () => load(q, cursor)));
  }
  list.removeAttribute("aria-busy");
}

/**
 * @param {import("./requests.js").ConversationsPage} page
 * @param {string} q
 */
function showState({ next_cursor, kept_days }, q) {
  say(kept, kept_days ? "kept" : "notKept", { days: kept_days });
  state.replaceChildren();
  if (next_cursor) {
    const onclick = () => load(q, next_cursor);
    state.append(say(element("button", { type: "button", class: "small", onclick }), "moreConversations"));
  } else if (!list.childElementCount && (kept_days || q)) {
    say(settled(), q ? "noneFound" : "noConversations", { q });
  }
}

/** @returns {HTMLElement} a sentence in place of what the state was */
function settled() {
  const sentence = element("p", { class: "empty" });
  state.replaceChildren(sentence);
  return sentence;
}

/** @param {Conversation[]} conversations */
function append(conversations) {
  for (const conversation of conversations) {
    if (conversation.id === deletedId()) continue;
    dayList(new Date(conversation.last_asked_at)).append(rowOf(conversation));
  }
}

/** @param {Conversation} conversation */
function rowOf(conversation) {
  return conversationRow(conversation, (row) => remove(row, conversation));
}

/**
 * @param {Date} moment
 * @returns {HTMLElement} the list of its day, the last one or a new one
 */
function dayList(moment) {
  const { key, label } = dayOf(moment, new Date());
  const last = /** @type {HTMLElement | null} */ (list.lastElementChild);
  if (last?.dataset.day === (key || label)) return /** @type {HTMLElement} */ (last.lastElementChild);
  const heading = element("h3", { class: "rubric", text: label });
  const rows = element("ul");
  list.append(element("section", { "data-day": key || label }, key ? say(heading, key) : heading, rows));
  return rows;
}

/**
 * @param {HTMLElement} row
 * @param {Conversation} conversation
 */
function remove(row, conversation) {
  const { id } = conversation;
  const title = row.querySelector(".conversation-title")?.textContent ?? conversation.title;
  const section = row.closest("section");
  const hide = (/** @type {boolean} */ hidden) => {
    row.hidden = hidden;
    if (section) section.hidden = !section.querySelector("li:not([hidden])");
  };
  const undo = () => {
    if (!row.isConnected) return follow(); // the list was fetched anew meanwhile
    hide(false);
    /** @type {HTMLElement} */ (row.querySelector("[data-action=remove]")).focus();
  };
  const done = () => {
    const near = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    if (document.activeElement === document.body) near?.querySelector("a")?.focus({ preventScroll: true });
    if (section && !section.querySelector("li")) section.remove();
    if (conversationId() === id) startAnew();
  };
  const failed = (/** @type {RequestError} */ error) => {
    undo();
    row.append(failureNotice(error, () => (row.querySelector(".failure")?.remove(), remove(row, conversation))));
  };
  hide(true);
  offerUndo({ id, title, undo, done, failed });
}
