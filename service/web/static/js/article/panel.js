/**
 * The whole article beside the conversation; on a narrow screen, over it. The address decides what is open:
 * opening is a link, closing is going back, so the browser's own buttons work.
 */

import "./texts.js";

import { fetchArticle, RequestError } from "../kit/requests.js";
import { citingRow } from "./cite_buttons.js";
import { goneNotice } from "./missing_article.js";
import { inOrder, Quotes, setUpQuoteKeys } from "./quotes.js";
import { articleText, pagesOf } from "./article_text.js";
import { focusComposer } from "../ask/composer.js";
import { byId, element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { say } from "../kit/language.js";
import { addressOf, placeAt } from "../kit/addresses.js";

const narrow = matchMedia("(max-width: 63.99rem)");
const panel = byId("panel");
const body = byId("panel-body");
const title = byId("panel-title");
const steps = element("div", { class: "panel-steps" });
const tools = element("div", { class: "panel-tools" });

/** The element that had the focus when the panel opened. @type {Element | null} */
let opener = null;
let openedHere = false;
let request = 0;
/** @type {Quotes | null} */
let quotes = null;

/**
 * Open and close the panel as the address says, now and whenever it changes.
 * @param {boolean} here whether the address was reached within the page, so that going back closes the panel
 */
export function setUpArticlePanel(here) {
  openedHere = here;
  byId("panel-close").before(steps);
  body.before(tools);
  setUpQuoteKeys(() => quotes);
  window.addEventListener("hashchange", () => {
    openedHere ||= panel.hidden;
    followAddress();
  });
  document.addEventListener("click", turnPage);
  byId("panel-close").addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && !event.isComposing && !panel.hidden) leave();
  });
  narrow.addEventListener("change", coverRest);
  followAddress();
}

/**
 * With an article open, opening another takes its place in the history: one step back always closes the panel.
 * @param {MouseEvent} event
 */
function turnPage(event) {
  const link = event.target instanceof Element ? event.target.closest("a.open") : null;
  if (!link || panel.hidden || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.replace(link.getAttribute("href") ?? "#");
}

function followAddress() {
  const place = placeAt(location.hash);
  if (place) open(place);
  else if (!panel.hidden) close();
}

/** Leave the article: back to the address before it, or, for who came by a permanent link, to the bare page. */
function leave() {
  if (openedHere) return history.back();
  history.replaceState(null, "", location.pathname);
  return close();
}

/** @param {import("../kit/addresses.js").Place} place */
async function open(place) {
  if (panel.hidden) opener = document.activeElement;
  panel.hidden = false;
  document.body.classList.add("reading");
  coverRest();
  if (opener instanceof HTMLElement && opener !== document.body) opener.scrollIntoView({ block: "nearest" });
  title.focus({ preventScroll: true });
  await load(place);
}

/** @param {import("../kit/addresses.js").Place} place */
async function load(place) {
  request += 1;
  const mine = request;
  clear();
  say(title, "article");
  body.replaceChildren(say(element("p", { class: "searching" }), "loading"));
  try {
    const article = await fetchArticle(place.id);
    if (mine === request) show(article, place);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (mine === request) body.replaceChildren(failed(error, place));
  }
}

/** Take away what belongs to the article that was open. */
function clear() {
  quotes = null;
  for (const part of [steps, tools]) part.replaceChildren();
}

/**
 * @param {import("../kit/requests.js").Article} article
 * @param {import("../kit/addresses.js").Place} place
 */
function show(article, place) {
  const marked = inOrder(place.quotes, Array.from(article.text).length);
  body.replaceChildren(...notices(article, place, marked), articleText(article, marked));
  showTitle();
  const opened = place.quotes[0]?.[0];
  const first = Math.max(0, marked.findIndex(([start, end]) => start <= opened && opened < end));
  const shown = new Quotes(body, marked.length, first);
  steps.replaceChildren(shown.controls);
  tools.replaceChildren(citingRow(() => cited(article, marked[shown.current])));
  shown.show();
  quotes = shown;
}

/**
 * @param {import("../kit/requests.js").Article} article
 * @param {import("../kit/addresses.js").Place} place
 * @param {import("../kit/requests.js").Range[]} marked
 * @returns {HTMLElement[]}
 */
function notices(article, place, marked) {
  const keys = article.id === place.id ? [] : ["replaced"];
  if (place.quotes.length > 0 && marked.length === 0) keys.push("textChanged");
  return keys.map((key) => say(element("p", { class: "since" }), key));
}

/**
 * @param {import("../kit/requests.js").Article} article
 * @param {import("../kit/requests.js").Range | undefined} quote
 * @returns {import("./citation.js").Cited}
 */
function cited(article, quote) {
  const words = quote ? Array.from(article.text).slice(...quote).join("") : "";
  const link = new URL(addressOf(article.id, quote), location.origin + location.pathname).href;
  const now = new Date();
  const today = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  return { ...article, pages: quote ? pagesOf(article, quote) : [], quote: words, link, today };
}

/**
 * @param {RequestError} error
 * @param {import("../kit/addresses.js").Place} place
 * @returns {HTMLElement} why the article is not there
 */
function failed(error, place) {
  if (error.code === "no_such_document") return goneNotice(error.about);
  return failureNotice(error, () => load(place));
}

/** Name the article in the panel's bar, where it stays while its text scrolls. */
function showTitle() {
  const headline = body.querySelector(".headline");
  if (!headline) return;
  delete title.dataset.text;
  title.textContent = headline.textContent;
}

function close() {
  request += 1;
  clear();
  panel.hidden = true;
  document.body.classList.remove("reading");
  coverRest();
  if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus();
  else focusComposer();
  opener = null;
  openedHere = false;
}

/** On a narrow screen the open panel covers the page: nothing under it can be reached. */
function coverRest() {
  const covered = narrow.matches && !panel.hidden;
  for (const id of ["bar", "main"]) byId(id).inert = covered;
  panel.setAttribute("role", covered ? "dialog" : "complementary");
  if (covered) panel.setAttribute("aria-modal", "true");
  else panel.removeAttribute("aria-modal");
}
