/**
 * Where a page lies on the stage that shows part of it. All lengths are CSS pixels of the stage, but those of the page
 * itself, which are its own.
 *
 * @typedef {{width: number, height: number}} Size
 * @typedef {{x: number, y: number}} Point
 *
 * @typedef {object} Placement
 * @property {number} scale stage pixels per pixel of the page
 * @property {number} x of the page's left edge
 * @property {number} y of its upper edge
 */

/** @typedef {import("../kit/printed_regions.js").Region} Region */

const MOST_TIMES = 8; // larger than the whole page on the stage
const LINE_HEIGHT = 28; // at which a printed line is read with ease
const WIDTH_SHARE = 0.9; // of the stage, that a quote may take
const HEIGHT_SHARE = 0.7;

/**
 * Place the whole page in the middle of the stage.
 * @param {Size} stage
 * @param {Size} page
 * @returns {Placement}
 */
export function placeWhole(stage, page) {
  return clamp({ scale: wholeScale(stage, page), x: 0, y: 0 }, stage, page);
}

/**
 * Place the page so that regions of it can be read, in the middle of the stage.
 * @param {Size} stage
 * @param {Size} page
 * @param {Region[]} regions at least one
 * @returns {Placement}
 */
export function placeRegions(stage, page, regions) {
  const left = Math.min(...regions.map((region) => region.left)) * page.width;
  const right = Math.max(...regions.map((region) => region.right)) * page.width;
  const top = Math.min(...regions.map((region) => region.top)) * page.height;
  const bottom = Math.max(...regions.map((region) => region.bottom)) * page.height;
  const widest = (WIDTH_SHARE * stage.width) / (right - left);
  const highest = (HEIGHT_SHARE * stage.height) / (bottom - top);
  const scale = limitScale(Math.min(widest, highest, LINE_HEIGHT / lineHeight(regions, page)), stage, page);
  const x = stage.width / 2 - ((left + right) / 2) * scale;
  const y = stage.height / 2 - ((top + bottom) / 2) * scale;
  return clamp({ scale, x, y }, stage, page);
}

/**
 * @param {Placement} placement
 * @param {number} factor
 * @param {Point} point of the stage, which stays where it is on the page
 * @param {Size} stage
 * @param {Size} page
 * @returns {Placement}
 */
export function zoom(placement, factor, point, stage, page) {
  const scale = limitScale(placement.scale * factor, stage, page);
  const grown = scale / placement.scale;
  const x = point.x - (point.x - placement.x) * grown;
  const y = point.y - (point.y - placement.y) * grown;
  return clamp({ scale, x, y }, stage, page);
}

/**
 * Keep the page on the stage: in its middle if it is smaller, without a gap at the edges if it is larger.
 * @param {Placement} placement
 * @param {Size} stage
 * @param {Size} page
 * @returns {Placement}
 */
export function clamp({ scale, x, y }, stage, page) {
  return { scale, x: clampEdge(x, stage.width, page.width * scale), y: clampEdge(y, stage.height, page.height * scale) };
}

/**
 * @param {number} edge
 * @param {number} room
 * @param {number} length
 */
function clampEdge(edge, room, length) {
  return length <= room ? (room - length) / 2 : Math.min(0, Math.max(room - length, edge));
}

/**
 * @param {number} scale
 * @param {Size} stage
 * @param {Size} page
 */
function limitScale(scale, stage, page) {
  const whole = wholeScale(stage, page);
  return Math.min(Math.max(scale, whole), Math.max(MOST_TIMES * whole, 1));
}

/**
 * @param {Size} stage
 * @param {Size} page
 */
function wholeScale(stage, page) {
  return Math.min(stage.width / page.width, stage.height / page.height);
}

/**
 * Return the height of the lines of regions, or the width if they run downwards, in pixels of the page.
 * @param {Region[]} regions
 * @param {Size} page
 */
function lineHeight(regions, page) {
  const heights = regions.map(({ left, top, right, bottom }) =>
    Math.min((right - left) * page.width, (bottom - top) * page.height),
  );
  return Math.max(...heights, 1);
}
