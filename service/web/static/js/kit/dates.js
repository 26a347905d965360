/** The boxes in which a date is typed: a year, a month or a day. */

import { element } from "./dom.js";
import { setText } from "./language.js";
import { addTexts } from "./texts.js";

addTexts({
  zh: { badDate: "日期请写成 2017、2017-10 或 2017-10-11。" },
  en: { badDate: "Please write a date as 2017, 2017-10 or 2017-10-11." },
});

/** What the longest date needs: 2017年10月11日. */
export const DATE_LENGTH = "11";

const FORMS = [/^(\d{4})(?:-(\d\d?)(?:-(\d\d?))?)?$/, /^(\d{4})年(?:(\d\d?)月(?:(\d\d?)日)?)?$/];

/**
 * @param {string} text such as "2017-10" or "2017年10月"
 * @returns {string | null} as the server reads it, "" for nothing; null if it is not a date
 */
export function readDate(text) {
  const written = text.normalize("NFKC").replace(/\s/g, "");
  if (!written) return "";
  const match = FORMS.map((form) => form.exec(written)).find(Boolean);
  if (!match) return null;
  const [year, month = "01", day = "01"] = match.slice(1).map((part) => part?.padStart(2, "0"));
  const time = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const isDay = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(`${year}-${month}-${day}`);
  return isDay ? [year, month, day].slice(0, match.slice(1).filter(Boolean).length).join("-") : null;
}

/**
 * Write the dates in boxes as the server reads them. Under each that holds no date, say how to write it, and go to
 * the first of them.
 * @param {HTMLInputElement[]} boxes
 * @returns {boolean} whether all of them are dates or empty
 */
export function checkDates(boxes) {
  const wrong = boxes.filter((box) => !checkDate(box));
  for (const fold of wrong.map((box) => box.closest("details"))) fold?.setAttribute("open", "");
  wrong[0]?.focus();
  return wrong.length === 0;
}

/**
 * @param {HTMLInputElement} box
 * @returns {boolean}
 */
function checkDate(box) {
  clear(box);
  const date = readDate(box.value);
  if (date !== null) {
    box.value = date;
    return true;
  }
  const note = setText(element("p", { class: "bad-date", role: "alert", id: noteId(box) }), "badDate");
  (box.closest("label, .date-field") ?? box).after(note);
  box.setAttribute("aria-invalid", "true");
  box.setAttribute("aria-describedby", note.id);
  box.addEventListener("input", () => clear(box), { once: true });
  return false;
}

/** @param {HTMLInputElement} box */
function clear(box) {
  document.getElementById(noteId(box))?.remove();
  box.removeAttribute("aria-invalid");
  box.removeAttribute("aria-describedby");
}

/**
 * @param {HTMLInputElement} box
 * @returns {string}
 */
function noteId(box) {
  return `bad-date-${box.id || box.name}`;
}
