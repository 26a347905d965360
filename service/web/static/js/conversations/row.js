/** A conversation in the list: a link that opens it, and buttons that rename, export and delete it. */

import { conversationAddress } from "../kit/addresses.js";
import { announce } from "../kit/announcement.js";
import { element, languageOf } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setLabel, setText, translate } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { formatTime } from "./days.js";
import { openExportMenu } from "./export_menu.js";
import { renameConversation } from "./requests.js";

/** @typedef {import("./requests.js").Conversation} Conversation */

/** The keys of the labels that name the conversation, by the key of the button's text. */
const LABELS = { rename: "renameOf", exportAs: "exportOf", remove: "removeOf" };

/**
 * @param {Conversation} conversation
 * @param {(row: HTMLElement) => void} remove
 * @returns {HTMLElement}
 */
export function conversationRow(conversation, remove) {
  const row = element("li", { class: "conversation" });
  show(row, conversation, remove);
  return row;
}

/**
 * @param {HTMLElement} row
 * @param {Conversation} conversation
 * @param {(row: HTMLElement) => void} remove
 */
function show(row, conversation, remove) {
  const { id, title } = conversation;
  const renameButton = actionButton("rename", title, () => edit(row, conversation, remove));
  const exportButton = actionButton("exportAs", title, () => openExportMenu(exportButton, id));
  const removeButton = actionButton("remove", title, () => remove(row));
  const actions = element("div", { class: "row-actions" }, renameButton, exportButton, removeButton);
  row.replaceChildren(entry(conversation), actions);
}

/**
 * @param {Conversation} conversation
 * @returns {HTMLElement}
 */
function entry({ id, title, last_asked_at, turns_total }) {
  const href = conversationAddress(id);
  const link = element("a", { class: "conversation-title", href, text: title, lang: languageOf(title) });
  const time = element("time", { datetime: last_asked_at, text: formatTime(new Date(last_asked_at)) });
  const turns = setText(element("span"), "conversationTurns", { n: turns_total });
  return element("div", { class: "entry" }, link, element("p", { class: "imprint" }, time, turns));
}

/**
 * @param {keyof typeof LABELS} key of its text
 * @param {string} title
 * @param {() => void} onclick
 */
function actionButton(key, title, onclick) {
  const button = element("button", { type: "button", class: "control", "data-action": key, onclick });
  button.append(setText(element("span"), key));
  return setLabel(button, LABELS[key], { title });
}

/**
 * Replace the row's content by a form that renames the conversation.
 * @param {HTMLElement} row
 * @param {Conversation} conversation
 * @param {(row: HTMLElement) => void} remove
 */
function edit(row, conversation, remove) {
  const value = conversation.title;
  const box = element("input", { type: "text", maxlength: "200", value });
  const close = (/** @type {string} */ title) => {
    show(row, { ...conversation, title }, remove);
    /** @type {HTMLElement} */ (row.querySelector("[data-action=rename]")).focus();
  };
  const onsubmit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const title = box.value.trim();
    if (!title || title === value) return close(value);
    await rename(row, conversation.id, title, () => close(title));
  };
  const submit = setText(element("button", { type: "submit", class: "retry" }), "save");
  const cancel = element("button", { type: "button", class: "control", onclick: () => close(value) });
  const form = element("form", { class: "rename", onsubmit }, setLabel(box, "newTitle"), submit);
  form.append(setText(cancel, "discard"));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) close(value);
  });
  row.replaceChildren(form);
  box.select();
}

/**
 * @param {HTMLElement} row
 * @param {string} id
 * @param {string} title
 * @param {() => void} onRenamed
 */
async function rename(row, id, title, onRenamed) {
  row.querySelector(".failure")?.remove();
  try {
    await renameConversation(id, title);
    onRenamed();
    announce(translate("renamed", { title }));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    row.append(failureNotice(error, () => rename(row, id, title, onRenamed)));
  }
}
