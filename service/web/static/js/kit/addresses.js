/**
 * Addresses within the page: `#/article/<id>?q=<start>-<end>` opens an article at a quote, and further quotes may
 * follow, separated by commas; `#/c/<id>` opens a conversation, `#/c/<id>/<n>` one of its answers; `#/<view>?…` opens
 * a view, `#/` an empty conversation.
 */

/** @typedef {import("./text_ranges.js").Range} Range */

/**
 * @typedef {object} ArticleAddress
 * @property {string} id
 * @property {Range[]} quotes the article is opened at the first one
 *
 * @typedef {{id: string, n: number | null}} ConversationAddress the number of the answer, if it names one
 *
 * @typedef {object} ViewAddress
 * @property {string} name
 * @property {URLSearchParams} parameters
 */

/**
 * @param {string} id
 * @param {...Range} quotes
 * @returns {string}
 */
export function articleAddress(id, ...quotes) {
  const ranges = [...new Set(quotes.map((quote) => quote.join("-")))];
  return `#/article/${encodeURIComponent(id)}${ranges.length > 0 ? `?q=${ranges}` : ""}`;
}

/**
 * @param {string} hash
 * @returns {ArticleAddress | null} null if it is not the address of an article
 */
export function parseArticleAddress(hash) {
  const match = /^#\/article\/([^?/]+)(?:\?(.*))?$/.exec(hash);
  const id = match && decodeSegment(match[1]);
  if (!match || id === null) return null;
  const q = new URLSearchParams(match[2] ?? "").get("q") ?? "";
  return { id, quotes: /^\d+-\d+(,\d+-\d+)*$/.test(q) ? q.split(",").map(parseRange) : [] };
}

/**
 * @param {string} text such as "12-34"
 * @returns {Range}
 */
function parseRange(text) {
  const [start, end] = text.split("-").map(Number);
  return [start, end];
}

/**
 * @param {string} name
 * @param {Record<string, string>} [parameters] empty ones are left out
 * @returns {string}
 */
export function viewAddress(name, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value)).toString();
  return query ? `#/${name}?${query}` : `#/${name}`;
}

/**
 * @param {string} hash
 * @returns {ViewAddress | null} null if it is not the address of a view
 */
export function parseViewAddress(hash) {
  if (parseConversationAddress(hash)) return { name: "ask", parameters: new URLSearchParams() };
  const match = /^(?:#\/?([a-z]*)(?:\?(.*))?)?$/.exec(hash);
  if (!match || (match[1] && !hash.startsWith("#/"))) return null;
  return { name: match[1] || "ask", parameters: new URLSearchParams(match[2] ?? "") };
}

/**
 * @param {string} id
 * @param {number} [n] of an answer
 * @returns {string}
 */
export function conversationAddress(id, n) {
  return `#/c/${encodeURIComponent(id)}${n ? `/${n}` : ""}`;
}

/**
 * @param {string} hash
 * @returns {ConversationAddress | null} null if it is not the address of a conversation
 */
export function parseConversationAddress(hash) {
  const match = /^#\/c\/([^?/]+)(?:\/([1-9]\d{0,6}))?$/.exec(hash);
  const id = match && decodeSegment(match[1]);
  return match && id !== null ? { id, n: match[2] ? Number(match[2]) : null } : null;
}

/**
 * @param {string} segment
 * @returns {string | null} null if it is not valid percent-encoding
 */
function decodeSegment(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
