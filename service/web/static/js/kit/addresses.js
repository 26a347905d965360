/**
 * Addresses within the page: `#/article/<id>?q=<start>-<end>` is an article, open at a quote; `#/<view>?…` is a view.
 * More quotes of the article may follow behind commas.
 */

/**
 * @typedef {object} Place
 * @property {string} id of the article
 * @property {import("./requests.js").Range[]} quotes the first is the one to open at
 */

/**
 * @param {string} id
 * @param {...import("./requests.js").Range} quotes
 * @returns {string}
 */
export function addressOf(id, ...quotes) {
  const ranges = [...new Set(quotes.filter(Boolean).map((quote) => quote.join("-")))];
  return `#/article/${encodeURIComponent(id)}${ranges.length > 0 ? `?q=${ranges}` : ""}`;
}

/**
 * @param {string} hash
 * @returns {Place | null} null when the address names no article
 */
export function placeAt(hash) {
  const match = /^#\/article\/([^?/]+)(?:\?(.*))?$/.exec(hash);
  if (!match) return null;
  const q = new URLSearchParams(match[2] ?? "").get("q") ?? "";
  const quotes = /^\d+-\d+(,\d+-\d+)*$/.test(q) ? q.split(",").map((range) => range.split("-").map(Number)) : [];
  const id = decoded(match[1]);
  return id === null ? null : { id, quotes };
}

/**
 * @typedef {object} ViewAddress
 * @property {string} name
 * @property {URLSearchParams} parameters
 */

/**
 * @param {string} name
 * @param {Record<string, string>} [parameters] the empty ones are left out
 * @returns {string}
 */
export function addressOfView(name, parameters = {}) {
  const given = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value)).toString();
  return given ? `#/${name}?${given}` : `#/${name}`;
}

/**
 * @param {string} hash
 * @returns {ViewAddress | null} null when the address is that of something within a view
 */
export function viewAt(hash) {
  const match = /^(?:#\/?([a-z]*)(?:\?(.*))?)?$/.exec(hash);
  if (!match || (match[1] && !hash.startsWith("#/"))) return null;
  return { name: match[1] || "ask", parameters: new URLSearchParams(match[2] ?? "") };
}

/**
 * @param {string} hash
 * @returns {string | null} the conversation that the address opens (`#/?conversation=<id>`), if it names one
 */
export function conversationAt(hash) {
  const view = viewAt(hash);
  return view?.name === "ask" ? view.parameters.get("conversation") : null;
}

/**
 * @param {string} part
 * @returns {string | null} null when it is no valid percent-encoding
 */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
