/** The printed pages of an article beside its text: images of them, with the quotes marked. */

import "./facsimile_texts.js";

import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setLabel, setText, translate } from "../kit/language.js";
import { findRegions } from "../kit/printed_regions.js";
import { RequestError } from "../kit/request_error.js";
import { pagesOf } from "./article_text.js";
import { setUpGestures } from "./gestures.js";
import { originalButton } from "./original_button.js";
import { fetchPageImage } from "./page_images.js";
import { PageSheet } from "./page_sheet.js";

/** @typedef {import("../kit/text_ranges.js").Range} Range */
/** @typedef {import("./requests.js").Article} Article */

const SIZE = 2000; // of the image's longest side, at first
const SHARP_SIZE = 4000; // when the reader comes closer
const BUTTON_FACTOR = 1.4;

export class Facsimile {
  #latestRequest = 0;
  /** The number of the page that is shown or being loaded. */
  #number = 0;
  /** The number of the page that is shown; 0 if none is. */
  #shown = 0;
  /** The last page of the file, once that is known. */
  #last = Infinity;
  #quote = 0;
  #requested = 0;
  #stage = setLabel(element("div", { class: "facsimile-stage", role: "group", tabindex: "0" }), "facsimileStage");
  #sheet = new PageSheet(this.#stage, () => this.#sharpen());
  #place = element("span", { class: "facsimile-place" });
  #note = element("p", { class: "facsimile-note", hidden: true });
  #previous = this.#button("facsimilePrevious", "‹", () => this.turn(-1));
  #next = this.#button("facsimileNext", "›", () => this.turn(1));

  /**
   * @param {Article} article
   * @param {Range[]} quotes in order
   */
  constructor(article, quotes) {
    this.article = article;
    this.quotes = quotes;
    this.regions = findRegions(article.id, quotes);
    this.#stage.removeAttribute("title");
    setUpGestures(this.#stage, {
      panBy: (dx, dy) => this.#sheet.panBy(dx, dy),
      zoomBy: (factor, point) => this.#sheet.zoomBy(factor, point),
      showWhole: () => this.#sheet.showWhole(),
      turn: (step) => this.turn(step),
    });
    this.element = element("section", { class: "facsimile" }, this.#tools(), this.#note, this.#stage);
    setLabel(this.element, "facsimile").removeAttribute("title");
  }

  #tools() {
    const pages = element("div", { class: "facsimile-group" }, this.#previous, this.#place, this.#next);
    const zooms = element("div", { class: "facsimile-group" });
    zooms.append(
      this.#button("facsimileSmaller", "−", () => this.#sheet.zoomBy(1 / BUTTON_FACTOR)),
      this.#button("facsimileLarger", "+", () => this.#sheet.zoomBy(BUTTON_FACTOR)),
    );
    const onclick = () => this.#sheet.showWhole();
    zooms.append(setText(element("button", { type: "button", class: "control", onclick }), "facsimileWhole"));
    return element("div", { class: "facsimile-tools" }, pages, zooms);
  }

  /**
   * @param {string} key of its label
   * @param {string} text
   * @param {() => void} onclick
   */
  #button(key, text, onclick) {
    return setLabel(element("button", { type: "button", class: "control step", text, onclick }), key);
  }

  focus() {
    this.#stage.focus({ preventScroll: true });
  }

  /**
   * Show the page where a quote is printed, or the article's first page if there are no quotes.
   * @param {number} index
   */
  showQuote(index) {
    this.#quote = index;
    const number = this.#pageOfQuote();
    if (number === this.#number && number === this.#shown) this.#mark();
    else this.#load(number);
  }

  #pageOfQuote() {
    const quote = this.quotes[this.#quote];
    const [region] = this.regions[this.#quote] ?? [];
    const [printed] = quote ? pagesOf(this.article, quote) : [];
    return region?.page ?? printed ?? this.article.pages[0].number;
  }

  /**
   * Show the next or the previous page of the file.
   * @param {number} step
   */
  turn(step) {
    const number = this.#number + step;
    // The file may end before a page that is still being loaded.
    const isUnsure = this.#stage.hasAttribute("aria-busy") && !this.#hasPage(this.#number);
    if (number < 1 || number > this.#last) announce(translate("facsimileEnd"));
    else if (!isUnsure) this.#load(number);
  }

  /** @param {number} number */
  #hasPage(number) {
    return number === this.#shown || this.article.pages.some((page) => page.number === number);
  }

  /** @param {number} number of the page */
  async #load(number) {
    this.#latestRequest += 1;
    const current = this.#latestRequest;
    this.#showNumber(number);
    if (!this.#shown) this.#stage.replaceChildren(setText(element("p", { class: "searching" }), "facsimileLoading"));
    this.#stage.setAttribute("aria-busy", "true");
    try {
      const image = await fetchPageImage(this.article.id, number, SIZE);
      if (current === this.#latestRequest) this.#show(image, number);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (current === this.#latestRequest) this.#fail(error, number);
    }
    if (current === this.#latestRequest) this.#stage.removeAttribute("aria-busy");
  }

  /**
   * @param {ImageBitmap} image
   * @param {number} number
   */
  #show(image, number) {
    this.#requested = SIZE;
    this.#shown = number;
    this.#sheet.showPage(image, number);
    this.#mark();
    announce(translate("facsimileOf", { n: number }));
  }

  /** Mark the quotes on the page that is shown. */
  #mark() {
    const onPage = (/** @type {import("../kit/printed_regions.js").Region} */ { page }) => page === this.#shown;
    const current = (this.regions[this.#quote] ?? []).filter(onPage);
    this.#sheet.mark([...new Set(this.regions.flat().filter(onPage))], current);
    const isUnknown = this.quotes.length > 0 && this.regions[this.#quote].length === 0;
    this.#note.hidden = !isUnknown;
    if (isUnknown) setText(this.#note, "facsimileUnmarked");
  }

  /** Fetch a larger image of the page if there may be one. */
  async #sharpen() {
    if (this.#requested !== SIZE || this.#sheet.resolution < SIZE) return;
    this.#requested = SHARP_SIZE;
    const number = this.#shown;
    try {
      const image = await fetchPageImage(this.article.id, number, SHARP_SIZE);
      if (number === this.#shown) this.#sheet.sharpen(image);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error; // the page stays as it is
    }
  }

  /** @param {number} number */
  #showNumber(number) {
    this.#number = number;
    setText(this.#place, "printedPage", { n: number });
    // Not `disabled`, which would take the focus away from the one who has just turned the page.
    this.#previous.setAttribute("aria-disabled", String(number <= 1));
    this.#next.setAttribute("aria-disabled", String(number >= this.#last));
  }

  /**
   * Say why a page is not shown; if the file ends before it, the last page is shown.
   * @param {RequestError} error
   * @param {number} number of the page
   */
  #fail(error, number) {
    const isMissing = error.code === "no_page_image";
    if (isMissing && !this.#hasPage(number) && this.#hasPage(number - 1)) {
      this.#last = number - 1;
      announce(translate("facsimileEnd"));
      return this.#shown === this.#last ? this.#showNumber(this.#last) : this.#load(this.#last);
    }
    this.#shown = 0;
    const notice = isMissing ? this.#missingNotice() : failureNotice(error, () => this.#load(number));
    return this.#stage.replaceChildren(notice);
  }

  #missingNotice() {
    const notice = element("div", { class: "failure", role: "alert" }, setText(element("p"), "facsimileMissing"));
    if (this.article.has_original) notice.append(originalButton(this.article));
    return notice;
  }
}
