/** Feedback under an answer: whether it was useful, and if not, why, and which passage is the right one. */

import { element } from "../kit/dom.js";
import { setLabel, setText, translate } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { sendFeedback } from "./requests.js";

/** @typedef {import("./requests.js").Feedback} Feedback */
/** @typedef {Feedback["rating"]} Rating */

const TOGGLE = { type: "button", class: "small", "aria-pressed": "false" };
const REASONS = ["wrong", "incomplete", "off_topic", "outdated", "wrong_source"];

/** The feedback on one answer. */
export class FeedbackBar {
  /**
   * @param {string} answer its id
   * @param {Feedback | null} given what was said of it before
   */
  constructor(answer, given) {
    this.answer = answer;
    /** @type {Feedback | null} */
    this.given = given;
    /** The id of the passage that the reader marked as the right one, or "". */
    this.passage = "";
    this.status = element("p", { class: "feedback-status", role: "status" });
    this.ratingButtons = [this.ratingButton("useful", "useful"), this.ratingButton("not_useful", "notUseful")];
    this.reasonButtons = REASONS.map((reason) => this.reasonButton(reason));
    this.comment = element("textarea", { class: "comment", rows: "2", maxlength: "2000" });
    this.comment.dataset.placeholder = "commentPlaceholder";
    this.comment.placeholder = translate("commentPlaceholder");
    this.details = this.detailsForm();
    /** @type {HTMLElement[]} */
    this.passageButtons = [];
    const label = setText(element("span", { class: "feedback-label" }), "feedback");
    this.element = element("div", { class: "feedback" }, label, ...this.ratingButtons, this.details, this.status);
    this.showGiven();
  }

  /**
   * @param {Rating} rating
   * @param {string} key of its text
   */
  ratingButton(rating, key) {
    const onclick = () => this.send({ ...this.said(), rating }, "");
    return setText(element("button", { ...TOGGLE, "data-rating": rating, onclick }), key);
  }

  /** @param {string} reason */
  reasonButton(reason) {
    const onclick = () => {
      const { reasons, ...rest } = this.said();
      const others = reasons.filter((other) => other !== reason);
      this.send({ ...rest, reasons: others.length < reasons.length ? others : [...reasons, reason] }, this.passage);
    };
    return setText(element("button", { ...TOGGLE, "data-reason": reason, onclick }), reason);
  }

  /** @returns {HTMLElement} where the reader says why an answer was of no use */
  detailsForm() {
    const onsubmit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.send({ ...this.said(), comment: this.comment.value.trim() }, this.passage);
    };
    const label = setText(element("span", { class: "feedback-label" }), "why");
    const send = setText(element("button", { type: "submit", class: "small" }), "sendComment");
    const form = element("form", { class: "feedback-details", onsubmit }, label, ...this.reasonButtons);
    form.append(setLabel(this.comment, "comment"), send);
    return form;
  }

  /**
   * @param {string} passage its id
   * @returns {HTMLElement} the button that marks it as the right one
   */
  passageButton(passage) {
    const onclick = () => this.send({ ...this.said(), rating: this.given?.rating ?? "not_useful" }, passage);
    const button = setText(element("button", { ...TOGGLE, "data-passage": passage, onclick }), "rightPassage");
    this.passageButtons.push(button);
    return element("p", { class: "feedback-choice" }, button);
  }

  /** @returns {Feedback} what has been said so far */
  said() {
    return this.given ?? { rating: "not_useful", reasons: [], comment: "" };
  }

  /**
   * @param {Feedback} feedback
   * @param {string} passage
   */
  async send(feedback, passage) {
    try {
      await sendFeedback(this.answer, feedback, passage);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      setText(this.status, error.status === 404 ? "feedbackGone" : "feedbackLost");
      return;
    }
    this.given = feedback;
    this.passage = passage;
    this.showGiven();
    this.thank();
  }

  /** Show what was sent. */
  showGiven() {
    const { rating = "", reasons = [], comment = "" } = this.given ?? {};
    for (const button of this.ratingButtons) setPressed(button, button.dataset.rating === rating);
    for (const button of this.reasonButtons) setPressed(button, reasons.includes(button.dataset.reason ?? ""));
    for (const button of this.passageButtons) setPressed(button, button.dataset.passage === this.passage);
    if (comment) this.comment.value = comment;
    this.details.hidden = rating !== "not_useful";
  }

  /** Say that it was noted; after "not useful", ask for the right passage. */
  thank() {
    const choose = this.given?.rating === "not_useful" && !this.passage && this.passageButtons.length > 0;
    setText(this.status, choose ? "thanksChoose" : "thanks");
    this.status.scrollIntoView({ block: "nearest" });
    for (const folded of this.element.closest(".answer")?.querySelectorAll("details.others") ?? []) {
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
