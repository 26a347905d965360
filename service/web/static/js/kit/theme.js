/** Light or dark: the system's setting, until the reader chooses. */

import { byId } from "./dom.js";
import { lastingStorage } from "./storage.js";

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

/** @returns {boolean} */
function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : systemIsDark.matches;
}

function showState() {
  byId("theme").setAttribute("aria-pressed", String(isDark()));
}

/** Make the theme button work; `first_paint.js` has already applied the stored choice. */
export function setUpTheme() {
  showState();
  systemIsDark.addEventListener("change", showState);
  byId("theme").addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    lastingStorage.set("theme", theme);
    showState();
  });
}
