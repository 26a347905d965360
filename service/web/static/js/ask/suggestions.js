/** What may be asked next, under the last answer: fetched once the answer is there, dropped when the reader asks on. */

import "./reply_bar_texts.js";

import { element, languageOf } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { fetchSuggestions } from "./requests.js";

/** Ends the request that is under way. */
let fetching = new AbortController();

/** Drop what was suggested, and what is on its way. */
export function dropSuggestions() {
  fetching.abort();
  for (const list of document.querySelectorAll(".next-questions")) list.remove();
}

/**
 * @param {HTMLElement} turn
 * @param {{conversation: string, n: number}} place of the turn
 * @param {(question: string) => void} ask
 */
export async function offerSuggestions(turn, { conversation, n }, ask) {
  dropSuggestions();
  const own = new AbortController();
  fetching = own;
  try {
    const questions = await fetchSuggestions(conversation, n, own.signal);
    if (own.signal.aborted || questions.length === 0) return;
    turn.querySelector(".reply")?.append(suggestionList(questions, ask));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // an answer is complete without suggestions
  }
}

/**
 * @param {string[]} questions
 * @param {(question: string) => void} ask
 * @returns {HTMLElement}
 */
function suggestionList(questions, ask) {
  const items = questions.map((question) => {
    const properties = { type: "button", class: "example", text: question, lang: languageOf(question) };
    return element("li", {}, element("button", { ...properties, onclick: () => ask(question) }));
  });
  const head = setText(element("h3", { class: "rubric" }), "nextQuestions");
  return element("section", { class: "next-questions" }, head, element("ul", {}, ...items));
}
