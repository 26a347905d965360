/**
 * The language of the interface. An element whose text was set by `setText`, `setLabel` or `setTooltip` remembers the key of the
 * text, so that switching the language rewrites what is already on the page.
 */

import { byId } from "./dom.js";
import { lastingStorage } from "./storage.js";
import { texts } from "./texts.js";

/** @typedef {Record<string, string | number>} Values */
/** @typedef {import("./texts.js").Language} Language */

const KEY = "language";
const TRANSLATED = "[data-text], [data-label], [data-tooltip], [data-placeholder]";

/** @type {Language} */
let language = chooseLanguage();
/** What the tab is called. */
let title = () => translate("title");

/** @returns {Language} the one chosen on the page, else the first of the browser's that there is, else Chinese */
function chooseLanguage() {
  const wanted = [lastingStorage.get(KEY), ...navigator.languages].map((name) => name?.slice(0, 2));
  const known = wanted.find((name) => name === "en" || name === "zh");
  return known === "en" ? "en" : "zh";
}

/**
 * Return a text of the interface in the current language, with numbers formatted for it.
 * @param {string} key a key of `texts`
 * @param {Values} [values]
 * @returns {string}
 */
export function translate(key, values = {}) {
  return translateInto(language, key, values);
}

/**
 * @param {Language} into
 * @param {string} key
 * @param {Values} values
 * @returns {string}
 */
function translateInto(into, key, values) {
  const text = texts[into][key];
  return typeof text === "function" ? text(formatNumbers(values, into)) : text;
}

/**
 * @param {Values} values
 * @param {Language} into
 * @returns {Record<string, string>}
 */
function formatNumbers(values, into) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value.toLocaleString(into)]));
}

/**
 * Keep a part of the page in one language, whatever the language of the rest.
 * @param {HTMLElement} part
 * @param {Language} own
 */
export function keepLanguage(part, own) {
  part.dataset.language = own;
  part.lang = own;
  for (const node of part.querySelectorAll(TRANSLATED)) translateNode(/** @type {HTMLElement} */ (node));
}

/**
 * Set the content of an element to a text of the interface, and return the element.
 * @template {HTMLElement} Node
 * @param {Node} node
 * @param {string} key
 * @param {Values} [values]
 * @returns {Node}
 */
export function setText(node, key, values = {}) {
  node.dataset.text = key;
  node.dataset.values = JSON.stringify(values);
  node.textContent = translateInto(languageAt(node), key, values);
  return node;
}

/**
 * Remove the text that `setText` gave an element.
 * @param {HTMLElement} node
 */
export function clearText(node) {
  delete node.dataset.text;
  node.textContent = "";
}

/**
 * Set the accessible name and the tooltip of an element to a text of the interface, and return the element.
 * @template {HTMLElement} Node
 * @param {Node} node
 * @param {string} key
 * @param {Values} [values]
 * @returns {Node}
 */
export function setLabel(node, key, values = {}) {
  node.dataset.label = key;
  node.dataset.values = JSON.stringify(values);
  node.title = translateInto(languageAt(node), key, values);
  node.setAttribute("aria-label", node.title);
  return node;
}

/**
 * Set the tooltip of an element, which is also its description, to a text of the interface, and return the element.
 * @template {HTMLElement} Node
 * @param {Node} node
 * @param {string} key
 * @returns {Node}
 */
export function setTooltip(node, key) {
  node.dataset.tooltip = key;
  node.title = translateInto(languageAt(node), key, {});
  return node;
}

/**
 * Call the tab something, in the language of the page whenever that changes.
 * @param {() => string} words
 */
export function setPageTitle(words) {
  title = words;
  document.title = title();
}

/** @returns {Language} */
export function currentLanguage() {
  return language;
}

/**
 * Show the page in a language that its address names, without keeping the choice.
 * @param {string} wanted
 */
export function useLanguage(wanted) {
  if (wanted === "zh" || wanted === "en") language = wanted;
  document.documentElement.lang = language === "en" ? "en" : "zh-CN";
  document.title = title();
}

function translatePage() {
  document.documentElement.lang = language === "en" ? "en" : "zh-CN";
  document.title = title();
  const nodes = document.querySelectorAll(TRANSLATED);
  for (const node of nodes) translateNode(/** @type {HTMLElement} */ (node));
  const button = byId("language");
  button.textContent = language === "en" ? "中文" : "English";
  button.lang = language === "en" ? "zh-CN" : "en";
}

/** @param {HTMLElement} node */
function translateNode(node) {
  const { text, label, tooltip, placeholder } = node.dataset;
  const values = JSON.parse(node.dataset.values ?? "{}");
  const into = languageAt(node);
  if (text) node.textContent = translateInto(into, text, values);
  if (label) node.setAttribute("aria-label", translateInto(into, label, values));
  if (label && node.title) node.title = translateInto(into, label, values);
  if (tooltip) node.title = translateInto(into, tooltip, {});
  if (placeholder) node.setAttribute("placeholder", translateInto(into, placeholder, {}));
}

/**
 * @param {HTMLElement} node
 * @returns {Language} that of the part of the page around it
 */
function languageAt(node) {
  const part = /** @type {HTMLElement | null} */ (node.closest("[data-language]"));
  return part?.dataset.language === "en" ? "en" : language;
}

/** Show the page in the language that was chosen last, and make the language button work. */
export function setUpLanguage() {
  translatePage();
  byId("language").addEventListener("click", () => {
    language = language === "en" ? "zh" : "en";
    lastingStorage.set(KEY, language);
    translatePage();
  });
}
