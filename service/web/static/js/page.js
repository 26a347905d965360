/** All of the page that is not needed to type a question: each part sets itself up. */

import { setUpAdding } from "./adding/setup.js";
import { setUpArticle } from "./article/setup.js";
import { setUpChat } from "./ask/chat.js";
import { setUpViews } from "./views.js";
import { setUpWelcome } from "./ask/welcome.js";

export { askInChat } from "./ask/chat.js";

/** Set up the views, the conversation and what stands beside it; done when a question can be asked. */
export async function setUpDesk() {
  setUpViews();
  setUpArticle();
  setUpWelcome();
  setUpAdding();
  await setUpChat();
}
