/** Feedback under an answer: whether it was useful, and if not, which passage is the right one. */

import "./feedback_texts.js";

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { sendFeedback } from "./requests.js";

/** @typedef {import("./requests.js").Answer} Answer */
/** @typedef {"useful" | "not_useful"} Rating */

const TOGGLE = { type: "button", class: "small", "aria-pressed": "false" };

/**
 * Add the feedback bar to an answer, and to each of its passages a button that marks it as the right one.
 * @param {HTMLElement} view of the answer
 * @param {Answer} answer
 */
export function addFeedbackBar(view, answer) {
  const bar = new FeedbackBar(answer);
  view.append(bar.element);
  for (const card of view.querySelectorAll(".card")) {
    const source = answer.sources.find(({ n }) => String(n) === card.querySelector(".number")?.textContent);
    if (source) card.append(bar.passageButton(source.passage_id));
  }
}

class FeedbackBar {
  /** @param {Answer} answer */
  constructor(answer) {
    this.answer = answer;
    /** @type {Rating | null} */
    this.rating = null;
    /** The id of the passage that the reader marked as the right one, or "". */
    this.passage = "";
    this.status = element("p", { class: "feedback-status", role: "status" });
    this.ratingButtons = [this.ratingButton("useful", "useful"), this.ratingButton("not_useful", "notUseful")];
    /** @type {HTMLElement[]} */
    this.passageButtons = [];
    const label = setText(element("span", { class: "feedback-label" }), "feedback");
    this.element = element("div", { class: "feedback" }, label, ...this.ratingButtons, this.status);
  }

  /**
   * @param {Rating} rating
   * @param {string} key of its text
   */
  ratingButton(rating, key) {
    const onclick = () => this.send(rating, "");
    return setText(element("button", { ...TOGGLE, "data-rating": rating, onclick }), key);
  }

  /**
   * @param {string} passage its id
   * @returns {HTMLElement} the button that marks it as the right one
   */
  passageButton(passage) {
    const onclick = () => this.send(this.rating ?? "not_useful", passage);
    const button = setText(element("button", { ...TOGGLE, "data-passage": passage, onclick }), "rightPassage");
    this.passageButtons.push(button);
    return element("p", { class: "feedback-choice" }, button);
  }

  /**
   * @param {Rating} rating
   * @param {string} passage
   */
  async send(rating, passage) {
    try {
      await sendFeedback(this.answer.id, rating, passage);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setText(this.status, error.status === 404 ? "feedbackGone" : "feedbackLost");
      return;
    }
    this.rating = rating;
    this.passage = passage;
    this.show();
  }

  /** Show what was sent; after "not useful", ask for the right passage. */
  show() {
    for (const button of this.ratingButtons) setPressed(button, button.dataset.rating === this.rating);
    for (const button of this.passageButtons) setPressed(button, button.dataset.passage === this.passage);
    const choose = this.rating === "not_useful" && !this.passage && this.passageButtons.length > 0;
    setText(this.status, choose ? "thanksChoose" : "thanks");
    for (const folded of this.element.parentElement?.querySelectorAll("details.others") ?? []) {
      if (choose) folded.setAttribute("open", "");
    }
  }
}

/**
 * @param {HTMLElement} button
 * @param {boolean} pressed
 */
function setPressed(button, pressed) {
  button.setAttribute("aria-pressed", String(pressed));
}
