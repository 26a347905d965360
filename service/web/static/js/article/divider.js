/** The line between the view and the article, which can be moved with the pointer and with the arrow keys. */

import { byId, element } from "../kit/dom.js";
import { setLabel } from "../kit/language.js";
import { lastingStorage } from "../kit/storage.js";

const KEY = "article-width";
const USUAL = 50; // per cent of the room for both
const LEAST = 28;
const MOST = 72;
const STEP = 2;

/** @returns {HTMLElement} */
export function articleDivider() {
  const properties = { id: "article-divider", class: "panel-divider", role: "separator", tabindex: "0" };
  const line = element("div", { ...properties, "aria-orientation": "vertical", "aria-controls": "panel" });
  line.setAttribute("aria-valuemin", String(LEAST));
  line.setAttribute("aria-valuemax", String(MOST));
  setLabel(line, "articleWidth");
  line.addEventListener("pointerdown", (event) => drag(line, event));
  line.addEventListener("dblclick", () => resize(line, USUAL));
  line.addEventListener("keydown", (event) => press(line, event));
  resize(line, Number(lastingStorage.get(KEY)) || USUAL);
  return line;
}

/**
 * @param {HTMLElement} line
 * @param {number} wanted per cent that the article gets
 */
function resize(line, wanted) {
  const share = Math.round(Math.min(MOST, Math.max(LEAST, wanted)));
  line.setAttribute("aria-valuenow", String(share));
  byId("panel").parentElement?.style.setProperty("--article-share", String(share));
  lastingStorage.set(KEY, share === USUAL ? null : String(share));
}

/**
 * @param {HTMLElement} line
 * @param {PointerEvent} event
 */
function drag(line, event) {
  event.preventDefault();
  line.focus();
  line.setPointerCapture(event.pointerId);
  const follow = (/** @type {PointerEvent} */ { clientX }) => {
    const room = /** @type {HTMLElement} */ (byId("panel").parentElement).getBoundingClientRect();
    resize(line, ((room.right - clientX) / room.width) * 100);
  };
  const ended = new AbortController();
  line.addEventListener("pointermove", follow, { signal: ended.signal });
  for (const end of ["pointerup", "pointercancel"]) line.addEventListener(end, () => ended.abort(), { once: true });
}

/**
 * @param {HTMLElement} line
 * @param {KeyboardEvent} event
 */
function press(line, event) {
  const share = Number(line.getAttribute("aria-valuenow"));
  const places = { ArrowLeft: share + STEP, ArrowRight: share - STEP, Home: MOST, End: LEAST, Enter: USUAL };
  const wanted = Object.entries(places).find(([key]) => key === event.key)?.[1];
  if (wanted === undefined) return;
  event.preventDefault();
  resize(line, wanted);
}
