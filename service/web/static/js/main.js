/** The page's start: one can type at once; the rest is fetched meanwhile, and a question waits for it. */

import { focusComposer, setUpComposer } from "./composer.js";
import { setUpLanguage } from "./language.js";
import { setUpTheme } from "./theme.js";

const ready = import("./desk.js").then(async (desk) => {
  await desk.setUpDesk();
  return desk;
});

setUpLanguage();
setUpTheme();
setUpComposer(async (question) => (await ready).askInChat(question));
focusComposer();
