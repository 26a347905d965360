/** The page before the first question: what is in the collection, and what one might ask it. */

import { fetchInfo, RequestError } from "../kit/requests.js";
import { askInChat } from "./chat.js";
import { byId, element, languageOf } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { say } from "../kit/language.js";

/** Fill the welcome with the collection's size and example questions. */
export async function setUpWelcome() {
  try {
    showInfo(await fetchInfo());
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    showFailure(error);
  }
}

/** @param {import("../kit/requests.js").Info} info */
function showInfo({ articles, passages, examples }) {
  const collection = byId("collection");
  if (articles === 0) say(collection, "emptyCollection");
  else say(collection, "collection", { articles, passages });
  byId("example-list").replaceChildren(...examples.map(exampleItem));
  byId("examples").hidden = examples.length === 0;
}

/**
 * @param {string} question
 * @returns {HTMLElement}
 */
function exampleItem(question) {
  const ask = () => askInChat(question);
  const properties = { type: "button", class: "example", text: question, lang: languageOf(question), onclick: ask };
  return element("li", {}, element("button", properties));
}

/** @param {RequestError} error */
function showFailure(error) {
  const notice = failureNotice(error, () => {
    notice.remove();
    setUpWelcome();
  });
  byId("welcome").append(notice);
}
