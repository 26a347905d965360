/**
 * The views of the page, all but asking loaded when they are first entered. The address decides which one is visible
 * (`#/search?q=…`); the address of an article leaves the view as it is and opens the article beside it.
 */

import { parseArticleAddress, parseViewAddress } from "./kit/addresses.js";
import { byId, element } from "./kit/dom.js";
import { loadFailureNotice } from "./kit/failure_notice.js";
import { setText } from "./kit/language.js";
import { loadLazily } from "./kit/lazy.js";
import { nameView } from "./kit/page_title.js";
import { currentPlace, goToPlace, restorePlace, setUpPlaces } from "./kit/places.js";
import { RequestError } from "./kit/request_error.js";

/**
 * @typedef {object} View
 * @property {(container: HTMLElement, parameters: URLSearchParams) => void | Promise<void>} enter is called whenever
 *   the view is entered with other parameters than before
 */

/** @type {Record<string, () => Promise<View>>} */
const IMPORTS = {
  search: () => import("./search/view.js"),
  timeline: () => import("./timeline/view.js"),
  library: () => import("./library/view.js"),
  conversations: () => import("./conversations/view.js"),
};

const MISSING = { name: "missing", parameters: new URLSearchParams() };

/** The parameters that each view shows. @type {Map<string, string>} */
const entered = new Map();

/** Show the view of the address, or the one behind the article of the address, now and whenever it changes. */
export function setUpViews() {
  setUpPlaces();
  window.addEventListener("hashchange", () => {
    if (!parseArticleAddress(location.hash)) showViewAt(location.hash);
  });
  showViewAt(currentPlace());
}

/** @param {string} hash */
function showViewAt(hash) {
  const address = parseViewAddress(hash);
  if (!address && !hash.startsWith("#/")) return;
  goToPlace(hash);
  show(address && (address.name === "ask" || address.name in IMPORTS) ? address : MISSING);
}

/** @param {import("./kit/addresses.js").ViewAddress} address */
async function show({ name, parameters }) {
  const container = containerOf(name);
  for (const view of byId("main").querySelectorAll(":scope > .view")) {
    view.toggleAttribute("hidden", view !== container);
  }
  for (const link of byId("views").querySelectorAll("a")) {
    if (link.dataset.view === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.body.dataset.view = name;
  nameView(name, parameters.get("q") ?? "");
  const place = currentPlace();
  if (name === "missing") container.replaceChildren(...missingPage());
  else if (name !== "ask") await enter(name, container, parameters);
  if (place === currentPlace() && !restorePlace()) window.scrollTo({ top: 0, behavior: "instant" });
}

/**
 * @param {string} name
 * @param {HTMLElement} container
 * @param {URLSearchParams} parameters
 */
async function enter(name, container, parameters) {
  if (entered.get(name) === parameters.toString()) return;
  entered.set(name, parameters.toString());
  try {
    const view = await loadLazily(IMPORTS[name], "views", name);
    await view.enter(container, parameters);
  } catch (error) {
    entered.delete(name);
    if (!(error instanceof RequestError)) throw error;
    container.replaceChildren(loadFailureNotice(error, () => enter(name, container, parameters)));
  }
}

/** @returns {HTMLElement[]} what stands in the place of a view that there is not */
function missingPage() {
  const head = element("div", { class: "view-head" }, setText(element("h2"), "noSuchPage"));
  const hint = setText(element("p", { class: "advice" }), "noSuchPageHint");
  const href = byId("views").querySelector("[data-view=ask]")?.getAttribute("href") ?? "#/";
  return [head, hint, element("p", {}, setText(element("a", { class: "small", href }), "toFront"))];
}

/**
 * @param {string} name
 * @returns {HTMLElement}
 */
function containerOf(name) {
  const id = `view-${name}`;
  const existing = document.getElementById(id);
  if (existing) return existing;
  const container = element("div", { class: "view", id });
  byId("main").append(container);
  return container;
}
