/** The turns of a stored conversation: the last ones at once, earlier ones on request. */

import { articleAddress } from "../kit/addresses.js";
import { element, languageOf } from "../kit/dom.js";
import { setLabel, setText } from "../kit/language.js";
import { untoldNotes } from "./answer.js";
import { followUpLine } from "./follow_up.js";
import { turnElement } from "./turn.js";

/** @typedef {import("./requests.js").PastTurn} PastTurn */

const SHOWN = 20;

/**
 * @param {PastTurn[]} turns
 * @returns {HTMLElement[]} the content of the thread
 */
export function pastThread(turns) {
  const earlier = turns.slice(0, -SHOWN);
  const shown = turns.slice(-SHOWN).map(pastTurn);
  return earlier.length > 0 ? [earlierButton(earlier), ...shown] : shown;
}

/** @returns {HTMLElement} the notice that a conversation no longer exists */
export function goneNotice() {
  return setText(element("p", { class: "failure", role: "alert" }), "conversationGone");
}

/**
 * @param {PastTurn[]} earlier
 * @returns {HTMLElement}
 */
function earlierButton(earlier) {
  const button = element("button", { type: "button", class: "small earlier" });
  button.addEventListener("click", () => replaceByTurns(button, earlier));
  return setText(button, "earlier", { n: earlier.length });
}

/**
 * Replace the button by turns, without moving what the reader sees below it.
 * @param {HTMLElement} button
 * @param {PastTurn[]} earlier
 */
function replaceByTurns(button, earlier) {
  const anchor = /** @type {HTMLElement} */ (button.nextElementSibling);
  const before = anchor.getBoundingClientRect().top;
  const turns = earlier.map(pastTurn);
  button.replaceWith(...turns);
  window.scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
  const last = turns[turns.length - 1];
  last.tabIndex = -1;
  last.focus({ preventScroll: true });
}

/**
 * @param {PastTurn} turn
 * @returns {HTMLElement}
 */
function pastTurn(turn) {
  const node = turnElement(turn.question);
  node.lastElementChild?.append(pastAnswer(turn));
  return node;
}

/**
 * @param {PastTurn} turn
 * @returns {HTMLElement} the answer of that time, with links to the articles that it quoted
 */
function pastAnswer({ interpreted, answered, answer, untold, sources }) {
  const heading = setText(element("h2"), answered ? "answer" : "declined");
  const view = element("section", { class: answered ? "answer" : "answer declined" });
  if (interpreted.carried_over) view.append(followUpLine(interpreted, null));
  view.append(element("header", { class: "answer-head" }, heading));
  if (!answered) return view;
  const text = element("div", { class: "answer-text", lang: languageOf(answer) }, element("q", { text: answer }));
  view.append(text, ...untoldNotes(untold), ...sources.map(sourceLink));
  return view;
}

/**
 * @param {PastTurn["sources"][number]} source
 * @returns {HTMLElement}
 */
function sourceLink({ article_id: id, title, source, start, end }) {
  const shown = title || source;
  const href = articleAddress(id, [start, end]);
  const link = element("a", { class: "open", href }, element("span", { text: shown, lang: languageOf(shown) }));
  return element("p", {}, setLabel(link, "openOf", { title: shown }));
}
