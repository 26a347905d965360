/** The list of all articles that mention something, one page at a time. */

import { element, languageOf } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setText } from "../kit/language.js";
import { imprint, titleLink } from "../kit/passage.js";
import { RequestError } from "../kit/request_error.js";
import { Excerpt } from "../kit/text_ranges.js";
import { fetchMentions } from "./requests.js";

/** @typedef {import("./requests.js").Mention} Mention */
/** @typedef {import("./requests.js").Mentions} Mentions */

/**
 * Return the list of the articles, with a button for the next page as long as there is one.
 * @param {string} question
 * @param {Mentions} mentions the first page
 * @returns {HTMLElement}
 */
export function mentionList(question, mentions) {
  const list = element("ol", { class: "mentions" });
  const view = element("div", { class: "sources" }, list);
  addPage(view, list, question, mentions);
  return view;
}

/**
 * @param {HTMLElement} view
 * @param {HTMLElement} list
 * @param {string} question
 * @param {Mentions} page
 */
function addPage(view, list, question, { articles, total, next_cursor: cursor }) {
  list.append(...articles.map(mentionItem));
  if (cursor === null) return;
  const more = element("button", { type: "button", class: "more retry" });
  more.addEventListener("click", () => showNextPage(view, list, question, more, cursor));
  view.append(setText(more, "moreMentions", { shown: list.children.length, total }));
}

/**
 * @param {HTMLElement} view
 * @param {HTMLElement} list
 * @param {string} question
 * @param {HTMLElement} end the button at the end of the list, or the notice that replaced it
 * @param {string} cursor
 */
async function showNextPage(view, list, question, end, cursor) {
  end.setAttribute("disabled", "");
  const listed = list.children.length;
  try {
    const page = await fetchMentions(question, cursor);
    end.remove();
    addPage(view, list, question, page);
    list.children[listed]?.querySelector("a")?.focus();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const notice = failureNotice(error, () => showNextPage(view, list, question, notice, cursor));
    end.replaceWith(notice);
  }
}

/**
 * @param {Mention} mention
 * @returns {HTMLElement}
 */
function mentionItem(mention) {
  const printed = imprint(mention);
  printed.append(setText(element("span"), "mentionCount", { n: mention.count }));
  const link = titleLink(mention, "open mention-title", mention.highlights[0]);
  const item = element("li", { class: "mention" }, link, printed);
  if (mention.quote) item.append(quotation(mention));
  return item;
}

/**
 * @param {Mention} mention
 * @returns {HTMLElement}
 */
function quotation({ quote, start, end, highlights }) {
  const nodes = new Excerpt(quote, start).markedNodes(start, end, highlights);
  return element("blockquote", { class: "passage", lang: languageOf(quote) }, ...nodes);
}
