/** The entry point of the question box on another site; its address tells what is asked, and how it looks. */

import "./texts.js";

import { element } from "../kit/dom.js";
import { setText, translate, useLanguage } from "../kit/language.js";
import { answerParts } from "./answer.js";
import { ask, EmbedError } from "./ask.js";
import { tellHeight } from "./height.js";

const parameters = new URLSearchParams(location.search);
const filters = { collection: parameters.get("collection") ?? "", source: parameters.get("source") ?? "" };
const theme = parameters.get("theme") ?? "";
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
useLanguage(parameters.get("lang") ?? "");

const box = /** @type {HTMLInputElement} */ (
  element("input", { id: "embed-q", name: "q", type: "text", maxlength: "2000", autocomplete: "off", enterkeyhint: "send" })
);
box.placeholder = translate("embedPlaceholder");
const button = setText(element("button", { class: "send", type: "submit" }), "embedSend");
const outcome = element("div", { class: "embed-outcome", "aria-live": "polite" });
const container = /** @type {HTMLElement} */ (document.getElementById("embed"));
container.append(questionForm(), outcome, foot());
tellHeight(container, allowedOrigins());

/** @returns {HTMLElement} */
function questionForm() {
  const label = element("label", { for: "embed-q" });
  if (filters.collection) setText(label, "embedLabelOf", { collection: filters.collection });
  else setText(label, "embedLabel");
  const form = element("form", { class: "embed-form" }, element("h1", {}, label), element("div", { class: "field" }, box, button));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (box.value.trim() && !button.disabled) showAnswer(box.value.trim());
  });
  return form;
}

/** @returns {HTMLElement} */
function foot() {
  const link = element("a", { href: "/", target: "_blank", rel: "noopener", text: translate("title") });
  return element("p", { class: "embed-foot" }, setText(element("span"), "embedFoot"), " · ", link);
}

/** @param {string} question */
async function showAnswer(question) {
  button.disabled = true;
  outcome.replaceChildren(setText(element("p", { class: "searching" }), "embedSearching"));
  try {
    outcome.replaceChildren(...answerParts(await ask(question, filters)));
  } catch (error) {
    if (!(error instanceof EmbedError)) throw error;
    const notice = setText(element("p", { class: "failure", role: "alert" }), error.key);
    if (error.key !== "embedClosed") {
      const again = element("button", { type: "button", class: "retry", onclick: () => showAnswer(question) });
      notice.append(" ", setText(again, "retry"));
    }
    outcome.replaceChildren(notice);
  } finally {
    button.disabled = false;
  }
}

/** @returns {string[]} */
function allowedOrigins() {
  const meta = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="embed-origins"]'));
  return meta?.content.split(" ").filter(Boolean) ?? [];
}
