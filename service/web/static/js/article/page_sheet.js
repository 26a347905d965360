/** The image of a printed page, with regions marked, on a stage that it can be moved on. */

import { element } from "../kit/dom.js";
import { setLabel } from "../kit/language.js";
import { clamp, placeRegions, placeWhole, zoom } from "./placement.js";

/** @typedef {import("../kit/printed_regions.js").Region} Region */
/** @typedef {import("./placement.js").Placement} Placement */
/** @typedef {import("./placement.js").Point} Point */

const BLURRED = 1.3; // screen pixels per pixel of the image

export class PageSheet {
  #canvas = element("canvas", { class: "facsimile-image", role: "img" });
  #sheet = element("div", { class: "facsimile-sheet" }, this.#canvas);
  /** In pixels of the image that was shown first. @type {import("./placement.js").Size} */
  #page = { width: 1, height: 1 };
  /** @type {Placement} */
  #placement = { scale: 1, x: 0, y: 0 };
  /** The regions to show whenever the stage gets another size; the whole page if null. @type {Region[] | null} */
  #shown = null;
  #moved = false;

  /**
   * @param {HTMLElement} stage
   * @param {() => void} onBlur is called when the image is shown larger than it is
   */
  constructor(stage, onBlur) {
    this.stage = stage;
    this.onBlur = onBlur;
    new ResizeObserver(() => this.#fitStage()).observe(stage);
  }

  /** The longest side of the image in pixels. */
  get resolution() {
    return Math.max(this.#canvas.width, this.#canvas.height);
  }

  /**
   * Show the image of another page.
   * @param {ImageBitmap} image
   * @param {number} number of the page
   */
  showPage(image, number) {
    this.#page = { width: image.width, height: image.height };
    setLabel(this.#canvas, "facsimileOf", { n: number });
    this.#canvas.removeAttribute("title");
    this.sharpen(image);
    this.stage.replaceChildren(this.#sheet);
  }

  /**
   * Replace the image by a larger one of the same page.
   * @param {ImageBitmap} image
   */
  sharpen(image) {
    Object.assign(this.#canvas, { width: image.width, height: image.height });
    this.#canvas.getContext("2d")?.drawImage(image, 0, 0);
    image.close();
  }

  /**
   * @param {Region[]} regions on this page
   * @param {Region[]} current those of them that stand out, and are shown; if there are none, the whole page is
   */
  mark(regions, current) {
    const marks = regions.map((region) => markOf(region, current.includes(region)));
    this.#sheet.replaceChildren(this.#canvas, ...marks);
    this.#shown = current.length > 0 ? current : null;
    this.#moved = false;
    this.#fitStage();
  }

  showWhole() {
    this.#shown = null;
    this.#moved = false;
    this.#fitStage();
  }

  /**
   * @param {number} dx
   * @param {number} dy
   */
  panBy(dx, dy) {
    const { scale, x, y } = this.#placement;
    this.#move(clamp({ scale, x: x + dx, y: y + dy }, this.#stageSize(), this.#page));
  }

  /**
   * @param {number} factor
   * @param {Point} [point] of the stage; its middle by default
   */
  zoomBy(factor, point) {
    const size = this.#stageSize();
    const around = point ?? { x: size.width / 2, y: size.height / 2 };
    this.#move(zoom(this.#placement, factor, around, size, this.#page));
  }

  /** @param {Placement} placement */
  #move(placement) {
    this.#moved = true;
    this.#place(placement);
  }

  /** Place the page as it should be on a stage of this size: as the reader has moved it, if so. */
  #fitStage() {
    const size = this.#stageSize();
    if (!size.width || !size.height) return;
    if (this.#moved) this.#place(zoom(this.#placement, 1, { x: 0, y: 0 }, size, this.#page));
    else if (this.#shown) this.#place(placeRegions(size, this.#page, this.#shown));
    else this.#place(placeWhole(size, this.#page));
  }

  /** @param {Placement} placement */
  #place(placement) {
    this.#placement = placement;
    const { scale, x, y } = placement;
    const [width, height] = [this.#page.width * scale, this.#page.height * scale];
    Object.assign(this.#sheet.style, { width: `${width}px`, height: `${height}px`, transform: `translate(${x}px, ${y}px)` });
    if (Math.max(width, height) * devicePixelRatio > BLURRED * this.resolution) this.onBlur();
  }

  #stageSize() {
    return { width: this.stage.clientWidth, height: this.stage.clientHeight };
  }
}

/**
 * @param {Region} region
 * @param {boolean} current
 * @returns {HTMLElement}
 */
function markOf({ left, top, right, bottom }, current) {
  const mark = element("div", { class: "facsimile-mark", "data-current": current });
  const [width, height] = [right - left, bottom - top];
  const shares = { left, top, width, height };
  for (const [edge, share] of Object.entries(shares)) mark.style.setProperty(edge, `${share * 100}%`);
  return mark;
}
