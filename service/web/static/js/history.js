/** The turns of a stored conversation, read back after a reload. */

import { fetchConversation, RequestError } from "./api.js";
import { conversationId, enterConversation } from "./conversation.js";
import { element, languageOf } from "./dom.js";
import { followUpLine } from "./follow_up.js";
import { name, say } from "./language.js";
import { addressOf } from "./routes.js";

/** @typedef {import("./api.js").PastTurn} PastTurn */

/**
 * @returns {Promise<PastTurn[]>} nothing when there is no conversation to go on with, or it is gone
 */
export async function pastTurns() {
  const id = conversationId();
  if (!id) return [];
  try {
    return (await fetchConversation(id)).turns;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.code === "no_such_conversation") enterConversation(null);
    return [];
  }
}

/**
 * @param {PastTurn} turn
 * @returns {HTMLElement} what was answered then, with links to where it was quoted from
 */
export function pastAnswer(turn) {
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
