/** The page before the first question: the size of the collection, and example questions. */

import { byId, element, languageOf } from "../kit/dom.js";
import { loadFailureNotice } from "../kit/failure_notice.js";
import { setText } from "../kit/language.js";
import { onLibraryChange } from "../kit/library_changes.js";
import { RequestError } from "../kit/request_error.js";
import { askInChat } from "./chat.js";
import { fetchCollection } from "./requests.js";

/** Fill the welcome, now and whenever the collection changes while it is visible. */
export function setUpWelcome() {
  onLibraryChange(() => {
    if (!byId("welcome").hidden) fillWelcome();
  });
  fillWelcome();
}

async function fillWelcome() {
  try {
    showCollection(await fetchCollection());
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    showFailure(error);
  }
}

/** @param {import("./requests.js").Collection} collection */
function showCollection({ articles, passages, examples }) {
  if (articles === 0) setText(byId("collection"), "emptyCollection");
  else setText(byId("collection"), "collection", { articles, passages });
  byId("example-list").replaceChildren(...examples.map(exampleItem));
  byId("examples").hidden = examples.length === 0;
}

/**
 * @param {string} question
 * @returns {HTMLElement}
 */
function exampleItem(question) {
  const onclick = () => askInChat(question);
  const properties = { type: "button", class: "example", text: question, lang: languageOf(question), onclick };
  return element("li", {}, element("button", properties));
}

/** @param {RequestError} error */
function showFailure(error) {
  const notice = loadFailureNotice(error, () => {
    notice.remove();
    fillWelcome();
  });
  byId("welcome").append(notice);
}
