/** A turn of the conversation: the question, and the place for its reply. */

import { element, languageOf } from "../kit/dom.js";
import { setText } from "../kit/language.js";

/**
 * @param {string} question
 * @returns {HTMLElement} a turn without its reply
 */
export function turnElement(question) {
  const asker = setText(element("span", { class: "hidden" }), "you");
  const text = element("p", { text: question, lang: languageOf(question) });
  const bubble = element("div", { class: "bubble" }, asker, text);
  return element("div", { class: "turn" }, bubble, element("div", { class: "reply" }));
}

/**
 * Show something in the place for the reply.
 * @param {HTMLElement} turn
 * @param {...HTMLElement} content
 */
export function fillTurn(turn, ...content) {
  turn.querySelector(".reply")?.replaceChildren(...content);
}

/**
 * Show something as the newest reply, which the reader waits for.
 * @param {HTMLElement} turn
 * @param {...HTMLElement} content
 */
export function showInTurn(turn, ...content) {
  fillTurn(turn, ...content);
  turn.scrollIntoView({ block: "start" });
}
