/** The server's `/v1` interface, as far as the page uses it. */

import { eventsOf } from "./event_stream.js";
import { askForKey, currentKey } from "./api_key.js";

const PATIENCE_MS = 60_000;

/**
 * @typedef {[number, number]} Range first and one-past-last character (Unicode code point) of an article's text
 *
 * @typedef {object} Source
 * @property {number} n
 * @property {string} article_id
 * @property {string} passage_id
 * @property {string} title
 * @property {string} byline
 * @property {string} date
 * @property {string} source file name
 * @property {string} heading
 * @property {string} text the article's text from `start` to `end`
 * @property {number} start
 * @property {number} end
 * @property {Range[]} highlights the quoted sentences
 * @property {{article_id: string, title: string, source: string, date: string}[]} reprints other articles of the story
 *
 * @typedef {object} Interpreted
 * @property {string} question the standalone question that was answered
 * @property {string} carried_over what it took over from the turns before, or ""
 *
 * @typedef {{source: number, start: number, end: number}} ShortAnswer words of the article of that source
 *
 * @typedef {object} Answer
 * @property {string} id what feedback names it by
 * @property {string} answer
 * @property {boolean} answered
 * @property {string | null} reason
 * @property {number} confidence 0 to 100
 * @property {ShortAnswer | null} short_answer
 * @property {ShortAnswer[]} differing what other articles answer instead
 * @property {Source[]} sources
 * @property {Mentions | null} mentions when the question asks for all articles that mention something
 * @property {Interpreted} interpreted
 * @property {string | null} conversation_id
 * @property {"extractive" | "llm"} mode who answered
 * @property {{code: string, detail: string} | null} notice what became of the language model
 * @property {{start: number, end: number, citations: number[], supported: boolean}[]} sentences of a generated answer
 *
 * @typedef {object} PastTurn
 * @property {string} question
 * @property {Interpreted} interpreted
 * @property {boolean} answered
 * @property {string} answer
 * @property {{article_id: string, title: string, source: string, start: number, end: number}[]} sources
 *
 * @typedef {object} Mention an article that mentions it
 * @property {string} article_id
 * @property {string} title
 * @property {string} byline
 * @property {string} date
 * @property {string} source file name
 * @property {number} count
 * @property {string} quote the article's text from `start` to `end`; "" when only title or byline mention it
 * @property {number} start
 * @property {number} end
 * @property {Range[]} highlights where the terms stand in the quote
 *
 * @typedef {object} Mentions one page of all such articles
 * @property {number} total
 * @property {Mention[]} articles
 * @property {string | null} next_cursor
 *
 * @typedef {object} Article
 * @property {string} id
 * @property {string} title
 * @property {string} byline
 * @property {string} date
 * @property {string} source
 * @property {string} text paragraphs, one a line
 * @property {{start: number, end: number}[]} headings
 * @property {{offset: number, number: number}[]} pages where printed pages begin
 * @property {string} file
 * @property {string} url
 * @property {boolean} has_original
 *
 * @typedef {object} Info
 * @property {number} articles
 * @property {number} passages
 * @property {string[]} examples
 */

/**
 * A request that brought nothing: the server is away, too slow, or refused.
 */
export class RequestError extends Error {
  /**
   * @param {"away" | "timeout" | "broken" | "refused" | "cut"} kind "refused" brings the server's own sentence in
   *   `message`; "cut": what has come of the answer is all that comes
   * @param {number} [status]
   * @param {string} [message]
   * @param {string} [code] the problem's stable name
   * @param {string} [about] the title of an article that is gone
   */
  constructor(kind, status = 0, message = "", code = "", about = "") {
    super(message);
    this.kind = kind;
    this.status = status;
    this.code = code;
    this.about = about;
  }

  /** Whether the same request may succeed later. */
  get passing() {
    return this.kind !== "refused" || this.status >= 500 || this.status === 429 || this.status === 401;
  }
}

/**
 * @param {string} question
 * @param {string | null} conversation the id of the one it belongs to; null begins a new one
 * @param {string | undefined} carryOver what to take over from the turns before; left out, the server finds it
 * @param {(text: string, sources: Source[]) => void} grown is told what the answer has grown to
 * @returns {Promise<Answer>} the final answer, which may differ from what it grew to
 */
