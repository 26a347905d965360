/** The form that filters the list: by words of title or source, by collection and by tag. */

import { element } from "../kit/dom.js";
import { currentLanguage, setLabel, setText, translate } from "../kit/language.js";
import { isFiltered, listAddress, parseListQuery } from "./list_address.js";

/** @typedef {import("./list_address.js").ListQuery} ListQuery */
/** @typedef {import("./requests.js").Collections} Collections */
/** @typedef {import("./requests.js").Group} Group */

export class FilterForm {
  #box = element("input", { type: "search", id: "library-q", maxlength: "200", autocomplete: "off" });
  #collection = element("select", {});
  #tag = element("select", {});
  #date = element("a", { class: "small", hidden: true });
  #clear = setText(element("a", { class: "small" }), "filterClear");
  #query = parseListQuery(new URLSearchParams());

  constructor() {
    this.#box.dataset.placeholder = "filterPlaceholder";
    const label = setText(element("label", { class: "hidden", for: "library-q" }), "filterLabel");
    const submit = setText(element("button", { type: "submit", class: "small" }), "filterDo");
    const choices = [setLabel(this.#collection, "onlyCollection"), setLabel(this.#tag, "onlyTag")];
    const parts = [label, this.#box, submit, ...choices, this.#date, this.#clear];
    this.element = element("form", { class: "filter", role: "search" }, ...parts);
    for (const choice of choices) choice.addEventListener("change", () => this.#go());
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#go();
    });
  }

  #go() {
    const chosen = { q: this.#box.value.trim(), collection: this.#collection.value, tag: this.#tag.value };
    location.hash = listAddress({ ...this.#query, ...chosen, cursor: "" });
  }

  /** @param {ListQuery} query what the list shows */
  show(query) {
    this.#query = query;
    this.#box.value = query.q;
    this.#box.placeholder = translate("filterPlaceholder");
    setText(this.#date, "filterDate", { date: query.date });
    this.#date.hidden = !query.date;
    this.#date.setAttribute("href", listAddress({ ...query, date: "", cursor: "" }));
    this.#clear.toggleAttribute("hidden", !isFiltered(query));
    this.#clear.setAttribute("href", listAddress({ ...query, q: "", collection: "", tag: "", date: "", cursor: "" }));
    this.#choose();
  }

  /** @param {Collections} collections what can be chosen */
  offer({ collections, tags }) {
    fill(this.#collection, "filterAnyCollection", collections);
    fill(this.#tag, "filterAnyTag", tags);
    this.#choose();
  }

  #choose() {
    choose(this.#collection, this.#query.collection);
    choose(this.#tag, this.#query.tag);
  }
}

/**
 * @param {HTMLSelectElement} select
 * @param {string} any the key of the text of the first choice
 * @param {Group[]} groups
 */
function fill(select, any, groups) {
  const options = groups.map(({ name, articles }) => {
    const text = `${name} (${articles.toLocaleString(currentLanguage())})`;
    return element("option", { value: name, text });
  });
  select.replaceChildren(setText(element("option", {}), any), ...options);
  select.options[0].value = "";
  select.hidden = !groups.length;
}

/**
 * Choose a name, also one that is not among the choices.
 * @param {HTMLSelectElement} select
 * @param {string} name
 */
function choose(select, name) {
  if (name && ![...select.options].some((option) => option.value === name)) {
    select.append(element("option", { value: name, text: name }));
    select.hidden = false;
  }
  select.value = name;
}
