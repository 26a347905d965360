/** The dialog in which several articles are changed at once. */

import "./editing_texts.js";

import { announce } from "../kit/announcement.js";
import { checkDates, DATE_LENGTH } from "../kit/dates.js";
import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { attempt, collectionField, field, openDialog, readFields, readTags } from "./edit_fields.js";
import { changeArticles } from "./editing_requests.js";

/** @typedef {import("./requests.js").Summary} Summary */
/** @typedef {Record<string, string | string[]>} Change */

const AT_ONCE = 1000;
/** The sentence for each outcome that the server reports. @type {Record<string, string>} */
const SENTENCES = {
  changed: "changed",
  unchanged: "changedUnchanged",
  no_such_document: "changedNoSuchDocument",
  changed_meanwhile: "changedMeanwhile",
  outside_rights: "changedOutsideRights",
};

/**
 * @param {Summary[]} articles
 * @param {() => void} onChanged
 * @param {() => void} onLeft is called when the dialog has closed and the focus is nowhere
 */
export function changeSeveral(articles, onChanged, onLeft) {
  const form = element("form", { class: "edit-form" });
  const status = element("p", { class: "edit-status", role: "status" });
  const none = element("input", { type: "checkbox", name: "none", value: "yes" });
  form.append(
    setText(element("p", { class: "advice" }), "changeHint"),
    collectionField(),
    element("label", { class: "edit-box" }, none, setText(element("span"), "fieldNoCollection")),
    field("add_tags", "fieldAddTags", {}, "fieldTagsHint"),
    field("remove_tags", "fieldRemoveTags"),
    field("date", "fieldDate", { maxlength: DATE_LENGTH }),
    field("byline", "fieldByline"),
    field("source", "fieldSource"),
    setText(element("button", { type: "submit", class: "small strong" }), "editSave"),
  );
  openDialog("changeTitle", { n: articles.length }, onLeft, form, status);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!checkDates([/** @type {HTMLInputElement} */ (form.elements.namedItem("date"))])) return;
    attempt(status, async () => {
      const ids = articles.slice(0, AT_ONCE).map(({ id }) => id);
      const outcomes = await changeArticles(ids, readChange(form));
      status.replaceChildren(...report(outcomes.map(({ outcome }) => outcome)));
      announce(status.textContent ?? "");
      onChanged();
    });
  });
}

/**
 * @param {HTMLFormElement} form
 * @returns {Change} what is filled in
 */
function readChange(form) {
  const { none, add_tags: added, remove_tags: removed, ...texts } = readFields(form);
  /** @type {Change} */
  const change = Object.fromEntries(Object.entries(texts).filter(([, value]) => value));
  if (none) change.collection = "";
  if (added) change.add_tags = readTags(added);
  if (removed) change.remove_tags = readTags(removed);
  return change;
}

/**
 * @param {string[]} outcomes
 * @returns {HTMLElement[]}
 */
function report(outcomes) {
  const found = Object.keys(SENTENCES).map((outcome) => [outcome, outcomes.filter((one) => one === outcome).length]);
  const told = found.filter(([outcome, n]) => n || outcome === "changed");
  return told.map(([outcome, n]) => setText(element("span"), SENTENCES[outcome], { n }));
}
