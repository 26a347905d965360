/** A stored conversation on the page again: its last turns at once, the earlier ones when they are asked for. */

import "../conversations/texts.js";

import { fetchConversation } from "../kit/requests.js";
import { element, languageOf } from "../kit/dom.js";
import { followUpLine } from "./follow_up.js";
import { name, say } from "../kit/language.js";
import { addressOf } from "../kit/addresses.js";

/** @typedef {import("../kit/requests.js").PastTurn} PastTurn */

const SHOWN = 20;

/**
 * @param {string} id
 * @param {(question: string) => HTMLElement} emptyTurn makes a turn without its reply
 * @returns {Promise<HTMLElement[]>} what the thread shows
 */
export async function pastThread(id, emptyTurn) {
  const { turns } = await fetchConversation(id);
  const early = turns.slice(0, -SHOWN);
  const shown = turns.slice(-SHOWN).map((turn) => pastTurn(turn, emptyTurn));
  return early.length > 0 ? [earlierButton(early, emptyTurn), ...shown] : shown;
}

/** @returns {HTMLElement} what a conversation that is no longer there leaves */
export function goneNotice() {
  return say(element("p", { class: "failure", role: "alert" }), "gone");
}

/**
 * @param {PastTurn[]} early
 * @param {(question: string) => HTMLElement} emptyTurn
 * @returns {HTMLElement}
 */
function earlierButton(early, emptyTurn) {
  const button = element("button", { type: "button", class: "small earlier", onclick: () => unfold() });
  const unfold = () => {
    const stays = /** @type {HTMLElement} */ (button.nextElementSibling);
    const before = stays.getBoundingClientRect().top;
    const turns = early.map((turn) => pastTurn(turn, emptyTurn));
    button.replaceWith(...turns);
    window.scrollBy({ top: stays.getBoundingClientRect().top - before, behavior: "instant" });
    const nearest = turns[turns.length - 1];
    nearest.tabIndex = -1;
    nearest.focus({ preventScroll: true });
  };
  return say(button, "earlier", { n: early.length });
}

/**
 * @param {PastTurn} turn
 * @param {(question: string) => HTMLElement} emptyTurn
 * @returns {HTMLElement}
 */
function pastTurn(turn, emptyTurn) {
  const made = emptyTurn(turn.question);
  made.lastElementChild?.append(pastAnswer(turn));
  return made;
}

/**
 * @param {PastTurn} turn
 * @returns {HTMLElement} what was answered then, with links to where it was quoted from
 */
function pastAnswer(turn) {
  const head = element("header", { class: "answer-head" }, say(element("h2"), turn.answered ? "answer" : "declined"));
  const view = element("section", { class: turn.answered ? "answer" : "answer declined" }, head);
  if (turn.interpreted.carried_over) view.prepend(followUpLine(turn.interpreted, null));
  if (!turn.answered) return view;
  const quote = element("q", { text: turn.answer });
  view.append(element("div", { class: "answer-text", lang: languageOf(turn.answer) }, quote));
  view.append(...turn.sources.map(sourceLink));
  return view;
}

/**
 * @param {PastTurn["sources"][number]} source
 * @returns {HTMLElement}
 */
function sourceLink(source) {
  const title = source.title || source.source;
  const href = addressOf(source.article_id, [source.start, source.end]);
  const link = element("a", { class: "open", href }, element("span", { text: title, lang: languageOf(title) }));
  return element("p", {}, name(link, "openOf", { title }));
}
