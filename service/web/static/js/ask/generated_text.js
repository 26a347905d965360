/**
 * The text of an answer that a language model wrote: the safe part of its Markdown as elements, citations as chips,
 * unsupported sentences marked. Nothing in it is ever parsed as HTML.
 */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { withChips } from "./citation_chip.js";
import { parseBlocks } from "./markdown_blocks.js";
import { parseInline } from "./markdown_inline.js";

/** @typedef {import("./markdown_blocks.js").Block} Block */
/** @typedef {import("./markdown_blocks.js").Part} Part */
/** @typedef {Pick<import("./requests.js").Answer, "answer" | "sentences" | "sources">} Written */

/** @typedef {(part: Part) => (Node | string)[]} Draw returns a part of a line as nodes */

let notes = 0;

/**
 * Show the text so far. Blocks that have not changed stay the same elements: nothing flickers, no focus is lost.
 * @param {HTMLElement} node
 * @param {Written} answer
 * @param {import("./citation_chip.js").GoToSource} goToSource
 * @param {boolean} [isGrowing] whether more is to come
 */
export function growText(node, { answer, sentences, sources }, goToSource, isGrowing = true) {
  const points = Array.from(answer);
  const exists = (/** @type {number} */ n) => sources.some((source) => source.n === n);
  /** @type {Draw} */
  const draw = (part) => {
    const drawPlain = (/** @type {Part} */ range) => drawPieces(points, part, range, isGrowing, exists, goToSource);
    return withUnsupported(part, sentences, drawPlain);
  };
  const blocks = parseBlocks(points, isGrowing);
  blocks.forEach((block, place) => {
    const key = JSON.stringify([block.kind, block.rows.map((row) => row.map(({ start, end }) => points.slice(start, end).join("")))]);
    const former = /** @type {HTMLElement | undefined} */ (node.children[place]);
    if (former?.dataset.key === key) return;
    const drawn = drawBlock(block, draw);
    if (isGrowing) drawn.dataset.key = key;
    if (former) former.replaceWith(drawn);
    else node.append(drawn);
  });
  while (node.children.length > blocks.length) node.lastElementChild?.remove();
}

/**
 * @param {Block} block
 * @param {Draw} draw
 * @returns {HTMLElement}
 */
function drawBlock({ kind, rows, first }, draw) {
  if (kind === "table") return table(rows, draw);
  if (kind === "code") {
    const lines = rows.flatMap(([part], place) => [...(place ? ["\n"] : []), ...draw(part)]);
    return element("pre", { tabindex: "0" }, element("code", {}, ...lines));
  }
  const lines = rows.map((row) => joinLines(row.map(draw)));
  if (kind === "bullets" || kind === "numbers") {
    const items = lines.map((line) => element("li", {}, ...line));
    return kind === "bullets" ? element("ul", {}, ...items) : element("ol", { start: String(first ?? 1) }, ...items);
  }
  const content = joinLines(lines);
  if (kind === "quotation") return element("blockquote", {}, ...content);
  return kind === "heading" ? element("p", { class: "heading" }, ...content) : element("p", {}, ...content);
}

/**
 * @param {(Node | string)[][]} lines
 * @returns {(Node | string)[]}
 */
function joinLines(lines) {
  return lines.flatMap((line, place) => [...(place ? [element("br")] : []), ...line]);
}

/**
 * @param {Part[][]} rows
 * @param {Draw} draw
 * @returns {HTMLElement}
 */
function table([head, ...rows], draw) {
  const row = (/** @type {Part[]} */ cells, /** @type {"th" | "td"} */ tag) =>
    element("tr", {}, ...cells.map((cell) => element(tag, {}, ...draw(cell))));
  const body = element("tbody", {}, ...rows.map((cells) => row(cells, "td")));
  const whole = element("table", {}, element("thead", {}, row(head, "th")), body);
  return element("div", { class: "table-scroll", tabindex: "0" }, whole);
}

/**
 * Draw a part with the sentences in it that its sources do not support marked.
 * @param {Part} part
 * @param {Written["sentences"]} sentences
 * @param {Draw} draw
 * @returns {(Node | string)[]}
 */
function withUnsupported(part, sentences, draw) {
  const nodes = [];
  let at = part.start;
  for (const { start, end, supported } of sentences) {
    const range = { start: Math.max(start, at), end: Math.min(end, part.end) };
    if (range.start >= range.end) continue;
    nodes.push(...draw({ start: at, end: range.start }));
    nodes.push(...(supported ? draw(range) : [unsupportedSentence(draw(range))]));
    at = range.end;
  }
  return [...nodes, ...draw({ start: at, end: part.end })];
}

/**
 * @param {string[]} points
 * @param {Part} part a line, or a cell
 * @param {Part} range within it
 * @param {boolean} isGrowing
 * @param {(n: number) => boolean} exists whether there is a source with this number
 * @param {import("./citation_chip.js").GoToSource} goToSource
 * @returns {(Node | string)[]}
 */
function drawPieces(points, part, range, isGrowing, exists, goToSource) {
  return parseInline(points, part, isGrowing).flatMap(({ start, end, style }) => {
    const text = points.slice(Math.max(start, range.start), Math.max(0, Math.min(end, range.end))).join("");
    if (!text) return [];
    const nodes = style === "code" ? [text] : withChips(text, exists, goToSource);
    return style ? [element(style, {}, ...nodes)] : nodes;
  });
}

/**
 * @param {(Node | string)[]} sentence
 * @returns {HTMLElement}
 */
function unsupportedSentence(sentence) {
  notes += 1;
  const id = `unsupported-${notes}`;
  const note = setText(element("span", { class: "note", role: "tooltip", id }), "unsupported");
  return element("span", { class: "unsupported", tabindex: "0", "aria-describedby": id }, ...sentence, note);
}
