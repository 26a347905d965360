/** The page's start: each part sets itself up. */

import { setUpAdding } from "./adding.js";
import { setUpArticlePanel } from "./article_panel.js";
import { askInChat, setUpChat } from "./chat.js";
import { focusComposer, setUpComposer } from "./composer.js";
import { setUpLanguage } from "./language.js";
import { setUpTheme } from "./theme.js";
import { setUpWelcome } from "./welcome.js";

setUpLanguage();
setUpTheme();
setUpComposer(askInChat);
focusComposer();
setUpArticlePanel();
setUpChat();
setUpWelcome();
setUpAdding();
