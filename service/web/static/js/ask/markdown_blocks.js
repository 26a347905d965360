/**
 * The blocks of the safe part of Markdown that language models write: paragraphs, headings, lists, quotations, code and
 * simple tables. Everything is told as ranges of the text, so that sentences and citations keep their places; nothing
 * becomes HTML.
 */

/**
 * @typedef {{start: number, end: number}} Part a range of code points without line breaks
 *
 * @typedef {object} Block
 * @property {"paragraph" | "heading" | "bullets" | "numbers" | "quotation" | "code" | "table"} kind
 * @property {Part[][]} rows the lines; those of a table have a part for each cell, its first row is the head
 * @property {number} [first] the first number of a numbered list
 */

const FENCE = /^\s*(?:```|~~~)/;
const RULE = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;
const DIVIDER = /^\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?$/;
/** What begins a line of each kind; the rest of the line is its content. @type {[Block["kind"], RegExp][]} */
const BEGINNINGS = [
  ["heading", /^\s{0,3}#{1,6}\s+/],
  ["bullets", /^\s*[-*+•]\s+/],
  ["numbers", /^\s*\d{1,3}(?:[.)]\s+|[、）])\s*/],
  ["quotation", /^\s{0,3}>\s?/],
];
/** A line that may still become the beginning of something. */
const UNDECIDED = /^\s*(?:[-*+•_]{1,3}|\d{1,3}[.)]?|#{1,6}|`{1,2}|~{1,2}|>)\s*$/;

/**
 * @param {string[]} points the code points of the text
 * @param {boolean} isGrowing whether more of the text is to come: its last line is left out while it is undecided
 * @returns {Block[]}
 */
export function parseBlocks(points, isGrowing) {
  const lines = splitLines(points);
  if (isGrowing && UNDECIDED.test(lines[lines.length - 1]?.text ?? "")) lines.pop();
  /** @type {Block[]} */
  const blocks = [];
  let isNew = true; // whether the next line begins a block, even of the same kind
  for (let at = 0; at < lines.length; at += 1) {
    const { text, start } = lines[at];
    if (FENCE.test(text)) {
      const close = lines.findIndex((line, place) => place > at && FENCE.test(line.text));
      const end = close < 0 ? lines.length : close;
      const code = lines.slice(at + 1, end);
      if (close < 0 && code[code.length - 1]?.text === "") code.pop();
      blocks.push({ kind: "code", rows: code.map((line) => [whole(line)]) });
      at = end;
      isNew = true;
    } else if (!text.trim() || RULE.test(text)) {
      isNew = true;
    } else if (isTable(lines, at, isGrowing)) {
      at = addTable(blocks, lines, at) - 1;
      isNew = true;
    } else {
      isNew = addLine(blocks, text, start, isNew);
    }
  }
  return blocks;
}

/** @typedef {Part & {text: string}} Line */

/**
 * @param {string[]} points
 * @returns {Line[]}
 */
function splitLines(points) {
  const lines = [];
  let start = 0;
  for (let at = 0; at <= points.length; at += 1) {
    if (at < points.length && points[at] !== "\n") continue;
    lines.push({ start, end: at, text: points.slice(start, at).join("") });
    start = at + 1;
  }
  return lines;
}

/**
 * @param {Part} line
 * @returns {Part}
 */
function whole({ start, end }) {
  return { start, end };
}

/**
 * Add a line to the last block if it goes on there, else as a new one.
 * @param {Block[]} blocks
 * @param {string} text
 * @param {number} start
 * @param {boolean} isNew
 * @returns {boolean} whether the next line begins a block in any case
 */
function addLine(blocks, text, start, isNew) {
  const [kind, beginning] = BEGINNINGS.find(([, pattern]) => pattern.test(text)) ?? ["paragraph", /^\s*/];
  const skipped = beginning.exec(text)?.[0] ?? "";
  const part = { start: start + Array.from(skipped).length, end: start + Array.from(text.trimEnd()).length };
  const last = blocks[blocks.length - 1];
  const isList = kind === "bullets" || kind === "numbers";
  if (last && last.kind === kind && kind !== "heading" && (isList || !isNew)) last.rows.push([part]);
  else if (last && !isNew && kind === "paragraph" && /^\s/.test(text)) last.rows[last.rows.length - 1].push(part);
  else blocks.push({ kind, rows: [[part]], first: kind === "numbers" ? Number(/\d+/.exec(skipped)) : undefined });
  return kind === "heading";
}

/**
 * @param {Line[]} lines
 * @param {number} at
 * @param {boolean} isGrowing
 * @returns {boolean} whether a table begins here, or probably will
 */
function isTable(lines, at, isGrowing) {
  const next = lines[at + 1];
  if (!lines[at].text.includes("|")) return false;
  if (next && DIVIDER.test(next.text)) return true;
  return isGrowing && /^\s*\|/.test(lines[at].text) && (!next || (at + 2 === lines.length && /^[\s|:-]*$/.test(next.text)));
}

/**
 * @param {Block[]} blocks
 * @param {Line[]} lines
 * @param {number} at
 * @returns {number} the first line after the table
 */
function addTable(blocks, lines, at) {
  let end = at;
  while (end < lines.length && lines[end].text.includes("|")) end += 1;
  const rows = lines.slice(at, end).filter((line) => !/^[\s|:-]+$/.test(line.text));
  if (rows.length > 0) blocks.push({ kind: "table", rows: rows.map(splitCells) });
  return end;
}

/**
 * @param {Line} line
 * @returns {Part[]}
 */
function splitCells({ text, start }) {
  const cells = [];
  let at = 0;
  for (const cell of text.split("|")) {
    const length = Array.from(cell).length;
    const before = Array.from(cell).length - Array.from(cell.trimStart()).length;
    cells.push({ start: start + at + before, end: start + at + before + Array.from(cell.trim()).length });
    at += length + 1;
  }
  if (/^\s*\|/.test(text)) cells.shift();
  if (/\|\s*$/.test(text)) cells.pop();
  return cells;
}
