/** The page's start: one can type at once; the rest is fetched meanwhile, and a question waits for it. */

import { focusComposer, setUpComposer } from "./ask/composer.js";
import { setUpLanguage } from "./kit/language.js";
import { setUpTheme } from "./kit/theme.js";

const ready = import("./page.js").then(async (desk) => {
  await desk.setUpDesk();
  return desk;
});

setUpLanguage();
setUpTheme();
setUpComposer(async (question) => (await ready).askInChat(question));
focusComposer();
