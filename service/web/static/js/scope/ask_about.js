/** The button that limits the next question to one article, and leads to the question box. */

import { element } from "../kit/dom.js";
import { setLabel, setText } from "../kit/language.js";
import { rememberTitle } from "./article_titles.js";
import { beginQuestion, changeScope } from "./scope.js";

/**
 * @param {{id: string, title: string, source: string}} article
 * @param {string} className
 * @returns {HTMLElement}
 */
export function askAboutButton({ id, title, source }, className) {
  const onclick = () => {
    rememberTitle(id, title || source);
    changeScope({ article: id });
    beginQuestion();
  };
  const button = element("button", { type: "button", class: className, onclick }, setText(element("span"), "askAbout"));
  return setLabel(button, "askAboutOf", { title: title || source });
}
