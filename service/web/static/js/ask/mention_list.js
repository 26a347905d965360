/** The answer to a question about the whole collection: how many articles mention something, and which. */

import { fetchMentions, RequestError } from "../kit/requests.js";
import { element, languageOf } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { name, say } from "../kit/language.js";
import { Stretch } from "../kit/text_ranges.js";
import { addressOf } from "../kit/addresses.js";
import { imprint } from "./source_card.js";

/** @typedef {import("../kit/requests.js").Mentions} Mentions */

/**
 * Return the list of the articles, with a button for the next page while there is one.
 * @param {string} question
 * @param {Mentions} mentions its first page
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
  more.addEventListener("click", () => turnPage(view, list, question, more, cursor));
  view.append(say(more, "moreMentions", { shown: list.children.length, total }));
}

/**
 * @param {HTMLElement} view
 * @param {HTMLElement} list
 * @param {string} question
 * @param {HTMLElement} more what stands at the list's end: the button, or a failure
 * @param {string} cursor
 */
async function turnPage(view, list, question, more, cursor) {
  more.setAttribute("disabled", "");
  const listed = list.children.length;
  try {
    const page = await fetchMentions(question, cursor);
    more.remove();
    addPage(view, list, question, page);
    list.children[listed]?.querySelector("a")?.focus();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const notice = failureNotice(error, () => turnPage(view, list, question, notice, cursor));
    more.replaceWith(notice);
  }
}

/**
 * @param {import("../kit/requests.js").Mention} mention
 * @returns {HTMLElement}
 */
function mentionItem(mention) {
  const { article_id: id, title, source, count } = mention;
  const link = element("a", { class: "open mention-title", href: addressOf(id, mention.highlights[0]) });
  link.append(title ? element("span", { text: title, lang: languageOf(title) }) : say(element("span"), "untitled"));
  const item = element("li", { class: "mention" }, name(link, "openOf", { title: title || source }), imprint(mention));
  item.querySelector(".imprint")?.append(say(element("span"), "mentionCount", { n: count }));
  if (mention.quote) item.append(quotation(mention));
  return item;
}

/**
 * @param {import("../kit/requests.js").Mention} mention
 * @returns {HTMLElement}
 */
function quotation({ quote, start, end, highlights }) {
  const stretch = new Stretch(quote, start);
  return element("blockquote", { class: "passage", lang: languageOf(quote) }, ...stretch.marked(start, end, highlights));
}
