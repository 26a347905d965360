/** A change of an article, as its history shows it. */

import { element } from "../kit/dom.js";
import { currentLanguage, setText, translate } from "../kit/language.js";

/** @typedef {import("./editing_requests.js").Edit} Edit */

/** @type {Record<string, string>} */
const NAMES = {
  title: "fieldTitle",
  text: "fieldText",
  date: "fieldDate",
  byline: "fieldByline",
  source: "fieldSource",
  url: "fieldUrl",
  collection: "fieldCollection",
  tags: "fieldTags",
};

/**
 * @param {Edit} edit
 * @returns {HTMLElement}
 */
export function historyItem(edit) {
  const locale = currentLanguage() === "en" ? "en-GB" : "zh-CN";
  const text = new Date(edit.edited_at).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
  const head = element("p", { class: "edit-head" }, element("time", { datetime: edit.edited_at, text }));
  if (edit.editor) head.append(setText(element("span"), "editBy", { editor: edit.editor }));
  if (edit.undone_at) head.append(" ", setText(element("em"), "editTakenBack"));
  const fields = edit.fields.map((one) => element("p", {}, ...(edit.undone_at ? undone(one) : fieldChange(one))));
  return element("li", { class: edit.undone_at ? "undone" : "" }, head, ...fields);
}

/**
 * @param {Edit["fields"][number]} change
 * @returns {(HTMLElement | string)[]}
 */
function fieldChange({ field: name, before, after }) {
  if (name === "text") return [setText(element("span"), "editTextChanged")];
  const label = setText(element("span", { class: "label" }), NAMES[name]);
  return [label, " ", element("del", { text: show(before) }), " → ", element("ins", { text: show(after) })];
}

/**
 * @param {Edit["fields"][number]} change that was undone
 * @returns {HTMLElement[]} all of it, struck through
 */
function undone({ field: name, before, after }) {
  const label = setText(element("span", { class: "label" }), name === "text" ? "editTextChanged" : NAMES[name]);
  const values = name === "text" ? "" : ` ${show(before)} → ${show(after)}`;
  return [element("del", {}, label, values)];
}

/**
 * @param {string | string[]} value
 * @returns {string}
 */
function show(value) {
  return (Array.isArray(value) ? value.join(translate("editComma")) : value) || translate("editEmpty");
}
