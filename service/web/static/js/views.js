/**
 * The views of the page: asking, and others beside it, each fetched when it is first entered. The address decides
 * which is shown (`#/search?q=…`); an article's address leaves the view as it is, and opens the article beside it.
 */

import { RequestError } from "./kit/requests.js";
import { byId, element } from "./kit/dom.js";
import { failureNotice } from "./kit/failure_notice.js";
import { part } from "./kit/lazy.js";
import { placeAt, viewAt } from "./kit/addresses.js";

/**
 * @typedef {object} View
 * @property {(container: HTMLElement, parameters: URLSearchParams) => void | Promise<void>} enter called whenever
 *   the view is entered with other parameters than it shows
 */

/** @type {Record<string, () => Promise<View>>} */
const FETCHED = {
  search: () => import("./search/view.js"),
  library: () => import("./library/view.js"),
  conversations: () => import("./conversations/view.js"),
};

/** What each view shows. @type {Map<string, string>} */
const shown = new Map();

/** Show the view that the address names, now and whenever it changes. */
export function setUpViews() {
  window.addEventListener("hashchange", follow);
  follow();
}

function follow() {
  if (placeAt(location.hash)) return;
  const address = viewAt(location.hash);
  if (address) show(address.name in FETCHED ? address : { name: "ask", parameters: new URLSearchParams() });
}

/** @param {import("./kit/addresses.js").ViewAddress} address */
function show({ name, parameters }) {
  const container = containerOf(name);
  for (const view of byId("main").querySelectorAll(":scope > .view")) view.toggleAttribute("hidden", view !== container);
  for (const link of byId("views").querySelectorAll("a")) {
    if (link.dataset.view === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.body.dataset.view = name;
  if (name !== "ask") enter(name, container, parameters);
}

/**
 * @param {string} name
 * @param {HTMLElement} container
 * @param {URLSearchParams} parameters
 */
async function enter(name, container, parameters) {
  if (shown.get(name) === parameters.toString()) return;
  shown.set(name, parameters.toString());
  try {
    const view = await part(FETCHED[name], "views", name);
    await view.enter(container, parameters);
  } catch (error) {
    shown.delete(name);
    if (!(error instanceof RequestError)) throw error;
    container.replaceChildren(failureNotice(error, () => enter(name, container, parameters)));
  }
}

/**
 * @param {string} name
 * @returns {HTMLElement}
 */
function containerOf(name) {
  const id = `view-${name}`;
  const there = document.getElementById(id);
  if (there) return there;
  const made = element("div", { class: "view", id });
  byId("main").append(made);
  return made;
}
