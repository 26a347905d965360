/** Addresses within the page: `#/article/<id>?q=<start>-<end>` is an article, open at a quote. */

/**
 * @typedef {object} Place
 * @property {string} id of the article
 * @property {import("./api.js").Range | null} quote
 */

/**
 * @param {string} id
 * @param {import("./api.js").Range} [quote]
 * @returns {string}
 */
export function addressOf(id, quote) {
  const address = `#/article/${encodeURIComponent(id)}`;
  return quote ? `${address}?q=${quote[0]}-${quote[1]}` : address;
}

/**
 * @param {string} hash
 * @returns {Place | null} null when the address names no article
 */
export function placeAt(hash) {
  const match = /^#\/article\/([^?/]+)(?:\?(.*))?$/.exec(hash);
  if (!match) return null;
  const quote = /^(\d+)-(\d+)$/.exec(new URLSearchParams(match[2] ?? "").get("q") ?? "");
  const id = decoded(match[1]);
  return id === null ? null : { id, quote: quote && [Number(quote[1]), Number(quote[2])] };
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
