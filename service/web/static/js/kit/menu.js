/** A menu below the button that opened it. */

import { element } from "./dom.js";
import { failureNotice } from "./failure_notice.js";
import { setText } from "./language.js";
import { loadStylesheet } from "./lazy.js";
import { RequestError } from "./request_error.js";

/**
 * @param {HTMLElement} button
 * @param {[string, () => void | Promise<void>][]} items the key of each text, and what it does; the menu closes then
 */
export async function openMenu(button, items) {
  await loadStylesheet("/static/menu.css");
  const menu = element("div", { class: "menu", popover: "auto", role: "menu" });
  menu.append(...items.map(([key, action]) => menuItem(key, () => choose(menu, action))));
  menu.addEventListener("keydown", (event) => moveFocus(menu, event));
  menu.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "closed") menu.remove();
  });
  document.body.append(menu);
  menu.showPopover();
  placeMenu(menu, button.getBoundingClientRect());
  menu.querySelector("button")?.focus();
}

/**
 * @param {string} key
 * @param {() => void} onclick
 */
function menuItem(key, onclick) {
  return setText(element("button", { type: "button", role: "menuitem", onclick }), key);
}

/**
 * @param {HTMLElement} menu
 * @param {() => void | Promise<void>} action
 */
async function choose(menu, action) {
  try {
    await action();
    menu.hidePopover();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    menu.querySelector(".failure")?.remove();
    menu.append(failureNotice(error, () => choose(menu, action)));
  }
}

/**
 * Put the menu below the button, or above it if there is no room.
 * @param {HTMLElement} menu
 * @param {DOMRect} button
 */
function placeMenu(menu, button) {
  const { width, height } = menu.getBoundingClientRect();
  const below = button.bottom + height + 8 <= innerHeight;
  menu.style.top = `${below ? button.bottom + 4 : Math.max(8, button.top - height - 4)}px`;
  const left = button.left < innerWidth / 2 ? button.left : button.right - width;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
}

/**
 * @param {HTMLElement} menu
 * @param {KeyboardEvent} event
 */
function moveFocus(menu, event) {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (!step) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("button")];
  const focused = items.findIndex((item) => item === document.activeElement);
  items[(focused + step + items.length) % items.length].focus();
}
