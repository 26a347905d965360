/** The server's `/v1` interface, as far as the page uses it. */

const PATIENCE_MS = 60_000;

/**
 * @typedef {[number, number]} Range first and one-past-last character (Unicode code point) of an article's text
 *
 * @typedef {object} Source
 * @property {number} n
 * @property {string} article_id
 * @property {string} title
 * @property {string} byline
 * @property {string} date
 * @property {string} source file name
 * @property {string} heading
 * @property {string} text the article's text from `start` to `end`
 * @property {number} start
 * @property {number} end
 * @property {Range[]} highlights the quoted sentences
 *
 * @typedef {object} Answer
 * @property {string} answer
 * @property {boolean} answered
 * @property {string | null} reason
 * @property {number} confidence 0 to 100
 * @property {{source: number, start: number, end: number} | null} short_answer
 * @property {Source[]} sources
 * @property {Mentions | null} mentions when the question asks for all articles that mention something
 * @property {{question: string}} interpreted
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
 * @property {string} title
 * @property {string} byline
 * @property {string} date
 * @property {string} source
 * @property {string} text paragraphs, one a line
 * @property {{start: number, end: number}[]} headings
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
   * @param {"away" | "timeout" | "broken" | "refused"} kind "refused" brings the server's own sentence in `message`
   * @param {number} [status]
   * @param {string} [message]
   */
  constructor(kind, status = 0, message = "") {
    super(message);
    this.kind = kind;
    this.status = status;
  }

  /** Whether the same request may succeed later. */
  get passing() {
    return this.kind !== "refused" || this.status >= 500 || this.status === 429;
  }
}

/**
 * @param {string} question
 * @returns {Promise<Answer>}
 */
export function ask(question) {
  const headers = { "Content-Type": "application/json" };
  return request("/v1/ask", { method: "POST", headers, body: JSON.stringify({ question }) });
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
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<any>} the body
 */
async function request(url, options = {}) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), PATIENCE_MS);
  try {
    const response = await fetch(url, { ...options, signal: controller.signal });
    if (!response.ok) throw await refusal(response);
    return await response.json();
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
  const problem = await response.json().catch(() => ({}));
  const sentence = [problem?.detail, problem?.title].find((part) => typeof part === "string" && part);
  return new RequestError(sentence ? "refused" : "broken", response.status, sentence);
}
