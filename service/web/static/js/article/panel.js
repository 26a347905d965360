/**
 * The whole article beside the view, or over it on a narrow screen. The address decides what is open: opening is a
 * link and closing is going back, so the browser's own buttons work.
 */

import "./texts.js";

import { articleAddress, parseArticleAddress } from "../kit/addresses.js";
import { asPublished, today } from "../kit/citation.js";
import { byId, element } from "../kit/dom.js";
import { loadFailureNotice } from "../kit/failure_notice.js";
import { setText } from "../kit/language.js";
import { nameArticle } from "../kit/page_title.js";
import { currentPlace } from "../kit/places.js";
import { RequestError } from "../kit/request_error.js";
import { setUpShortcuts } from "../kit/shortcuts.js";
import { askAboutButton } from "../scope/ask_about.js";
import { articleText, pagesOf } from "./article_text.js";
import { citeButtons } from "./cite_buttons.js";
import { missingArticleNotice } from "./missing_article.js";
import { proofreadButton } from "./proofread_button.js";
import { articleDivider } from "./divider.js";
import { QuotedArticles } from "./quoted_articles.js";
import { followEdit, mergeRanges, Quotes } from "./quotes.js";
import { fetchArticle } from "./requests.js";
import { ViewSwitch } from "./view_switch.js";

/** @typedef {import("../kit/addresses.js").ArticleAddress} ArticleAddress */
/** @typedef {import("../kit/text_ranges.js").Range} Range */
/** @typedef {import("./requests.js").Article} Article */

const narrow = matchMedia("(max-width: 63.99rem)");
const narrowForPages = matchMedia("(max-width: 103.99rem)");
const panel = byId("panel");
const body = byId("panel-body");
const title = byId("panel-title");
const steps = element("div", { class: "panel-steps" });
const tools = element("div", { class: "panel-tools" });

/** Of the answer that the article was opened from. */
const quoted = new QuotedArticles();

/** The element that had the focus when the panel opened. @type {Element | null} */
let opener = null;
let openedHere = false;
let latestRequest = 0;
/** How the article is entered from another one of the answer: 1 at its first quote, -1 at its last; 0 if it is not. */
let entering = 0;
/** @type {Quotes | null} */
let quotes = null;
/** Of the open article, if there are images of its pages. @type {ViewSwitch | null} */
let views = null;
/** Ends what listens to the open article. */
let leaving = new AbortController();
/** Moves the focus when the opener is gone. @type {() => void} */
let focusPage = () => {};

/**
 * Open and close the panel as the address says, now and whenever it changes.
 * @param {boolean} here whether the address was reached within the page, so that going back closes the panel
 * @param {() => void} focusElsewhere is called when the panel closes and the element that opened it is gone
 */
export function setUpArticlePanel(here, focusElsewhere) {
  openedHere = here;
  focusPage = focusElsewhere;
  panel.prepend(articleDivider());
  byId("panel-close").before(steps);
  body.before(tools);
  setUpShortcuts({ n: () => quotes?.move(1), p: () => quotes?.move(-1), o: () => views?.toggle() });
  window.addEventListener("hashchange", () => {
    openedHere ||= Boolean(panel.hidden);
    followAddress();
  });
  document.addEventListener("click", replaceArticle);
  byId("panel-close").addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open], :popover-open")) return;
    if (event.key === "Escape" && !event.isComposing && !panel.hidden) leave();
  });
  for (const width of [narrow, narrowForPages]) width.addEventListener("change", coverRest);
  followAddress();
}

/**
 * While an article is open, opening another one replaces it in the history, so that one step back closes the panel.
 * @param {MouseEvent} event
 */
