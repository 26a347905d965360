/** The page's start: each part sets itself up. */

import { setUpAdding } from "./adding.js";
import { setUpArticle } from "./article.js";
import { askInChat, setUpChat } from "./chat.js";
import { focusComposer, setUpComposer } from "./composer.js";
import { setUpLanguage } from "./language.js";
import { setUpTheme } from "./theme.js";
import { setUpViews } from "./views.js";
import { setUpWelcome } from "./welcome.js";

setUpLanguage();
setUpTheme();
setUpComposer(askInChat);
setUpViews();
focusComposer();
setUpArticle();
setUpChat();
setUpWelcome();
setUpAdding();
