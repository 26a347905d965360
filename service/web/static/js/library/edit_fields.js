/** The parts of the forms in which articles are edited. */

import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setText } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { fetchCollections } from "./requests.js";

const SEPARATORS = /[,，;；、\n]+/;

/**
 * Open a dialog with a heading, its first field in focus; it is removed when it is closed.
 * @param {string} title
 * @param {Record<string, number>} values
 * @param {() => void} onLeft is called when it has closed and what opened it is gone
 * @param {...HTMLElement} content
 * @returns {HTMLDialogElement}
 */
export function openDialog(title, values, onLeft, ...content) {
  const close = element("button", { type: "button", class: "control", onclick: () => dialog.close() });
  const heading = setText(element("h2", { id: "editing-title" }), title, values);
  const bar = element("div", { class: "editing-bar" }, heading, setText(close, "close"));
  const body = element("div", { class: "editing-body" }, ...content);
  const dialog = element("dialog", { class: "editing", "aria-labelledby": "editing-title" }, bar, body);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (document.activeElement === document.body) onLeft();
  });
  document.body.append(dialog);
  dialog.showModal();
  body.querySelector("input")?.focus();
  return dialog;
}

/**
 * @param {string} name of the field in the form
 * @param {string} label
 * @param {import("../kit/dom.js").Properties} [properties] of the input
 * @param {string} [hint]
 * @returns {HTMLElement}
 */
export function field(name, label, properties = {}, hint = "") {
  const input = element("input", { name, type: "text", maxlength: "500", autocomplete: "off", ...properties });
  const text = setText(element("span", { class: "label" }), label);
  const notes = hint ? [setText(element("small"), hint)] : [];
  return element("label", { class: "edit-field" }, text, input, ...notes);
}

/** @returns {HTMLElement} the input of a collection, which offers those that exist */
export function collectionField() {
  const choices = element("datalist", { id: "edit-collections" });
  const whole = field("collection", "fieldCollection", { list: "edit-collections" });
  whole.append(choices);
  offer(choices);
  return whole;
}

/** @param {HTMLElement} choices */
async function offer(choices) {
  try {
    const { collections } = await fetchCollections();
    choices.replaceChildren(...collections.map(({ name }) => element("option", { value: name })));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // the name can be typed
  }
}

/**
 * @param {string} text
 * @returns {string[]}
 */
export function readTags(text) {
  return text.split(SEPARATORS).map((tag) => tag.trim()).filter(Boolean);
}

/**
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>} what its fields contain
 */
export function readFields(form) {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value).trim()]));
}

/**
 * Do something; if it fails, say why.
 * @param {HTMLElement} status where to say it
 * @param {() => Promise<void>} action
 */
export async function attempt(status, action) {
  status.replaceChildren();
  try {
    await action();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    status.replaceChildren(failureNotice(error, () => attempt(status, action)));
  }
}