function replaceArticle(event) {
  const link = event.target instanceof Element ? event.target.closest("a.open") : null;
  if (!link || panel.hidden || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  quoted.collect(link);
  location.replace(link.getAttribute("href") ?? "#");
}

function followAddress() {
  const address = parseArticleAddress(location.hash);
  if (address) open(address);
  else if (!panel.hidden) close();
}

/** Leave the article: back to the address before it, or to the view beside it for those who came by a permanent link. */
function leave() {
  if (openedHere) history.back();
  else location.replace(currentPlace() || "#/");
}

/** @param {ArticleAddress} address */
async function open(address) {
  if (panel.hidden) {
    opener = document.activeElement;
    quoted.collect(opener);
  }
  panel.hidden = false;
  document.body.classList.add("reading");
  coverRest();
  if (opener instanceof HTMLElement && opener !== document.body) opener.scrollIntoView({ block: "nearest" });
  title.focus({ preventScroll: true });
  await load(address);
}

/** @param {ArticleAddress} address */
async function load(address) {
  latestRequest += 1;
  const current = latestRequest;
  clear();
  setText(title, "article");
  body.replaceChildren(setText(element("p", { class: "searching" }), "loading"));
  try {
    const article = await fetchArticle(address.id);
    if (current === latestRequest) show(article, address);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (current === latestRequest) body.replaceChildren(loadFailure(error, address));
  }
}

/** Remove the controls of the article that was open. */
function clear() {
  leaving.abort();
  leaving = new AbortController();
  quotes = null;
  views?.remove();
  views = null;
  for (const part of [steps, tools]) part.replaceChildren();
}

/**
 * @param {Article} article
 * @param {ArticleAddress} address
 */
function show(article, address) {
  const marked = mergeRanges(address.quotes, Array.from(article.text).length);
  body.replaceChildren(...notices(article, address, marked), articleText(article, marked));
  showTitle();
  const opened = address.quotes[0]?.[0];
  const first = Math.max(0, marked.findIndex(([start, end]) => start <= opened && opened < end));
  const shown = new Quotes(body, marked.length, entering < 0 ? Math.max(0, marked.length - 1) : first);
  shown.around = quoted.countAround(address.id);
  shown.leave = (step) => leaveFor(quoted.findBeside(address.id, step), step);
  steps.replaceChildren(shown.controls);
  views = article.has_page_images ? new ViewSwitch(body, article, shown, marked, coverRest) : null;
  tools.replaceChildren(...(views ? [views.controls] : []), ...readingTools({ article, marked, quotes: shown }));
  shown.show();
  quotes = shown;
  if (entering) shown.announce();
  entering = 0;
}

/**
 * @param {string | null} address of another article of the answer
 * @param {number} step 1 to enter it at its first quote, -1 at its last
 * @returns {boolean} whether there is one
 */
function leaveFor(address, step) {
  if (!address) return false;
  entering = step;
  location.replace(address);
  return true;
}

/**
 * @typedef {{article: Article, marked: Range[], quotes: Quotes}} Opened what is open; corrections change it
 *
 * @param {Opened} opened
 * @returns {HTMLElement[]} the buttons that ask about, cite and correct the article
 */
function readingTools(opened) {
  const ask = askAboutButton(opened.article, "view-button");
  const cite = citeButtons(() => toCitation(opened.article, opened.marked[opened.quotes.current]));
  if (opened.article.doubts === 0) return [ask, cite];
  const onCorrected = (/** @type {Article} */ article, /** @type {import("./proofreading.js").Edit} */ edit) => {
    opened.article = article;
    opened.marked = opened.marked.map((range) => followEdit(range, edit));
    showCorrected(opened);
  };
  const onOutdated = () => load({ id: opened.article.id, quotes: opened.marked });
  const events = { onCorrected, onOutdated, left: leaving.signal };
  return [ask, proofreadButton(body, () => opened.article, events), cite];
}

/**
 * Show the new version of the text in place of the former one, and let the address lead to its quotes.
 * @param {Opened} opened
 */
function showCorrected({ article, marked, quotes: shown }) {
  body.querySelector(".page")?.replaceWith(articleText(article, marked));
  shown.mark();
  const current = marked[shown.current];
  history.replaceState(history.state, "", articleAddress(article.id, ...(current ? [current] : []), ...marked));
}

/**
 * @param {Article} article
 * @param {ArticleAddress} address
 * @param {Range[]} marked
 * @returns {HTMLElement[]} what has changed since the link was made
 */
function notices(article, address, marked) {
  const keys = article.id === address.id ? [] : ["replaced"];
  if (address.quotes.length > 0 && marked.length === 0) keys.push("textChanged");
  return keys.map((key) => setText(element("p", { class: "since" }), key));
}

/**
 * @param {Article} article
 * @param {Range | undefined} quote
 * @returns {import("../kit/citation.js").Citation}
 */
function toCitation(article, quote) {
  const words = quote ? Array.from(article.text).slice(...quote).join("") : "";
  const address = quote ? articleAddress(article.id, quote) : articleAddress(article.id);
  const link = new URL(address, location.origin + location.pathname).href;
  const pages = quote ? pagesOf(article, quote) : [];
  return { ...article, ...asPublished(article), pages, quote: words, link, today: today() };
}

/**
 * @param {RequestError} error
 * @param {ArticleAddress} address
 * @returns {HTMLElement} the reason why the article is not shown
 */
function loadFailure(error, address) {
  if (error.code === "no_such_document") return missingArticleNotice(error.about);
  return loadFailureNotice(error, () => load(address));
}

/** Show the article's title in the panel's bar, where it stays while the text scrolls. */
function showTitle() {
  nameArticle(body.querySelector(".headline")?.textContent ?? "");
  const headline = body.querySelector(".headline");
  if (!headline) return;
  delete title.dataset.text;
  title.textContent = headline.textContent;
}

function close() {
  latestRequest += 1;
  clear();
  nameArticle("");
  panel.hidden = true;
  document.body.classList.remove("reading");
  coverRest();
  if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus();
  else focusPage();
  opener = null;
  openedHere = false;
}

/** On a narrow screen the open panel covers the page: nothing below it can be reached. Printed pages take more room. */
function coverRest() {
  const width = document.body.classList.contains("comparing") ? narrowForPages : narrow;
  const covered = width.matches && !panel.hidden;
  for (const id of ["bar", "main"]) byId(id).inert = covered;
  panel.setAttribute("role", covered ? "dialog" : "complementary");
  if (covered) panel.setAttribute("aria-modal", "true");
  else panel.removeAttribute("aria-modal");
}
