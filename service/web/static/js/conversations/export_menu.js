/** A menu of the forms in which a conversation can be saved, below the button that opened it. */

import "./texts.js";

import { RequestError } from "../kit/requests.js";
import { byId, element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { chosenLanguage, say, wording } from "../kit/language.js";
import { exportConversation } from "./requests.js";

/** @type {["md" | "html" | "docx", string][]} */
const FORMS = [
  ["docx", "asWord"],
  ["html", "asHtml"],
  ["md", "asMarkdown"],
];

/**
 * @param {HTMLElement} button
 * @param {string} id of the conversation
 */
export function openMenu(button, id) {
  const menu = element("div", { class: "export-menu", popover: "auto", role: "menu" });
  menu.append(...FORMS.map(([form, key]) => item(key, () => save(menu, id, form))));
  menu.addEventListener("keydown", move);
  menu.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "closed") menu.remove();
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, button.getBoundingClientRect());
  /** @type {HTMLElement} */ (menu.firstElementChild).focus();
}

/**
 * @param {string} key
 * @param {() => void} onclick
 */
function item(key, onclick) {
  return say(element("button", { type: "button", role: "menuitem", onclick }), key);
}

/**
 * Put the menu below the button, or above it where there is no room.
 * @param {HTMLElement} menu
 * @param {DOMRect} button
 */
function place(menu, button) {
  const { width, height } = menu.getBoundingClientRect();
  const below = button.bottom + height + 8 <= innerHeight;
  menu.style.top = `${below ? button.bottom + 4 : Math.max(8, button.top - height - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(button.right - width, innerWidth - width - 8))}px`;
}

/** @param {KeyboardEvent} event */
function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("button")];
  const at = items.findIndex((one) => one === document.activeElement);
  items[(at + step + items.length) % items.length].focus();
}

/**
 * @param {HTMLElement} menu
 * @param {string} id
 * @param {"md" | "html" | "docx"} form
 */
async function save(menu, id, form) {
  try {
    const { name, content } = await exportConversation(id, form, chosenLanguage());
    const href = URL.createObjectURL(content);
    element("a", { href, download: name }).click();
    URL.revokeObjectURL(href);
    byId("announcement").textContent = wording("saved", { file: name });
    menu.hidePopover();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    menu.querySelector(".failure")?.remove();
    menu.append(failureNotice(error, () => save(menu, id, form)));
  }
}
