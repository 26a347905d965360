/** The menu of export formats. */

import "./texts.js";

import { announce } from "../kit/announcement.js";
import { currentLanguage, translate } from "../kit/language.js";
import { openMenu } from "../kit/menu.js";
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
  openMenu(
    button,
    FORMATS.map(([format, key]) => [key, () => save(id, format)]),
  );
}

/**
 * @param {string} id
 * @param {Format} format
 */
async function save(id, format) {
  const { name, content } = await exportConversation(id, format, currentLanguage());
  saveFile(content, name);
  announce(translate("saved", { file: name }));
}
