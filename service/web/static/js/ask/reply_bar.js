/** What a reader can do with a reply: copy it, link to it, ask again, edit the question, rate it. */

import "./reply_bar_texts.js";

import { conversationAddress } from "../kit/addresses.js";
import { copyOrOffer } from "../kit/copying.js";
import { element } from "../kit/dom.js";
import { setLabel, setText } from "../kit/language.js";
import { openMenu } from "../kit/menu.js";
import { copyOfAnswer } from "./answer_copy.js";
import { editQuestion } from "./composer.js";
import { FeedbackBar } from "./feedback_bar.js";

/** @typedef {import("./requests.js").Answer} Answer */

/**
 * Add the bar to an answer, and to each of its passages a button that marks it as the right one.
 * @param {HTMLElement} view of the answer
 * @param {string} question
 * @param {Answer} answer
 * @param {import("./follow_up.js").AskAgain} askAgain
 */
export function addReplyBar(view, question, answer, askAgain) {
  const result = element("div", { class: "copy-result" });
  const row = element("div", { class: "reply-actions", role: "group" });
  if (answer.answered) row.append(copyButton(question, answer, result));
  const { conversation_id: id, turn } = answer;
  if (id && turn) row.append(action("copyAnswerLink", () => copyOrOffer(linkTo(conversationAddress(id, turn)), result)));
  row.append(action("againAnswer", () => askAgain(answer.interpreted.carried_over)));
  row.append(action("editAnswer", () => editQuestion(question)));
  view.append(setLabel(row, "replyActions"), result);
  row.removeAttribute("title");
  if (id && answer.id) addFeedback(view, answer);
}

/**
 * @param {HTMLElement} view
 * @param {Answer} answer
 */
function addFeedback(view, answer) {
  const bar = new FeedbackBar(answer.id, answer.feedback ?? null);
  view.append(bar.element);
  for (const card of view.querySelectorAll(".card")) {
    const source = answer.sources.find(({ n }) => String(n) === card.querySelector(".number")?.textContent);
    if (source) card.append(bar.passageButton(source.passage_id));
  }
}

/**
 * @param {string} question
 * @param {Answer} answer
 * @param {HTMLElement} result
 * @returns {HTMLElement}
 */
function copyButton(question, answer, result) {
  const copy = (/** @type {import("./answer_copy.js").Format} */ format) => () =>
    copyOrOffer(copyOfAnswer(question, answer, format), result);
  const button = action("copyAnswer", () =>
    openMenu(button, [
      ["copyAsPlain", copy("plain")],
      ["copyAsMarkdown", copy("markdown")],
      ["copyAsGb", copy("gbt7714")],
    ]),
  );
  button.setAttribute("aria-haspopup", "menu");
  return button;
}

/**
 * @param {string} key of its text
 * @param {() => void} onclick
 * @returns {HTMLElement}
 */
function action(key, onclick) {
  return setText(element("button", { type: "button", class: "control", onclick }), key);
}

/** @param {string} address within the page */
function linkTo(address) {
  return new URL(address, location.origin + location.pathname).href;
}
