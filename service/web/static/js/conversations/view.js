/** The stored conversations, grouped by day, the most recently continued first; searchable by title. */

import "./texts.js";

import { currentConversation } from "../ask/current_conversation.js";
import { startNewConversation } from "../ask/chat.js";
import { parseViewAddress, viewAddress } from "../kit/addresses.js";
import { byId, element } from "../kit/dom.js";
import { failureNotice, loadFailureNotice } from "../kit/failure_notice.js";
import { setLabel, setText, translate } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { dayOf } from "./days.js";
import { deleteWithUndo, pendingDeletion } from "./deletion.js";
import { fetchConversations } from "./requests.js";
import { conversationRow } from "./row.js";

/** @typedef {import("./requests.js").Conversation} Conversation */

const TYPING_PAUSE_MS = 250; // after the last key press, before the search starts

const box = element("input", { type: "search", id: "find-conversation", maxlength: "200" });
const retention = element("p", { class: "advice" });
const list = element("div", { class: "conversations", "aria-busy": "true" });
const state = element("div", { class: "conversations-state", role: "status" });

/** The number of the latest request; responses to earlier ones are ignored. */
let latestRequest = 0;
let typingTimer = 0;

/** @param {HTMLElement} container */
export async function enter(container) {
  if (box.isConnected) return; // from then on it follows the address itself
  const head = element("div", { class: "view-head" }, setText(element("h2"), "myConversations"), searchForm());
  container.replaceChildren(head, retention, list, state);
  window.addEventListener("hashchange", followAddress);
  byId("language").addEventListener("click", followAddress); // the days are written in the new language
  await followAddress();
}

async function followAddress() {
  const address = parseViewAddress(location.hash);
  if (address?.name !== "conversations") return;
  const q = address.parameters.get("q") ?? "";
  if (document.activeElement !== box) box.value = q;
  await load(q);
}

/** @returns {HTMLElement} */
function searchForm() {
  box.dataset.placeholder = "findPlaceholder";
  box.placeholder = translate("findPlaceholder");
  setLabel(box, "findConversation");
  box.addEventListener("input", () => {
    clearTimeout(typingTimer);
    typingTimer = setTimeout(search, TYPING_PAUSE_MS);
  });
  const onsubmit = (/** @type {Event} */ event) => (event.preventDefault(), search());
  return element("form", { class: "find", role: "search", onsubmit }, box);
}

function search() {
  clearTimeout(typingTimer);
  location.replace(viewAddress("conversations", { q: box.value.trim() }));
}

/**
 * @param {string} q
 * @param {string} [cursor] continues the list
 */
async function load(q, cursor = "") {
  const current = ++latestRequest;
  list.setAttribute("aria-busy", "true");
  if (!list.childElementCount) showSentence("listing");
  try {
    const page = await fetchConversations(q, cursor);
    if (current !== latestRequest) return;
    if (!cursor) list.replaceChildren();
    append(page.conversations);
    showState(page, q);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (current === latestRequest) state.replaceChildren(loadFailureNotice(error, () => load(q, cursor)));
  }
  list.removeAttribute("aria-busy");
}

/**
 * @param {import("./requests.js").ConversationsPage} page
 * @param {string} q
 */
function showState({ next_cursor, kept_days }, q) {
  setText(retention, kept_days ? "kept" : "notKept", { days: kept_days });
  state.replaceChildren();
  if (next_cursor) {
    const onclick = () => load(q, next_cursor);
    state.append(setText(element("button", { type: "button", class: "small", onclick }), "moreConversations"));
  } else if (!list.childElementCount && (kept_days || q)) {
    showSentence(q ? "noneFound" : "noConversations", { q });
  }
}

/**
 * Show a sentence below the list.
 * @param {string} key
 * @param {Record<string, string>} [values]
 */
function showSentence(key, values) {
  state.replaceChildren(setText(element("p", { class: "empty" }), key, values));
}

/** @param {Conversation[]} conversations */
function append(conversations) {
  for (const conversation of conversations) {
    if (conversation.id === pendingDeletion()) continue;
    const row = conversationRow(conversation, (removed) => removeRow(removed, conversation));
    dayList(new Date(conversation.last_asked_at)).append(row);
  }
}

/**
 * @param {Date} moment
 * @returns {HTMLElement} the list of its day: the last one of the page, or a new one
 */
function dayList(moment) {
  const { key, label } = dayOf(moment, new Date());
  const last = /** @type {HTMLElement | null} */ (list.lastElementChild);
  if (last?.dataset.day === (key || label)) return /** @type {HTMLElement} */ (last.lastElementChild);
  const heading = element("h3", { class: "rubric", text: label });
  const rows = element("ul");
  list.append(element("section", { "data-day": key || label }, key ? setText(heading, key) : heading, rows));
  return rows;
}

/**
 * Hide a row, and delete its conversation unless the reader undoes it.
 * @param {HTMLElement} row
 * @param {Conversation} conversation
 */
function removeRow(row, conversation) {
  const { id } = conversation;
  const title = row.querySelector(".conversation-title")?.textContent ?? conversation.title;
  const onUndo = () => bringBack(row);
  const onDeleted = () => {
    dropRow(row);
    if (currentConversation() === id) startNewConversation();
  };
  const onFailed = (/** @type {RequestError} */ error) => {
    bringBack(row);
    const retry = () => {
      row.querySelector(".failure")?.remove();
      removeRow(row, conversation);
    };
    row.append(failureNotice(error, retry));
  };
  setHidden(row, true);
  deleteWithUndo({ id, title, onUndo, onDeleted, onFailed });
}

/**
 * Hide or show a row, and its day with it if that has no other rows.
 * @param {HTMLElement} row
 * @param {boolean} hidden
 */
function setHidden(row, hidden) {
  row.hidden = hidden;
  const section = row.closest("section");
  if (section) section.hidden = !section.querySelector("li:not([hidden])");
}

/** @param {HTMLElement} row */
function bringBack(row) {
  if (!row.isConnected) return void followAddress(); // the list was loaded again in the meantime
  setHidden(row, false);
  /** @type {HTMLElement} */ (row.querySelector("[data-action=remove]")).focus();
}

/**
 * Take a deleted row out of the list, and keep the focus near it.
 * @param {HTMLElement} row
 */
function dropRow(row) {
  const section = row.closest("section");
  const neighbour = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  if (document.activeElement === document.body) neighbour?.querySelector("a")?.focus({ preventScroll: true });
  if (section && !section.querySelector("li")) section.remove();
}
