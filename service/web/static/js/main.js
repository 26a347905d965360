/** The page's start: one can type at once; the rest is fetched meanwhile, and a question waits for it. */

import { focusComposer, setUpComposer } from "./composer.js";
import { setUpLanguage } from "./language.js";
import { setUpTheme } from "./theme.js";

const desk = import("./desk.js");

setUpLanguage();
setUpTheme();
setUpComposer(async (question) => (await desk).askInChat(question));
focusComposer();
desk.then(({ setUpDesk }) => setUpDesk());
