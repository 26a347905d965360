/** The form in which the scope is chosen; it opens above the question box. */

import { element } from "../kit/dom.js";
import { setText, translate } from "../kit/language.js";
import { fetchOfferIfThere } from "./requests.js";
import { changeScope, currentScope, NO_SCOPE } from "./scope.js";

/** @typedef {import("./scope.js").Scope} Scope */
/** @typedef {import("./requests.js").Offer} Offer */

const DATE = /^(\d{4}(-\d\d(-\d\d)?)?)?$/;

/**
 * @param {HTMLElement} opener has the focus again when the form closes
 * @param {string} [name] of the box to begin with
 */
export async function openScopeForm(opener, name = "source") {
  const offer = await fetchOfferIfThere();
  if (document.querySelector(".scope-form")) return;
  const form = scopeForm(offer);
  form.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "closed") close(form, opener);
  });
  document.body.append(form);
  form.showPopover();
  const box = form.querySelector(`[name=${name}]`) ?? form.querySelector("input");
  if (box instanceof HTMLInputElement) box.select();
  /** @type {HTMLElement | null} */ (box)?.focus();
}

/**
 * @param {HTMLElement} form
 * @param {HTMLElement} opener
 */
function close(form, opener) {
  const hadFocus = form.contains(document.activeElement) || document.activeElement === document.body;
  form.remove();
  if (!hadFocus) return;
  const same = document.querySelector(`[data-part="${opener.parentElement?.dataset.part}"] .scope-part`);
  const back = opener.isConnected ? opener : (same ?? document.getElementById("scope-add"));
  /** @type {HTMLElement | null} */ (back)?.focus();
}

/**
 * @param {Offer} offer
 * @returns {HTMLFormElement}
 */
function scopeForm(offer) {
  const scope = currentScope();
  const title = setText(element("h2", { id: "scope-title" }), "scopeTitle");
  const properties = { class: "scope-form", popover: "auto", role: "dialog", "aria-labelledby": "scope-title" };
  const problem = element("p", { class: "scope-problem", role: "alert", id: "scope-problem" });
  const form = element("form", { ...properties, autocomplete: "off" }, title, ...fields(scope, offer), problem);
  form.append(buttons(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply(form, problem);
  });
  return form;
}

/**
 * @param {Scope} scope
 * @param {Offer} offer
 * @returns {HTMLElement[]}
 */
function fields(scope, { sources, hasModel }) {
  const list = element("datalist", { id: "scope-sources" }, ...sources.map((value) => element("option", { value })));
  const modes = hasModel || scope.mode === "llm" ? ["extractive", "llm"] : scope.mode ? ["extractive"] : [];
  const from = textBox("from", scope.from, { maxlength: "10", inputmode: "numeric" });
  const to = textBox("to", scope.to, { maxlength: "10", inputmode: "numeric" });
  for (const box of [from, to]) {
    box.dataset.placeholder = "scopeYearPlaceholder";
    box.placeholder = translate("scopeYearPlaceholder");
  }
  return [
    labelled("scopeSourceLabel", textBox("source", scope.source, { maxlength: "200", list: "scope-sources" })),
    list,
    element("div", { class: "scope-dates" }, labelled("scopeFromLabel", from), labelled("scopeToLabel", to)),
    labelled("scopeStrictnessLabel", choice("strictness", ["strict", "balanced", "lenient"], scope.strictness)),
    ...(modes.length > 0 ? [labelled("scopeModeLabel", choice("mode", modes, scope.mode))] : []),
  ];
}

/**
 * @param {string} name
 * @param {string} value
 * @param {Record<string, string>} properties
 * @returns {HTMLInputElement}
 */
function textBox(name, value, properties) {
  const box = element("input", { type: "text", name, ...properties });
  box.value = value;
  return box;
}

/**
 * @param {string} name
 * @param {string[]} values
 * @param {string} chosen
 * @returns {HTMLSelectElement}
 */
function choice(name, values, chosen) {
  const options = values.map((value) => setText(element("option", { value }), `scopeChoice_${value}`));
  const none = setText(element("option"), "scopeDefault");
  none.value = "";
  const select = element("select", { name }, none, ...options);
  select.value = chosen;
  return select;
}

/**
 * @param {string} key of its label
 * @param {HTMLElement} box
 * @returns {HTMLElement}
 */
function labelled(key, box) {
  return element("label", { class: "scope-field" }, setText(element("span"), key), box);
}

/**
 * @param {HTMLFormElement} form
 * @returns {HTMLElement}
 */
function buttons(form) {
  const clear = () => {
    changeScope(NO_SCOPE);
    form.hidePopover();
  };
  const remove = setText(element("button", { type: "button", class: "small", onclick: clear }), "scopeClear");
  const send = setText(element("button", { type: "submit", class: "send" }), "scopeApply");
  return element("div", { class: "scope-buttons" }, remove, send);
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} problem says what is wrong
 */
function apply(form, problem) {
  const data = new FormData(form);
  const chosen = Object.fromEntries(
    Object.keys(NO_SCOPE).flatMap((name) => (data.has(name) ? [[name, String(data.get(name)).trim()]] : [])),
  );
  const bad = ["from", "to"].find((name) => !DATE.test(chosen[name]));
  if (!bad && !isSwapped(chosen.from, chosen.to)) {
    changeScope(chosen);
    return form.hidePopover();
  }
  setText(problem, bad ? "scopeBadDate" : "scopeSwapped");
  const box = /** @type {HTMLInputElement} */ (form.elements.namedItem(bad ?? "from"));
  box.setAttribute("aria-describedby", problem.id);
  box.focus();
}

/**
 * @param {string} from
 * @param {string} to
 * @returns {boolean} whether the first date comes after the last, as far as both are told
 */
function isSwapped(from, to) {
  const length = Math.min(from.length, to.length);
  return from.slice(0, length) > to.slice(0, length);
}
