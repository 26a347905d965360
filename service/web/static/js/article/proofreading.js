/** Proofreading a scanned article: the places that may be misread, one after the other, each with a box to correct it. */

import "./proofreading_texts.js";

import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setLabel, setText, translate } from "../kit/language.js";
import { announceLibraryChange } from "../kit/library_changes.js";
import { RequestError } from "../kit/request_error.js";
import { changeArticle } from "./requests.js";

/** @typedef {import("./requests.js").Article} Article */

const AROUND = 8; // characters shown on either side

/**
 * @typedef {{start: number, end: number, length: number}} Edit the characters `start:end` became `length` others
 *
 * @typedef {object} Events
 * @property {(article: Article, edit: Edit) => void} onCorrected is called with the new version of the article
 * @property {() => void} onOutdated is called if the reader wants the version that somebody else has made
 * @property {() => void} onClose
 * @property {AbortSignal} left is aborted when another article is opened, or none
 */

export class Proofreading {
  #current = 0;
  #place = element("span", { class: "proof-place" });
  #before = element("span");
  #after = element("span");
  #box = setLabel(element("input", { type: "text", maxlength: "200", autocomplete: "off" }), "proofBox");
  #outcome = element("div");
  #save = element("button", { type: "submit", class: "small" });

  /**
   * @param {HTMLElement} body the article's text
   * @param {Article} article with something doubtful
   * @param {Events} events
   */
  constructor(body, article, events) {
    this.body = body;
    this.article = article;
    this.events = events;
    const previous = stepButton("proofPrevious", "‹", () => this.#move(-1));
    const next = stepButton("proofNext", "›", () => this.#move(1));
    const steps = element("div", { class: "proof-steps" }, previous, this.#place, next);
    const words = element("p", { class: "proof-words", lang: "zh-CN" }, this.#before, this.#box, this.#after);
    const onclick = () => this.close();
    const done = setText(element("button", { type: "button", class: "small", onclick }), "proofDone");
    const onsubmit = (/** @type {Event} */ event) => (event.preventDefault(), this.#correct());
    const form = element("form", { class: "proof-form", onsubmit }, steps, words, this.#save, done);
    this.element = element("section", { class: "proofreading" }, form, this.#outcome);
    setLabel(this.element, "proofreading").removeAttribute("title");
    this.#box.addEventListener("input", () => this.#nameSave());
    body.addEventListener("click", this.#goToClicked, { signal: events.left });
  }

  close() {
    this.body.removeEventListener("click", this.#goToClicked);
    this.body.querySelector(".doubtful[data-current]")?.removeAttribute("data-current");
    this.element.remove();
    this.events.onClose();
  }

  /** Show the current place: in the form, and in the text. */
  show() {
    const { text, doubtful } = this.article;
    const { start, end } = doubtful[this.#current];
    const points = Array.from(text);
    this.#before.textContent = lastLine(points.slice(Math.max(0, start - AROUND), start));
    this.#after.textContent = points.slice(end, end + AROUND).join("").split("\n")[0];
    this.#box.value = points.slice(start, end).join("");
    this.#box.size = end - start + 2;
    this.#nameSave();
    setText(this.#place, "proofPlace", { n: this.#current + 1, total: doubtful.length });
    for (const word of this.body.querySelectorAll(".doubtful")) {
      word.toggleAttribute("data-current", word.getAttribute("data-start") === String(start));
    }
    this.body.querySelector(".doubtful[data-current]")?.scrollIntoView({ block: "center" });
    this.#box.focus({ preventScroll: true });
    this.#box.select();
  }

  /** What is left as it is, is confirmed. */
  #nameSave() {
    const { start, end } = this.article.doubtful[this.#current];
    const isRight = this.#box.value.trim() === Array.from(this.article.text).slice(start, end).join("");
    setText(this.#save, isRight ? "proofConfirm" : "proofSave");
  }

  /** @param {number} step */
  #move(step) {
    const total = this.article.doubtful.length;
    this.#current = (this.#current + step + total) % total;
    this.#outcome.replaceChildren();
    this.show();
  }

  /** @param {MouseEvent} event */
  #goToClicked = (event) => {
    const word = event.target instanceof Element ? event.target.closest(".doubtful") : null;
    const index = this.article.doubtful.findIndex(({ start }) => String(start) === word?.getAttribute("data-start"));
    if (index >= 0) this.#move(index - this.#current);
  };

  async #correct() {
    const { start, end } = this.article.doubtful[this.#current];
    const points = Array.from(this.article.text);
    const words = this.#box.value.trim();
    const isRight = words === points.slice(start, end).join("");
    const text = [...points.slice(0, start), words, ...points.slice(end)].join("");
    const change = isRight ? { confirmed: [{ start, end }] } : { text };
    this.#save.disabled = true;
    try {
      this.#showCorrected(await changeArticle(this.article, change), { start, end, length: Array.from(words).length });
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.#outcome.replaceChildren(this.#failure(error));
    } finally {
      this.#save.disabled = false;
    }
  }

  /**
   * @param {Article} article
   * @param {Edit} edit
   */
  #showCorrected(article, edit) {
    this.article = article;
    this.events.onCorrected(article, edit);
    announceLibraryChange();
    const left = article.doubtful.length;
    announce(translate(left ? "proofSaved" : "proofFinished", { n: left }));
    if (left === 0) return this.close();
    this.#current = Math.min(this.#current, left - 1);
    this.#outcome.replaceChildren();
    return this.show();
  }

  /** @param {RequestError} error */
  #failure(error) {
    if (error.code !== "changed_meanwhile") return failureNotice(error, () => this.#correct());
    const onclick = () => this.events.onOutdated();
    const reload = setText(element("button", { type: "button", class: "retry", onclick }), "proofReload");
    return element("div", { class: "failure", role: "alert" }, setText(element("p"), "proofOutdated"), reload);
  }
}

/** @param {string[]} points */
function lastLine(points) {
  return points.join("").split("\n").pop() ?? "";
}

/**
 * @param {string} key
 * @param {string} text
 * @param {() => void} onclick
 */
function stepButton(key, text, onclick) {
  return setLabel(element("button", { type: "button", class: "control step", text, onclick }), key);
}
