/** The field in which titles and sources are searched. */

import { element } from "../kit/dom.js";
import { say, wording } from "../kit/language.js";
import { addressOfList } from "./list_address.js";

/** @returns {{node: HTMLElement, show: (wanted: import("./list_address.js").Wanted) => void}} */
export function searchForm() {
  const input = /** @type {HTMLInputElement} */ (
    element("input", { type: "search", id: "library-q", maxlength: "200", "data-placeholder": "filterPlaceholder", autocomplete: "off" })
  );
  const label = say(element("label", { class: "hidden", for: "library-q" }), "filterLabel");
  const go = say(element("button", { type: "submit", class: "small" }), "filterDo");
  const clear = say(element("a", { class: "small" }), "filterClear");
  const node = element("form", { class: "filter", role: "search" }, label, input, go, clear);
  let wanted = /** @type {Partial<import("./list_address.js").Wanted>} */ ({});
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = addressOfList({ ...wanted, q: input.value.trim(), cursor: "" });
  });
  return { node, show };

  /** @param {import("./list_address.js").Wanted} newer */
  function show(newer) {
    wanted = newer;
    input.value = newer.q;
    input.placeholder = wording("filterPlaceholder");
    clear.toggleAttribute("hidden", !newer.q);
    clear.setAttribute("href", addressOfList({ ...newer, q: "", cursor: "" }));
  }
}
