/** The turns on the page: the last ones of a long conversation, earlier ones on request. */

import { byId, element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { drawing } from "./replies.js";
import { turnElement } from "./turn.js";

/** @typedef {import("./requests.js").StoredTurn} StoredTurn */

/** How many turns are shown at first. */
export const SHOWN = 20;

const thread = byId("thread");

/** How many turns the conversation has, as far as this page knows. */
let seen = 0;
/** @type {(turn: HTMLElement, question: string, carryOver: string) => void} */
let askAgain = () => {};

/** @param {typeof askAgain} listener is called when the reader wants a question read otherwise */
export function onAskAgain(listener) {
  askAgain = listener;
}

/** @returns {number} */
export function seenTurns() {
  return seen;
}

/** Count turns from 1 again: the conversation is gone, and the next question begins another. */
export function countAnew() {
  seen = 0;
  for (const turn of thread.querySelectorAll("[data-turn]")) turn.removeAttribute("data-turn");
}

/** @param {...HTMLElement} notices what is shown instead of turns */
export function clearThread(...notices) {
  seen = 0;
  thread.replaceChildren(...notices);
  byId("welcome").hidden = false;
  byId("new-chat").hidden = notices.length === 0;
}

/**
 * @param {string} question
 * @returns {HTMLElement} a turn at the end of the thread, without its reply
 */
export function addTurn(question) {
  const turn = turnElement(question);
  append(turn);
  return turn;
}

/**
 * Note that a turn has been answered.
 * @param {HTMLElement} turn
 * @param {string} question
 * @param {import("./requests.js").Answer} answer
 */
export function showAnswered(turn, question, answer) {
  drawing().drawReply(turn, question, answer, (carryOver) => askAgain(turn, question, carryOver));
  if (answer.turn) seen = Math.max(seen, answer.turn);
}

/**
 * Add turns of a stored conversation to the end of the thread, except those that are there.
 * @param {StoredTurn[]} turns
 * @param {string} conversation
 */
export function showStored(turns, conversation) {
  const added = turns.filter(({ n }) => n > seen).map((turn) => storedTurn(turn, conversation));
  if (added.length > 0) append(...added);
  seen = Math.max(seen, ...turns.map(({ n }) => n));
}

/**
 * Put a button above the thread that shows earlier turns.
 * @param {number} count how many there are
 * @param {() => void} onclick
 */
export function offerEarlier(count, onclick) {
  const button = element("button", { type: "button", class: "small earlier", onclick });
  thread.prepend(setText(button, "earlier", { n: count }));
}

/**
 * Show turns above the others, in place of the button, without moving what the reader sees below it.
 * @param {StoredTurn[]} turns
 * @param {string} conversation
 */
export function showEarlier(turns, conversation) {
  const button = thread.querySelector(".earlier");
  const anchor = button?.nextElementSibling;
  if (!button || !anchor) return;
  const before = anchor.getBoundingClientRect().top;
  const added = turns.map((turn) => storedTurn(turn, conversation));
  button.replaceWith(...added);
  window.scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
  const last = added[added.length - 1];
  last.tabIndex = -1;
  last.focus({ preventScroll: true });
}

/**
 * Mark one turn as the one that was linked to, and no other.
 * @param {number | null} n its number; null for none
 * @returns {HTMLElement | null} the turn, if it is on the page
 */
export function markTurn(n) {
  for (const marked of thread.querySelectorAll(".turn.linked")) marked.classList.remove("linked");
  const turn = n ? findTurn(n) : null;
  turn?.classList.add("linked");
  return turn;
}

/**
 * @param {number | null} n
 * @returns {boolean} whether the turn with this number is on the page; null for any
 */
export function hasTurn(n) {
  return (n ? findTurn(n) : thread.querySelector(".turn")) !== null;
}

/**
 * @param {number} n
 * @returns {HTMLElement | null}
 */
function findTurn(n) {
  return thread.querySelector(`[data-turn="${n}"]`);
}

/**
 * @param {HTMLElement} turn
 * @returns {boolean} whether it is the last one
 */
export function isLast(turn) {
  return turn === thread.lastElementChild;
}

/** @returns {Element | null} */
export function lastTurn() {
  return thread.lastElementChild;
}

/** @param {...HTMLElement} turns */
function append(...turns) {
  byId("welcome").hidden = true;
  byId("new-chat").hidden = false;
  thread.append(...turns);
}

/**
 * @param {StoredTurn} stored
 * @param {string} conversation
 * @returns {HTMLElement}
 */
function storedTurn(stored, conversation) {
  const { question } = stored;
  const turn = turnElement(question);
  const { drawReply, replyOf } = drawing();
  drawReply(turn, question, replyOf(stored, conversation), (carryOver) => askAgain(turn, question, carryOver));
  return turn;
}
