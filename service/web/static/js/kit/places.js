/**
 * Where the reader is: the address of the view, which stays while an article is open beside it, and how far each
 * address was scrolled in this tab. Going back, reloading and closing an article lead to the same place.
 */

import { parseArticleAddress } from "./addresses.js";
import { tabStorage } from "./storage.js";

const VIEW = "view";
const SCROLLED = "scrolled";
const MOST = 50;
const SETTLING_MS = 3000;
const INPUTS = ["wheel", "touchstart", "pointerdown", "keydown"];

/** By address, the latest last. @type {Map<string, number>} */
const scrolled = readScrolled();
/** While a place is being restored: ends that. @type {AbortController | null} */
let settling = null;
let current = parseArticleAddress(location.hash) ? (tabStorage.get(VIEW) ?? "") : location.hash;

/** Remember the places ourselves: the browser restores them before what is shown has come from the server. */
export function setUpPlaces() {
  history.scrollRestoration = "manual";
  window.addEventListener("pagehide", () => {
    noteScrolled();
    tabStorage.set(SCROLLED, JSON.stringify([...scrolled].slice(-MOST)));
  });
}

/** @returns {string} the address of the view that is shown */
export function currentPlace() {
  return current;
}

/**
 * Note that another address is shown from now on; call it before the page changes.
 * @param {string} address
 */
export function goToPlace(address) {
  if (address !== current) noteScrolled();
  settling?.abort();
  current = address;
  tabStorage.set(VIEW, address);
}

/**
 * Scroll to where the reader was at the address that is shown, and stay there while the rest of the page arrives.
 * @returns {boolean} whether that is known
 */
export function restorePlace() {
  const top = scrolled.get(current);
  if (top === undefined) return false;
  const scroll = () => window.scrollTo({ top, behavior: "instant" });
  scroll();
  settling?.abort();
  const own = new AbortController();
  settling = own;
  const observer = new ResizeObserver(scroll);
  observer.observe(document.body);
  own.signal.addEventListener("abort", () => {
    observer.disconnect();
    settling = null;
  });
  for (const input of INPUTS) window.addEventListener(input, () => own.abort(), { passive: true, signal: own.signal });
  setTimeout(() => own.abort(), SETTLING_MS);
  return true;
}

/** Do not return to where the reader was at the address that is shown. */
export function forgetPlace() {
  settling?.abort();
  scrolled.delete(current);
}

function noteScrolled() {
  if (settling) return;
  scrolled.delete(current);
  scrolled.set(current, Math.round(window.scrollY));
}

/** @returns {Map<string, number>} */
function readScrolled() {
  try {
    return new Map(JSON.parse(tabStorage.get(SCROLLED) ?? "[]"));
  } catch {
    return new Map();
  }
}
