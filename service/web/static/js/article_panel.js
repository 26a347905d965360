/**
 * The whole article beside the conversation; on a narrow screen, over it. The address decides what is open:
 * opening is a link, closing is going back, so the browser's own buttons work.
 */

import { fetchArticle, RequestError } from "./api.js";
import { articleText } from "./article_text.js";
import { focusComposer } from "./composer.js";
import { byId, element } from "./dom.js";
import { failureNotice } from "./failure.js";
import { say } from "./language.js";
import { placeAt } from "./routes.js";

const narrow = matchMedia("(max-width: 63.99rem)");
const panel = byId("panel");
const body = byId("panel-body");
const title = byId("panel-title");

/** The element that had the focus when the panel opened. @type {Element | null} */
let opener = null;
let openedHere = false;
let request = 0;

/**
 * Open and close the panel as the address says, now and whenever it changes.
 * @param {boolean} here whether the address was reached within the page, so that going back closes the panel
 */
export function setUpArticlePanel(here) {
  openedHere = here;
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

/** @param {import("./routes.js").Place} place */
async function open(place) {
  if (panel.hidden) opener = document.activeElement;
  panel.hidden = false;
  document.body.classList.add("reading");
  coverRest();
  if (opener instanceof HTMLElement && opener !== document.body) opener.scrollIntoView({ block: "nearest" });
  title.focus({ preventScroll: true });
  await load(place);
}

/** @param {import("./routes.js").Place} place */
async function load(place) {
  request += 1;
  const mine = request;
  say(title, "article");
  body.replaceChildren(say(element("p", { class: "searching" }), "loading"));
  const content = await contentAt(place);
  if (mine !== request) return;
  body.replaceChildren(content);
  showTitle();
  scrollToQuote();
}

/**
 * @param {import("./routes.js").Place} place
 * @returns {Promise<HTMLElement>} the article, or why it is not there
 */
async function contentAt(place) {
  try {
    return articleText(await fetchArticle(place.id), place.quote);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return failureNotice(error, () => load(place));
  }
}

/** Name the article in the panel's bar, where it stays while its text scrolls. */
function showTitle() {
  const headline = body.querySelector(".headline");
  if (!headline) return;
  delete title.dataset.text;
  title.textContent = headline.textContent;
}

/** Show the quote a third of the way down, where the eye reads; without a quote, the article's head. */
function scrollToQuote() {
  const mark = body.querySelector("mark");
  const down = mark ? mark.getBoundingClientRect().top - body.getBoundingClientRect().top : 0;
  body.scrollTop = mark ? body.scrollTop + down - body.clientHeight / 3 : 0;
}

function close() {
  request += 1;
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
