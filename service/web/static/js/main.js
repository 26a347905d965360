/** The entry point: the question box works at once; the rest of the page loads meanwhile, and questions wait for it. */

import "./ask/texts.js";

import { focusComposer, setUpComposer } from "./ask/composer.js";
import { setUpLanguage } from "./kit/language.js";
import { setUpTheme } from "./kit/theme.js";

const ready = import("./page.js").then(async (page) => {
  await page.setUpPage();
  return page;
});

setUpLanguage();
setUpTheme();
setUpComposer(async (question) => (await ready).askInChat(question));
focusComposer();
