/** Building elements. Text only ever enters the page as text. */

/**
 * @param {string} tag
 * @param {Record<string, string | boolean | EventListener>} [properties] attributes; `on…` names are listeners,
 *   `text` is the text content, `false` and "" leave the attribute out
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) setProperty(node, name, value);
  node.append(...children);
  return node;
}

/**
 * @param {HTMLElement} node
 * @param {string} name
 * @param {string | boolean | EventListener} value
 */
function setProperty(node, name, value) {
  if (typeof value === "function") node.addEventListener(name.slice(2), value);
  else if (name === "text") node.textContent = String(value);
  else if (value !== false && value !== "") node.setAttribute(name, value === true ? "" : value);
}

/**
 * Return the page's element with this id.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`index.html has no element with the id "${id}"`);
  return node;
}

/**
 * Return the language tag for collected text, so that it is read aloud and set in the right glyphs.
 * @param {string} text
 * @returns {string} "zh-CN" when it has Chinese characters, else ""
 */
export function languageOf(text) {
  return /\p{Script=Han}/u.test(text) ? "zh-CN" : "";
}
