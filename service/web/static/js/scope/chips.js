/** The chips above the question box: each says one part of the scope, and can be changed and removed. */

import "./texts.js";

import { announce } from "../kit/announcement.js";
import { byId, element } from "../kit/dom.js";
import { setLabel, translate } from "../kit/language.js";
import { learnTitle } from "./article_titles.js";
import { openScopeForm } from "./form.js";
import { partsOf, partText } from "./parts.js";
import { changeScope, currentScope, onScopeChange } from "./scope.js";

/** @typedef {import("./parts.js").Part} Part */

onScopeChange(() => showChips()); // at once, so that the focus can go to one of them
byId("language").addEventListener("click", () => showChips()); // their labels quote words of the page

/** Show the chips of what is set, before the button that adds to it. */
export function showChips() {
  const bar = byId("scope");
  const parts = partsOf(currentScope());
  for (const chip of bar.querySelectorAll(".scope-chip")) chip.remove();
  byId("scope-add").before(...parts.map(scopeChip));
  void learnTitle(currentScope().article).then((isNew) => isNew && showChips());
}

/** Open the form in which the scope is chosen. */
export function chooseScope() {
  void openScopeForm(byId("scope-add"));
}

/**
 * @param {Part} part
 * @returns {HTMLElement}
 */
function scopeChip(part) {
  const words = translate(part.key, part.values);
  const onclick = () => void openScopeForm(change, part.name);
  const change = element("button", { type: "button", class: "scope-part", onclick }, partText(part));
  const drop = element("button", { type: "button", class: "scope-drop", text: "×", onclick: () => remove(part) });
  setLabel(change, "scopeChange", { part: words });
  setLabel(drop, "scopeDrop", { part: words });
  const chip = element("span", { class: "scope-chip", role: "group", "data-part": part.name }, change, drop);
  chip.addEventListener("keydown", (event) => {
    if (event.key === "Delete" || event.key === "Backspace") remove(part);
  });
  return chip;
}

/** @param {Part} part */
function remove(part) {
  const bar = byId("scope");
  const place = [...bar.querySelectorAll(".scope-chip")].findIndex((chip) => chip.contains(document.activeElement));
  announce(translate("scopeDropped", { part: translate(part.key, part.values) }));
  changeScope(part.without);
  const rest = [...bar.querySelectorAll(".scope-part")];
  const next = rest[Math.min(Math.max(place, 0), rest.length - 1)] ?? byId("scope-add");
  /** @type {HTMLElement} */ (next).focus();
}
