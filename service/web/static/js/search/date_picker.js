/** A calendar beside a box for a date, which may also hold a month or a year alone. */

import { element } from "../kit/dom.js";
import { setLabel } from "../kit/language.js";

/**
 * @param {HTMLInputElement} box
 * @returns {HTMLElement} the box with a button that opens the browser's calendar
 */
export function withDatePicker(box) {
  const properties = { class: "date-picker", type: "date", tabindex: "-1", "aria-hidden": "true" };
  const calendar = /** @type {HTMLInputElement} */ (element("input", properties));
  calendar.addEventListener("change", () => {
    if (calendar.value) box.value = calendar.value;
    box.focus();
  });
  const open = element("button", { type: "button", class: "pick-date", onclick: () => show(calendar, box) }, icon());
  return element("div", { class: "date-field" }, box, setLabel(open, "pickDate"), calendar);
}

/**
 * @param {HTMLInputElement} calendar
 * @param {HTMLInputElement} box
 */
function show(calendar, box) {
  calendar.value = /^\d{4}-\d\d-\d\d$/.test(box.value) ? box.value : "";
  calendar.showPicker();
}

/** @returns {SVGElement} */
function icon() {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  const path = document.createElementNS(namespace, "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", "M3.5 5.5h13v11h-13zM3.5 9h13M7 3v4M13 3v4");
  svg.append(path);
  return svg;
}
