/**
 * The language of the interface. An element that `say` has spoken to remembers its text's key,
 * so that switching the language rewrites what already stands on the page.
 */

import { byId } from "./dom.js";
import { recall, remember } from "./storage.js";
import { texts } from "./texts.js";

/** @typedef {Record<string, string | number>} Values */

/** @type {"zh" | "en"} */
let language = recall("language") === "en" ? "en" : "zh";

/**
 * Return a text of the interface in the chosen language; numbers are written as that language does.
 * @param {string} key a key of `texts`
 * @param {Values} [values]
 * @returns {string}
 */
export function wording(key, values = {}) {
  const text = texts[language][key];
  return typeof text === "function" ? text(written(values)) : text;
}

/**
 * @param {Values} values
 * @returns {Record<string, string>}
 */
function written(values) {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value.toLocaleString(language)]));
}

/**
 * Make a text of the interface the content of an element, and return the element.
 * @param {HTMLElement} node
 * @param {string} key
 * @param {Values} [values]
 * @returns {HTMLElement}
 */
export function say(node, key, values = {}) {
  node.dataset.text = key;
  node.dataset.values = JSON.stringify(values);
  node.textContent = wording(key, values);
  return node;
}

/**
 * Make a text of the interface the accessible name and tooltip of an element, and return the element.
 * @param {HTMLElement} node
 * @param {string} key
 * @param {Values} [values]
 * @returns {HTMLElement}
 */
export function name(node, key, values = {}) {
  node.dataset.label = key;
  node.dataset.values = JSON.stringify(values);
  node.setAttribute("aria-label", wording(key, values));
  node.title = wording(key, values);
  return node;
}

/** @returns {"zh" | "en"} the chosen language */
export function chosenLanguage() {
  return language;
}

function translatePage() {
  document.documentElement.lang = language === "en" ? "en" : "zh-CN";
  document.title = wording("title");
  const spoken = document.querySelectorAll("[data-text], [data-label], [data-placeholder]");
  for (const node of spoken) translate(/** @type {HTMLElement} */ (node));
  const button = byId("language");
  button.textContent = language === "en" ? "中文" : "English";
  button.lang = language === "en" ? "zh-CN" : "en";
}

/** @param {HTMLElement} node */
function translate(node) {
  const values = JSON.parse(node.dataset.values ?? "{}");
  if (node.dataset.text) say(node, node.dataset.text, values);
  if (node.dataset.label) node.setAttribute("aria-label", wording(node.dataset.label, values));
  if (node.dataset.label && node.title) node.title = wording(node.dataset.label, values);
  if (node.dataset.placeholder) node.setAttribute("placeholder", wording(node.dataset.placeholder));
}

/** Write the page in the remembered language and make the switch work. */
export function setUpLanguage() {
  translatePage();
  byId("language").addEventListener("click", () => {
    language = language === "en" ? "zh" : "en";
    remember("language", language);
    translatePage();
  });
}
