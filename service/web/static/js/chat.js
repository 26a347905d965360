/** The conversation: a question, then its answer or what went wrong. */

import { answerView } from "./answer.js";
import { ask, RequestError } from "./api.js";
import { focusComposer, isBusy, setBusy } from "./composer.js";
import { byId, element, languageOf } from "./dom.js";
import { failureNotice } from "./failure.js";
import { say, wording } from "./language.js";

/**
 * Put a question into the conversation and answer it.
 * @param {string} question
 * @returns {Promise<void>}
 */
export async function askInChat(question) {
  if (isBusy()) return;
  byId("welcome").hidden = true;
  const turn = element("div", { class: "turn" }, bubble(question), element("div", { class: "reply" }));
  byId("thread").append(turn);
  await reply(turn, question);
  focusComposerWithMouse();
}

/**
 * @param {HTMLElement} turn
 * @param {string} question
 */
async function reply(turn, question) {
  setBusy(true);
  show(turn, say(element("p", { class: "searching" }), "searching"));
  announce(wording("searching"));
  try {
    const answer = await ask(question);
    show(turn, answerView(answer));
    announce(spoken(answer));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    show(turn, failureNotice(error, () => reply(turn, question)));
  } finally {
    setBusy(false);
  }
}

/**
 * @param {string} question
 * @returns {HTMLElement}
 */
function bubble(question) {
  const who = say(element("span", { class: "hidden" }), "you");
  return element("div", { class: "bubble" }, who, element("p", { text: question, lang: languageOf(question) }));
}

/**
 * @param {HTMLElement} turn
 * @param {HTMLElement} content
 */
function show(turn, content) {
  turn.querySelector(".reply")?.replaceChildren(content);
  turn.scrollIntoView({ block: "start" });
}

/**
 * @param {import("./api.js").Answer} answer
 * @returns {string}
 */
function spoken(answer) {
  if (answer.mentions) return answer.answer;
  if (!answer.answered) return wording("declined");
  const cited = answer.sources.filter((source) => source.highlights.length > 0);
  return wording("announceAnswer", { answer: answer.answer, n: cited.length });
}

/** @param {string} text */
function announce(text) {
  byId("announcement").textContent = text;
}

/** Return to the question box, unless that would raise a phone's keyboard over the answer. */
function focusComposerWithMouse() {
  const elsewhere = document.activeElement && document.activeElement !== document.body;
  if (!elsewhere && matchMedia("(hover: hover)").matches) focusComposer();
}
