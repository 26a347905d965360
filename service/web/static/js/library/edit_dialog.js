/** The dialog in which one article is edited: its fields, its history, and taking the last change back. */

import "./editing_texts.js";

import { checkDates, DATE_LENGTH } from "../kit/dates.js";
import { element } from "../kit/dom.js";
import { setText, translate } from "../kit/language.js";
import { attempt, collectionField, field, openDialog, readFields, readTags } from "./edit_fields.js";
import { changeArticle, fetchHistory, fetchVersion, undoChange } from "./editing_requests.js";
import { historyItem } from "./history_item.js";

/** @typedef {import("./editing_requests.js").Version} Version */

const FIELDS = /** @type {const} */ (["title", "date", "byline", "source", "collection"]);

class EditDialog {
  #status = element("p", { class: "edit-status", role: "status" });
  #history = element("ol", { class: "edits" });
  #undo = setText(element("button", { type: "button", class: "small", hidden: true }), "editUndo");
  #form = element("form", { class: "edit-form" });
  #onChanged;
  /** @type {Version} */
  #version;

  /**
   * @param {Version} version
   * @param {() => void} onChanged
   * @param {() => void} onLeft
   */
  constructor(version, onChanged, onLeft) {
    this.#version = version;
    this.#onChanged = onChanged;
    this.#form.append(
      field("title", "fieldTitle", { required: true }),
      field("date", "fieldDate", { maxlength: DATE_LENGTH }, "fieldDateHint"),
      field("byline", "fieldByline"),
      field("source", "fieldSource"),
      collectionField(),
      field("tags", "fieldTags", {}, "fieldTagsHint"),
      setText(element("button", { type: "submit", class: "small strong" }), "editSave"),
    );
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (checkDates([this.#input("date")])) attempt(this.#status, () => this.#save());
    });
    this.#undo.addEventListener("click", () => attempt(this.#status, () => this.#takeBack()));
    const heading = setText(element("h3", { class: "rubric" }), "editHistory");
    openDialog("editTitle", {}, onLeft, this.#form, this.#status, heading, this.#undo, this.#history);
    this.#show();
    attempt(this.#status, () => this.#showHistory());
  }

  #show() {
    const { article } = this.#version;
    for (const name of FIELDS) this.#input(name).value = article[name];
    this.#input("tags").value = article.tags.join(translate("editComma"));
  }

  /** @param {string} name */
  #input(name) {
    return /** @type {HTMLInputElement} */ (this.#form.elements.namedItem(name));
  }

  async #save() {
    const { article } = this.#version;
    const { tags, ...texts } = readFields(this.#form);
    /** @type {Record<string, string | string[]>} */
    const change = Object.fromEntries(FIELDS.filter((name) => texts[name] !== article[name]).map((name) => [name, texts[name]]));
    if (readTags(tags).join() !== article.tags.join()) change.tags = readTags(tags);
    if (!Object.keys(change).length) {
      setText(this.#status, "editUnchanged");
      return;
    }
    this.#version = await changeArticle(this.#version, change);
    await this.#finish("editSaved");
  }

  async #takeBack() {
    await undoChange(this.#version.article.id);
    this.#version = await fetchVersion(this.#version.article.id);
    await this.#finish("editUndone");
  }

  /** @param {string} sentence */
  async #finish(sentence) {
    this.#onChanged();
    this.#show();
    await this.#showHistory();
    setText(this.#status, sentence);
  }

  async #showHistory() {
    const edits = await fetchHistory(this.#version.article.id);
    this.#undo.hidden = !edits.some((edit) => !edit.undone_at);
    const none = setText(element("li", { class: "advice" }), "editNoHistory");
    this.#history.replaceChildren(...(edits.length ? edits.map(historyItem) : [none]));
  }
}

/**
 * @param {string} id of the article
 * @param {() => void} onChanged is called after each change
 * @param {() => void} onLeft is called when the dialog has closed and the focus is nowhere
 */
export async function editArticle(id, onChanged, onLeft) {
  new EditDialog(await fetchVersion(id), onChanged, onLeft);
}
