/** The form that filters the list by title or source. */

import { element } from "../kit/dom.js";
import { setText, translate } from "../kit/language.js";
import { listAddress, parseListQuery } from "./list_address.js";

/** @typedef {import("./list_address.js").ListQuery} ListQuery */

export class FilterForm {
  #box = element("input", { type: "search", id: "library-q", maxlength: "200", autocomplete: "off" });
  #clear = setText(element("a", { class: "small" }), "filterClear");
  #query = parseListQuery(new URLSearchParams());

  constructor() {
    this.#box.dataset.placeholder = "filterPlaceholder";
    const label = setText(element("label", { class: "hidden", for: "library-q" }), "filterLabel");
    const submit = setText(element("button", { type: "submit", class: "small" }), "filterDo");
    this.element = element("form", { class: "filter", role: "search" }, label, this.#box, submit, this.#clear);
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      location.hash = listAddress({ ...this.#query, q: this.#box.value.trim(), cursor: "" });
    });
  }

  /** @param {ListQuery} query what the list shows */
  show(query) {
    this.#query = query;
    this.#box.value = query.q;
    this.#box.placeholder = translate("filterPlaceholder");
    this.#clear.toggleAttribute("hidden", !query.q);
    this.#clear.setAttribute("href", listAddress({ ...query, q: "", cursor: "" }));
  }
}
