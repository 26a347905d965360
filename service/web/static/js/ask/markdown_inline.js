/**
 * Emphasis and code within a line of Markdown, as ranges of the text. Links and images leave only their words: no
 * answer leads anywhere but to its sources.
 */

/** @typedef {import("./markdown_blocks.js").Part} Part */

/**
 * A stretch of text in one style.
 * @typedef {Part & {style: "" | "strong" | "em" | "code"}} Piece
 */

/** What is marked, in the order in which it is looked for: its style, and the marks before and after the content. */
const MARKED = /** @type {const} */ ([
  ["code", /`+/y, null],
  ["strong", /\*\*(?=\S)/y, "**"],
  ["strong", /__(?=\S)/y, "__"],
  ["em", /\*(?=[^\s*])/y, "*"],
  ["em", /_(?=[^\s_])/y, "_"],
]);
const LINK = /!?\[((?:[^[\]]|\[[^[\]]*\])*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+["'][^"')]*["'])?\)/y;
const CITED_LINK = /(?<=\[\d{1,3}\])\(https?:[^)\s]*\)/y;
const ESCAPED = /\\[\\`*_{}[\]()#+\-.!|>~]/y;
const WORD = /[\p{L}\p{N}]/u;

/**
 * @param {string[]} points the code points of the text
 * @param {Part} part
 * @param {boolean} isGrowing whether a mark at the end of the text may be closed later
 * @returns {Piece[]} what is to be seen
 */
export function parseInline(points, { start, end }, isGrowing) {
  /** @type {Piece[]} */
  const pieces = [];
  scan(points.slice(start, end).join(""), start, "", isGrowing && end === points.length, pieces);
  return pieces;
}

/**
 * @param {string} text
 * @param {number} offset of the text, in code points
 * @param {Piece["style"]} style around it
 * @param {boolean} isOpen whether the text goes on
 * @param {Piece[]} pieces to add to
 */
function scan(text, offset, style, isOpen, pieces) {
  let from = 0;
  const add = (/** @type {number} */ to) => {
    if (to > from) pieces.push({ start: offset + width(text.slice(0, from)), end: offset + width(text.slice(0, to)), style });
  };
  for (let at = 0; at < text.length; ) {
    const found = findMarked(text, at, isOpen);
    if (!found) {
      at += 1;
      continue;
    }
    add(at);
    const inner = text.slice(found.start, found.end);
    const place = offset + width(text.slice(0, found.start));
    if (found.style === "code") pieces.push({ start: place, end: place + width(inner), style: "code" });
    else scan(inner, place, found.style || style, isOpen && found.after >= text.length, pieces);
    at = found.after;
    from = at;
  }
  add(text.length);
}

/**
 * @param {string} text
 * @returns {number} of its code points
 */
function width(text) {
  return Array.from(text).length;
}

/**
 * @typedef {{style: Piece["style"], start: number, end: number, after: number}} Marked the content, and where the
 *   text goes on
 */

/**
 * @param {string} text
 * @param {number} at
 * @param {boolean} isOpen
 * @returns {Marked | null} what begins at `at`
 */
function findMarked(text, at, isOpen) {
  const escaped = matchAt(ESCAPED, text, at);
  if (escaped) return { style: "", start: at + 1, end: at + 2, after: at + 2 };
  const link = matchAt(LINK, text, at);
  if (link) {
    const first = at + link[0].indexOf("[") + 1;
    const isCitation = /^\d{1,3}$/.test(link[1]);
    const end = first + link[1].length;
    return { style: "", start: isCitation ? first - 1 : first, end: isCitation ? end + 1 : end, after: at + link[0].length };
  }
  const cited = matchAt(CITED_LINK, text, at);
  if (cited) return { style: "", start: at, end: at, after: at + cited[0].length };
  return findEmphasis(text, at, isOpen);
}

/**
 * @param {string} text
 * @param {number} at
 * @param {boolean} isOpen
 * @returns {Marked | null}
 */
function findEmphasis(text, at, isOpen) {
  for (const [style, pattern, mark] of MARKED) {
    const opening = matchAt(pattern, text, at)?.[0];
    const isWithinWord = opening?.startsWith("_") && at > 0 && WORD.test(text[at - 1]);
    if (!opening || isWithinWord) continue;
    const start = at + opening.length;
    const end = text.indexOf(mark ?? opening, start);
    if (end > start && text[end - 1] !== " ") return { style, start, end, after: end + opening.length };
    if (end < 0 && isOpen) return { style, start, end: text.length, after: text.length };
  }
  const isHalfMark = isOpen && /^[*_`]+$/.test(text.slice(at));
  return isHalfMark ? { style: "", start: at, end: at, after: text.length } : null;
}

/**
 * @param {RegExp} pattern sticky
 * @param {string} text
 * @param {number} at
 */
function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
