/** Where quotes are printed: answers and searches tell it, and the article panel shows it on the page's image. */

/** @typedef {import("./text_ranges.js").Range} Range */

/**
 * A box on a printed page; its edges are shares of the page's width or height, from the upper left corner.
 * @typedef {object} Region
 * @property {number} page
 * @property {number} left
 * @property {number} top
 * @property {number} right
 * @property {number} bottom
 *
 * @typedef {{highlights: Range[], regions: Region[]}} Printed ranges of an article, and where they are printed
 */

/** By article, then by its highlights. @type {Map<string, Map<string, Printed>>} */
const known = new Map();

/**
 * Remember where the highlights of a source are printed.
 * @param {{article_id: string, highlights: Range[], regions?: Region[]}} source
 */
export function rememberRegions({ article_id: id, highlights, regions = [] }) {
  if (regions.length === 0) return;
  const ofArticle = known.get(id) ?? new Map();
  known.set(id, ofArticle.set(String(highlights), { highlights, regions }));
}

/**
 * Return, for each quote of an article, where it is printed; empty if no answer and no search has told it. The regions
 * of quotes that were told together cannot be told apart: each has them all.
 * @param {string} id of the article
 * @param {Range[]} quotes
 * @returns {Region[][]}
 */
export function findRegions(id, quotes) {
  const isIn = (/** @type {Range} */ [start, end]) => (/** @type {Range} */ [from, to]) => from <= start && end <= to;
  const told = [...(known.get(id)?.values() ?? [])].filter(({ highlights }) =>
    highlights.every((highlight) => quotes.some(isIn(highlight))),
  );
  return quotes.map((quote) =>
    told.filter(({ highlights }) => highlights.some((highlight) => isIn(highlight)(quote))).flatMap(({ regions }) => regions),
  );
}
