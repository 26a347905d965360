/** Build and find elements. Text enters the page only as text, never as HTML. */

/** @typedef {Record<string, string | boolean | ((event: any) => void)>} Properties */

/**
 * Build an element. Functions that return an element are named after it, here and all over the page.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Properties} [properties] attributes; names with `on…` are listeners, `text` is the text content,
 *   `false` and "" leave the attribute out
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
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
 * @param {Properties[string]} value
 */
function setProperty(node, name, value) {
  if (typeof value === "function") node.addEventListener(name.slice(2), value);
  else if (name === "text") node.textContent = String(value);
  else if (value !== false && value !== "") node.setAttribute(name, value === true ? "" : value);
}

/**
 * Return the element of the page with this id.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`The page has no element with the id "${id}"`);
  return node;
}

/**
 * Return the language tag for text of the collection, so that it is read aloud and displayed in the right glyphs.
 * @param {string} text
 * @returns {string} "zh-CN" if it contains Chinese characters, otherwise ""
 */
export function languageOf(text) {
  return /\p{Script=Han}/u.test(text) ? "zh-CN" : "";
}
