/** One conversation in the list: open it, rename it in place, export it, delete it. */

import { RequestError } from "../kit/requests.js";
import { byId, element, languageOf } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { name, say, wording } from "../kit/language.js";
import { addressOfView } from "../kit/addresses.js";
import { clockOf } from "./days.js";
import { openMenu } from "./export_menu.js";
import { renameConversation } from "./requests.js";

/** @typedef {import("./requests.js").Conversation} Conversation */

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
  const rename = button("rename", title, () => edit(row, conversation, remove));
  const save = button("exportAs", title, () => openMenu(save, id));
  const drop = button("remove", title, () => remove(row));
  row.replaceChildren(entry(conversation), element("div", { class: "row-actions" }, rename, save, drop));
}

/**
 * @param {Conversation} conversation
 * @returns {HTMLElement}
 */
function entry({ id, title, last_asked_at, turns_total }) {
  const href = addressOfView("", { conversation: id });
  const link = element("a", { class: "conversation-title", href, text: title, lang: languageOf(title) });
  const time = element("time", { datetime: last_asked_at, text: clockOf(new Date(last_asked_at)) });
  const turns = say(element("span"), "conversationTurns", { n: turns_total });
  return element("div", { class: "entry" }, link, element("p", { class: "imprint" }, time, turns));
}

/**
 * @param {string} key of its text; `…Of` names it with the title
 * @param {string} title
 * @param {() => void} onclick
 */
function button(key, title, onclick) {
  const made = element("button", { type: "button", class: "control", "data-action": key, onclick });
  made.append(say(element("span"), key));
  return name(made, { rename: "renameOf", exportAs: "exportOf", remove: "removeOf" }[key], { title });
}

/**
 * @param {HTMLElement} row
 * @param {Conversation} conversation
 * @param {(row: HTMLElement) => void} remove
 */
function edit(row, conversation, remove) {
  const value = conversation.title;
  const box = /** @type {HTMLInputElement} */ (element("input", { type: "text", maxlength: "200", value }));
  const leave = (/** @type {Conversation} */ now) => {
    show(row, now, remove);
    /** @type {HTMLElement} */ (row.querySelector("[data-action=rename]")).focus();
  };
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const title = box.value.trim();
    if (!title || title === conversation.title) return leave(conversation);
    await renamed(row, conversation.id, title, () => leave({ ...conversation, title }));
  };
  const submit = say(element("button", { type: "submit", class: "retry" }), "save");
  const cancel = element("button", { type: "button", class: "control", onclick: () => leave(conversation) });
  const form = element("form", { class: "rename", onsubmit: send }, name(box, "newTitle"), submit, say(cancel, "discard"));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) leave(conversation);
  });
  row.replaceChildren(form);
  box.select();
}

/**
 * @param {HTMLElement} row
 * @param {string} id
 * @param {string} title
 * @param {() => void} done
 */
async function renamed(row, id, title, done) {
  row.querySelector(".failure")?.remove();
  try {
    await renameConversation(id, title);
    done();
    byId("announcement").textContent = wording("renamed", { title });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    row.append(failureNotice(error, () => renamed(row, id, title, done)));
  }
}
