/** The form in which the scope is chosen; it opens above the question box. */

import { DATE_LENGTH, readDate } from "../kit/dates.js";
import { byId, element } from "../kit/dom.js";
import { setText, translate } from "../kit/language.js";
import { articleBox } from "./article_box.js";
import { fetchOffer } from "./requests.js";
import { changeScope, currentScope, NO_SCOPE } from "./scope.js";

/** @typedef {import("./scope.js").Scope} Scope */
/** @typedef {import("./requests.js").Offer} Offer */

const LEAST_HEIGHT = 420; // pixels above the chips
const EDGE = 12;

/**
 * @param {HTMLElement} opener has the focus again when the form closes
 * @param {string} [name] of the box to begin with
 */
export async function openScopeForm(opener, name = "collection") {
  const offer = await fetchOffer();
  if (document.querySelector(".scope-form")) return;
  const form = scopeForm(offer);
  form.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "closed") close(form, opener);
  });
  document.body.append(form);
  form.showPopover();
  place(form);
  const box = form.querySelector(`[name=${name}]`) ?? form.querySelector("input, select");
  if (box instanceof HTMLInputElement) box.select();
  /** @type {HTMLElement | null} */ (box)?.focus();
}

/**
 * Put the form above the chips; where there is little room, over all of the page.
 * @param {HTMLElement} form
 */
function place(form) {
  const { left, top } = byId("scope").getBoundingClientRect();
  const isAbove = top >= LEAST_HEIGHT;
  form.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - form.offsetWidth - EDGE))}px`;
  form.style.bottom = `${isAbove ? innerHeight - top + EDGE / 2 : EDGE}px`;
  form.style.maxHeight = `${(isAbove ? top : innerHeight) - 2 * EDGE}px`;
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
  const article = articleBox(scope.article);
  const boxes = [...groupFields(scope, offer), ...printedFields(scope, offer)];
  boxes.push(labelled("scopeArticleLabel", article.box), article.list, ...answerFields(scope, offer));
  const form = element("form", { ...properties, autocomplete: "off" }, title, ...boxes, problem);
  form.append(buttons(form));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    apply(form, problem, await article.read());
  });
  return form;
}

/**
 * @param {Scope} scope
 * @param {Offer} offer
 * @returns {HTMLElement[]} the boxes for collection and tags, if there are any
 */
function groupFields({ collection, tags }, offer) {
  const collections = [...new Set([...offer.collections, ...(collection ? [collection] : [])])];
  const select = element("select", { name: "collection" }, ...collections.map((name) => element("option", { text: name })));
  const any = setText(element("option"), "scopeAnyCollection");
  any.value = "";
  select.prepend(any);
  select.value = collection;
  const hasTags = offer.tags.length > 0 || tags !== "";
  const box = textBox("tags", tags, { maxlength: "500", list: "scope-tags" });
  return [
    ...(collections.length > 0 ? [labelled("scopeCollectionLabel", select)] : []),
    ...(hasTags ? [labelled("scopeTagsLabel", box), options("scope-tags", offer.tags)] : []),
  ];
}

/**
 * @param {Scope} scope
 * @param {Offer} offer
 * @returns {HTMLElement[]} the boxes for where and when something was printed
 */
function printedFields({ source, title, from, to }, { sources }) {
  const dates = [textBox("from", from, { maxlength: DATE_LENGTH }), textBox("to", to, { maxlength: DATE_LENGTH })];
  for (const box of dates) {
    box.dataset.placeholder = "scopeYearPlaceholder";
    box.placeholder = translate("scopeYearPlaceholder");
  }
  const titled = labelled("scopeTitleLabel", textBox("title", title, { maxlength: "200" }));
  return [
    labelled("scopeSourceLabel", textBox("source", source, { maxlength: "200", list: "scope-sources" })),
    options("scope-sources", sources),
    ...(title ? [titled] : []),
    element("div", { class: "scope-dates" }, labelled("scopeFromLabel", dates[0]), labelled("scopeToLabel", dates[1])),
  ];
}

/**
 * @param {Scope} scope
 * @param {Offer} offer
 * @returns {HTMLElement[]} the boxes for how to answer
 */
function answerFields({ strictness, mode }, { hasModel }) {
  const modes = hasModel || mode === "llm" ? ["extractive", "llm"] : mode ? ["extractive"] : [];
  return [
    labelled("scopeStrictnessLabel", choice("strictness", ["strict", "balanced", "lenient"], strictness)),
    ...(modes.length > 0 ? [labelled("scopeModeLabel", choice("mode", modes, mode))] : []),
  ];
}

/**
 * @param {string} id
 * @param {string[]} values
 * @returns {HTMLElement}
 */
function options(id, values) {
  return element("datalist", { id }, ...values.map((value) => element("option", { value })));
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
 * @param {string | null} article the chosen one; null if there is none with that title
 */
function apply(form, problem, article) {
  const data = new FormData(form);
  const chosen = Object.fromEntries(
    Object.keys(NO_SCOPE).flatMap((name) => (data.has(name) ? [[name, String(data.get(name)).trim()]] : [])),
  );
  for (const box of form.querySelectorAll("[aria-invalid]")) box.removeAttribute("aria-invalid");
  const [from, to] = [readDate(chosen.from), readDate(chosen.to)];
  const found = findProblem(from, to, article);
  if (!found) {
    changeScope({ ...chosen, from: from ?? "", to: to ?? "", article: article ?? "" });
    return form.hidePopover();
  }
  const [key, name] = found;
  setText(problem, key);
  const box = /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  box.setAttribute("aria-describedby", problem.id);
  box.setAttribute("aria-invalid", "true");
  box.focus();
}

/**
 * @param {string | null} from null if it is not a date
 * @param {string | null} to
 * @param {string | null} article
 * @returns {[string, string] | null} the key of what is wrong, and the name of the box
 */
function findProblem(from, to, article) {
  if (from === null) return ["badDate", "from"];
  if (to === null) return ["badDate", "to"];
  if (isSwapped(from, to)) return ["scopeSwapped", "from"];
  return article === null ? ["scopeNoArticle", "article"] : null;
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
