/** The menu of export formats, below the button that opened it. */

import "./texts.js";

import { announce } from "../kit/announcement.js";
import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { currentLanguage, setText, translate } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { saveFile } from "../kit/save_file.js";
import { exportConversation } from "./requests.js";

/** @typedef {import("./requests.js").Format} Format */

/** @type {[Format, string][]} */
const FORMATS = [
  ["docx", "asWord"],
  ["html", "asHtml"],
  ["md", "asMarkdown"],
];

/**
 * @param {HTMLElement} button
 * @param {string} id of the conversation
 */
export function openExportMenu(button, id) {
  const menu = element("div", { class: "export-menu", popover: "auto", role: "menu" });
  menu.append(...FORMATS.map(([format, key]) => menuItem(key, () => save(menu, id, format))));
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
 * Put the menu below the button, or above it if there is no room.
 * @param {HTMLElement} menu
 * @param {DOMRect} button
 */
function placeMenu(menu, button) {
  const { width, height } = menu.getBoundingClientRect();
  const below = button.bottom + height + 8 <= innerHeight;
  menu.style.top = `${below ? button.bottom + 4 : Math.max(8, button.top - height - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(button.right - width, innerWidth - width - 8))}px`;
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

/**
 * @param {HTMLElement} menu
 * @param {string} id
 * @param {Format} format
 */
async function save(menu, id, format) {
  try {
    const { name, content } = await exportConversation(id, format, currentLanguage());
    saveFile(content, name);
    announce(translate("saved", { file: name }));
    menu.hidePopover();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    menu.querySelector(".failure")?.remove();
    menu.append(failureNotice(error, () => save(menu, id, format)));
  }
}
