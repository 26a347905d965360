/** What the tab is called: the open article, else the conversation where one asks, else the view. */

import { setPageTitle, translate } from "./language.js";

/** The names of the views, as keys of the texts. @type {Record<string, string>} */
const VIEWS = {
  search: "viewSearch",
  timeline: "timeline",
  library: "viewLibrary",
  conversations: "viewConversations",
  missing: "noSuchPage",
};

const shown = { view: "ask", query: "", conversation: "", article: "" };

/**
 * @param {string} view
 * @param {string} query what is looked for there, "" for nothing
 */
export function nameView(view, query) {
  change({ view, query });
}

/** @param {string} conversation its title, "" for a new one */
export function nameConversation(conversation) {
  change({ conversation });
}

/** @param {string} article its title, "" for none */
export function nameArticle(article) {
  change({ article });
}

/** @param {Partial<typeof shown>} changed */
function change(changed) {
  Object.assign(shown, changed);
  setPageTitle(pageTitle);
}

/** @returns {string} */
function pageTitle() {
  const { view, query, conversation, article } = shown;
  const name = view in VIEWS ? [query, translate(VIEWS[view])].filter(Boolean).join(" · ") : conversation;
  const words = article || name;
  return words ? `${words} – ${translate("name")}` : translate("title");
}
