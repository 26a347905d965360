/** The requests of asking: questions, conversations, mentions, feedback. */

import { readEvents } from "../kit/event_stream.js";
import { RequestError } from "../kit/request_error.js";
import { ignoreBody, problemError, request, withJson } from "../kit/requests.js";

/**
 * @typedef {import("../kit/text_ranges.js").Range} Range
 *
 * @typedef {{article_id: string, title: string, source: string, date: string}} Reprint
 *
 * @typedef {import("../kit/passage.js").Passage & {n: number, reprints: Reprint[]}} Source a passage that the answer
 *   cites as `[n]`; its `highlights` are the quoted sentences, `reprints` other articles with the same story
 *
 * @typedef {object} Interpreted
 * @property {string} question the standalone question that was answered
 * @property {string} carried_over what it took over from earlier turns, or ""
 * @property {{written: string, read_as: string}[]} [corrections] names and relative times that were read as others
 *
 * @typedef {{source: number, start: number, end: number, text?: string, date?: string}} ShortAnswer a range in the
 *   article of that source, and the date that words such as 去年12月 mean
 *
 * @typedef {ShortAnswer & {text: string, label: string}} AnswerItem an item of a list, or what is said of the side
 *   or time `label` of a comparison or timeline
 *
 * @typedef {{start: number, end: number, citations: number[], supported: boolean}} Sentence
 *
 * @typedef {object} Answer
 * @property {string} id for feedback
 * @property {"fact" | "definition" | "list" | "reason" | "comparison" | "timeline" | "yes_no" | "collection" | "smalltalk"} kind
 * @property {string} answer
 * @property {boolean} answered
 * @property {string | null} reason
 * @property {number | null} confidence 0 to 100; null if it was not stored
 * @property {ShortAnswer | null} short_answer
 * @property {AnswerItem[]} items
 * @property {"yes" | "no" | null} verdict what the quote says to a yes/no question, if that is certain
 * @property {string[]} untold of several questions in one, those that the articles do not answer
 * @property {{period: string, basis: string} | null} [holds_for] when what it says holds
 * @property {ShortAnswer[]} differing what other articles say instead
 * @property {Source[]} sources
 * @property {Mentions | null} mentions if the question asks for all articles that mention something
 * @property {Interpreted} interpreted
 * @property {import("../scope/scope.js").Chosen | null} [chosen] what it was asked with
 * @property {string | null} conversation_id
 * @property {"extractive" | "llm"} mode
 * @property {{code: string, detail: string} | null} notice why the language model's answer is missing or incomplete
 * @property {Sentence[]} sentences of a generated answer
 * @property {number | null} [turn] its number in the conversation
 * @property {Feedback | null} [feedback]
 * @property {boolean} [incomplete] whether articles that it quoted have been deleted or changed since
 *
 * @typedef {object} StoredTurn
 * @property {number} n its number in the conversation
 * @property {string} answer_id
 * @property {string} question
 * @property {Interpreted} interpreted
 * @property {boolean} answered
 * @property {string} answer
 * @property {string[]} untold
 * @property {{article_id: string, passage_id: string, title: string, source: string, start: number, end: number}[]} sources
 * @property {Answer | null} reply null in turns of earlier versions
 * @property {boolean} incomplete
 * @property {Feedback | null} feedback
 *
 * @typedef {{rating: "useful" | "not_useful", reasons: string[], comment: string}} Feedback
 *
 * @typedef {object} Question
 * @property {string} question
 * @property {string | null} conversation_id null starts a new one
 * @property {number} [after] how many of its turns the reader has seen
 * @property {object} [filters] which articles it is about
 * @property {string} [strictness]
 * @property {string} [mode]
 * @property {string} [carry_over] what to take over from earlier turns; if missing, the server decides
 *
 * @typedef {object} Mention an article that mentions something
 * @property {string} article_id
 * @property {string} title
 * @property {string} byline
 * @property {string} date
 * @property {string} source
 * @property {number} count
 * @property {string} quote the article's text from `start` to `end`; "" if only the title or the byline mentions it
 * @property {number} start
 * @property {number} end
 * @property {Range[]} highlights the terms within the quote
 *
 * @typedef {object} Mentions one page of these articles
 * @property {number} total
 * @property {Mention[]} articles
 * @property {string | null} next_cursor
 *
 * @typedef {object} Collection
 * @property {number} articles
 * @property {number} passages
 * @property {string[]} examples questions that it answers
 *
 * @callback OnGrowth
 * @param {string} text the answer so far
 * @param {Source[]} sources
 * @returns {void}
 */

/**
 * @param {Question} question
 * @param {OnGrowth} onGrowth is called as the answer arrives
 * @param {AbortSignal} signal stops it
 * @returns {Promise<Answer>} the final answer, which may differ from what arrived before
 */
export function ask(question, onGrowth, signal) {
  const options = { ...withJson("POST", { ...question, stream: true }), signal };
  return request("/v1/ask", options, (response, keepAlive) => readAnswer(response, keepAlive, onGrowth));
}

/**
 * @param {Response} response
 * @param {() => void} keepAlive
 * @param {OnGrowth} onGrowth
 * @returns {Promise<Answer>}
 */
async function readAnswer(response, keepAlive, onGrowth) {
  let text = "";
  /** @type {Source[]} */
  let sources = [];
  try {
    for await (const { name, data } of readEvents(response, keepAlive)) {
      if (name === "final") return data;
      if (name === "error") throw problemError(data, data.status);
      if (name === "sources") sources = data.sources;
      if (name === "delta") onGrowth((text += data.text), sources);
    }
  } catch (error) {
    if (error instanceof RequestError || !text) throw error;
  }
  throw new RequestError(text ? "cut" : "away");
}

/**
 * @param {string} id
 * @param {{last?: number, after?: number}} wanted the last turns, or those after a number; all by default
 * @returns {Promise<{title: string, turns: StoredTurn[], turns_total: number}>}
 */
export function fetchConversation(id, wanted) {
  const query = new URLSearchParams(Object.entries(wanted).map(([name, value]) => [name, String(value)]));
  return request(`/v1/conversations/${encodeURIComponent(id)}?${query}`);
}

/**
 * @param {string} conversation its id
 * @param {number} n the number of the turn
 * @param {AbortSignal} signal
 * @returns {Promise<string[]>} what may be asked next
 */
export async function fetchSuggestions(conversation, n, signal) {
  const path = `/v1/conversations/${encodeURIComponent(conversation)}/turns/${n}/suggestions`;
  return (await request(path, { signal })).questions;
}

/**
 * @param {string} answer its id
 * @param {Feedback} feedback
 * @param {string} passage the id of the right one, or ""
 * @returns {Promise<void>}
 */
export function sendFeedback(answer, feedback, passage) {
  const fields = { answer_id: answer, ...feedback, passage_id: passage };
  return request("/v1/feedback", withJson("POST", fields), ignoreBody);
}

/**
 * @param {string} question
 * @param {string} cursor from the page before
 * @returns {Promise<Mentions>}
 */
export function fetchMentions(question, cursor) {
  return request(`/v1/mentions?${new URLSearchParams({ q: question, cursor })}`);
}

/** @returns {Promise<Collection>} */
export function fetchCollection() {
  return request("/v1/info");
}
