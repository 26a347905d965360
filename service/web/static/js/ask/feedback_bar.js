/** Under an answer: was it useful, and if not, which passage is the right one? */

import "./feedback_texts.js";

import { giveFeedback, RequestError } from "../kit/requests.js";
import { element } from "../kit/dom.js";
import { say } from "../kit/language.js";

/** @typedef {import("../kit/requests.js").Answer} Answer */
/** @typedef {"useful" | "not_useful"} Rating */

/**
 * Put the question under an answer, and offer each of its passages as the right one.
 * @param {HTMLElement} view of the answer
 * @param {Answer} answer
 */
export function offerFeedback(view, answer) {
  const bar = new Bar(answer);
  view.append(bar.element);
  for (const card of view.querySelectorAll(".card")) {
    const source = answer.sources.find(({ n }) => String(n) === card.querySelector(".number")?.textContent);
    if (source) card.append(bar.choiceOf(source.passage_id));
  }
}

class Bar {
  /** @param {Answer} answer */
  constructor(answer) {
    this.answer = answer;
    /** @type {Rating | null} */
    this.rating = null;
    /** The passage that is called the right one. */
    this.passage = "";
    this.status = element("p", { class: "feedback-status", role: "status" });
    this.ratings = [this.rate("useful", "useful"), this.rate("not_useful", "notUseful")];
    /** @type {HTMLElement[]} */
    this.choices = [];
    const label = say(element("span", { class: "feedback-label" }), "feedback");
    this.element = element("div", { class: "feedback" }, label, ...this.ratings, this.status);
  }

  /**
   * @param {Rating} rating
   * @param {string} key of its text
   */
  rate(rating, key) {
    const press = () => this.send(rating, "");
    return say(element("button", { ...PRESSABLE, "data-rating": rating, onclick: press }), key);
  }

  /**
   * @param {string} passage id
   * @returns {HTMLElement} the button that calls it the right one
   */
  choiceOf(passage) {
    const press = () => this.send(this.rating ?? "not_useful", passage);
    const button = say(element("button", { ...PRESSABLE, "data-passage": passage, onclick: press }), "rightPassage");
    this.choices.push(button);
    return element("p", { class: "feedback-choice" }, button);
  }

  /**
   * @param {Rating} rating
   * @param {string} passage
   */
  async send(rating, passage) {
    try {
      await giveFeedback(this.answer.id, rating, passage);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      say(this.status, error.status === 404 ? "feedbackGone" : "feedbackLost");
      return;
    }
    this.rating = rating;
    this.passage = passage;
    this.show();
  }

  show() {
    for (const button of this.ratings) press(button, button.dataset.rating === this.rating);
    for (const button of this.choices) press(button, button.dataset.passage === this.passage);
    const choose = this.rating === "not_useful" && !this.passage && this.choices.length > 0;
    say(this.status, choose ? "thanksChoose" : "thanks");
    for (const folded of this.element.parentElement?.querySelectorAll("details.others") ?? []) {
      if (choose) folded.setAttribute("open", "");
    }
  }
}

const PRESSABLE = { type: "button", class: "small", "aria-pressed": "false" };

/**
 * @param {HTMLElement} button
 * @param {boolean} pressed
 */
function press(button, pressed) {
  button.setAttribute("aria-pressed", String(pressed));
}
