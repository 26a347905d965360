/** Everything on the page that is not needed to type a question: each feature sets itself up. */

import { setUpAdding } from "./adding/setup.js";
import { setUpArticle } from "./article/setup.js";
import { askInChat, setUpChat } from "./ask/chat.js";
import { focusComposer } from "./ask/composer.js";
import { currentConversation } from "./ask/current_conversation.js";
import { setUpScopeBar } from "./ask/scope_bar.js";
import { setUpWelcome } from "./ask/welcome.js";
import { setUpExportButton } from "./conversations/export_button.js";
import { loadStylesheet } from "./kit/lazy.js";
import { registerWorker } from "./kit/service_worker.js";
import { setUpKeys } from "./palette/setup.js";
import { setUpViews } from "./views.js";

export { askInChat } from "./ask/chat.js";

/** Set up the views, the conversation and what surrounds it; done when a question can be asked. */
export async function setUpPage() {
  setUpViews();
  setUpArticle(focusComposer);
  setUpWelcome();
  setUpScopeBar();
  setUpAdding();
  setUpKeys(askInChat);
  setUpExportButton(currentConversation);
  await setUpChat();
  registerWorker();
  loadStylesheet("/static/fonts.css").catch((error) => console.warn(error)); // last: the page does not need it
}
