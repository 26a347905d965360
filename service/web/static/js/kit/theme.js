/** Light and dark: the system decides until the reader does. */

import { byId } from "./dom.js";
import { remember } from "./storage.js";

const system = matchMedia("(prefers-color-scheme: dark)");

/** @returns {boolean} */
function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : system.matches;
}

function showState() {
  byId("theme").setAttribute("aria-pressed", String(isDark()));
}

/** Make the theme button work; `first_paint.js` has already applied a remembered choice. */
export function setUpTheme() {
  showState();
  system.addEventListener("change", showState);
  byId("theme").addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    remember("theme", theme);
    showState();
  });
}