export function ask(question, conversation, carryOver, grown) {
  const headers = { "Content-Type": "application/json" };
  const fields = { question, conversation_id: conversation, carry_over: carryOver, stream: true };
  const options = { method: "POST", headers, body: JSON.stringify(fields) };
  return request("/v1/ask", options, (response, alive) => finalAnswer(response, alive, grown));
}

/**
 * @param {string} id
 * @returns {Promise<{turns: PastTurn[]}>}
 */
export function fetchConversation(id) {
  return request(`/v1/conversations/${encodeURIComponent(id)}`);
}

/**
 * @param {string} answer id
 * @param {"useful" | "not_useful"} rating
 * @param {string} passage id of the right one, or ""
 * @returns {Promise<void>}
 */
export function giveFeedback(answer, rating, passage) {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ answer_id: answer, rating, passage_id: passage });
  return request("/v1/feedback", { method: "POST", headers, body }, async () => {});
}

/**
 * @param {Response} response
 * @param {() => void} alive is called whenever something comes
 * @param {(text: string, sources: Source[]) => void} grown
 * @returns {Promise<Answer>}
 */
async function finalAnswer(response, alive, grown) {
  let text = "";
  let sources = [];
  try {
    for await (const { name, data } of eventsOf(response, alive)) {
      if (name === "final") return data;
      if (name === "error") throw problemError(data, data.status);
      if (name === "sources") sources = data.sources;
      if (name === "delta") grown((text += data.text), sources);
    }
  } catch (error) {
    if (error instanceof RequestError || !text) throw error;
  }
  throw new RequestError(text ? "cut" : "away");
}

/**
 * @param {string} id
 * @returns {Promise<Article>}
 */
export function fetchArticle(id) {
  return request(`/v1/documents/${encodeURIComponent(id)}`);
}

/**
 * @param {string} question
 * @param {string} cursor where the page starts, as the page before told
 * @returns {Promise<Mentions>}
 */
export function fetchMentions(question, cursor) {
  return request(`/v1/mentions?${new URLSearchParams({ q: question, cursor })}`);
}

/** @returns {Promise<Info>} */
export function fetchInfo() {
  return request("/v1/info");
}

/**
 * Send a request; where the server asks for another API key, ask the reader for it and send it again.
 * @param {string} url
 * @param {RequestInit} [options]
 * @param {(response: Response, alive: () => void) => Promise<any>} [read]
 * @returns {Promise<any>} what `read` makes of the response: the body
 */
export async function request(url, options = {}, read = (response) => response.json()) {
  for (;;) {
    const key = currentKey();
    const headers = key ? { ...options.headers, Authorization: `Bearer ${key}` } : options.headers;
    try {
      return await attempt(url, { ...options, headers }, read);
    } catch (error) {
      const refused = error instanceof RequestError && error.status === 401;
      if (!refused || !(await askForKey(key))) throw error;
    }
  }
}

/**
 * @param {string} url
 * @param {RequestInit} options
 * @param {(response: Response, alive: () => void) => Promise<any>} read
 * @returns {Promise<any>}
 */
async function attempt(url, options, read) {
  const controller = new AbortController();
  let timer = 0;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(), PATIENCE_MS);
  };
  alive();
  try {
    const response = await fetch(url, { ...options, signal: controller.signal });
    if (!response.ok) throw await refusal(response);
    return await read(response, alive);
  } catch (error) {
    throw translated(error, controller.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {unknown} error
 * @param {boolean} timedOut
 * @returns {RequestError}
 */
function translated(error, timedOut) {
  if (error instanceof RequestError) return error;
  if (timedOut) return new RequestError("timeout");
  return new RequestError(error instanceof SyntaxError ? "broken" : "away");
}

/**
 * Read a problem+json body (RFC 9457); a proxy in between may send something else.
 * @param {Response} response
 * @returns {Promise<RequestError>}
 */
async function refusal(response) {
  return problemError(await response.json().catch(() => ({})), response.status);
}

/**
 * @param {any} problem
 * @param {number} status
 * @returns {RequestError}
 */
export function problemError(problem, status) {
  const sentence = [problem?.detail, problem?.title].find((part) => typeof part === "string" && part);
  return new RequestError(sentence ? "refused" : "broken", status, sentence, problem?.code, problem?.about);
}
