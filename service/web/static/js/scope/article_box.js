/** The box in which one article is chosen by its title. */

import { element } from "../kit/dom.js";
import { translate } from "../kit/language.js";
import { findArticles, knownTitle, rememberTitle } from "./article_titles.js";

const TYPING_PAUSE_MS = 200; // after the last key press, before titles are fetched

/**
 * @param {string} article its id, or ""
 * @returns {{box: HTMLInputElement, list: HTMLElement, read: () => Promise<string | null>}} the box, the titles that
 *   it offers, and what reads the id of the article in it: "" for none, null if no article has that title
 */
export function articleBox(article) {
  const list = element("datalist", { id: "scope-articles" });
  const box = element("input", { type: "text", name: "article", maxlength: "300", list: "scope-articles" });
  box.dataset.placeholder = "scopeArticlePlaceholder";
  box.placeholder = translate("scopeArticlePlaceholder");
  const given = knownTitle(article) ?? "";
  box.value = given;
  let timer = 0;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void offerTitles(box.value, list), TYPING_PAUSE_MS);
  });
  const read = async () => {
    const title = box.value.trim();
    if (title === given) return article;
    return title && (await findArticle(title));
  };
  return { box, list, read };
}

/**
 * @param {string} words
 * @param {HTMLElement} list
 */
async function offerTitles(words, list) {
  const found = words.trim() ? await findArticles(words.trim()) : [];
  list.replaceChildren(...found.map(({ title }) => element("option", { value: title })));
}

/**
 * @param {string} title
 * @returns {Promise<string | null>}
 */
async function findArticle(title) {
  const found = await findArticles(title);
  const article = found.find((one) => one.title === title) ?? (found.length === 1 ? found[0] : null);
  if (!article) return null;
  rememberTitle(article.id, article.title);
  return article.id;
}
