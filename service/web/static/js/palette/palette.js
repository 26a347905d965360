/** The commands: one box, and what can be done with what is typed into it. */

import "./texts.js";

import { element, languageOf } from "../kit/dom.js";
import { setLabel, setText, translate } from "../kit/language.js";
import { findArticles, findConversations, ifThere, listCommands } from "./entries.js";

/** @typedef {import("./entries.js").Entry} Entry */

const TYPING_PAUSE_MS = 150; // after the last key press, before titles are searched
const STEPS = /** @type {Record<string, (place: number, total: number) => number>} */ ({
  ArrowDown: (place, total) => (place + 1) % total,
  ArrowUp: (place, total) => (place - 1 + total) % total,
  Home: () => 0,
  End: (_, total) => total - 1,
});

/**
 * @param {import("./entries.js").Ask} ask
 * @param {() => void} help
 */
export async function openPalette(ask, help) {
  new Palette(ask, help).open();
}

class Palette {
  #list = element("div", { class: "palette-list", role: "listbox", id: "palette-list" });
  #count = element("p", { class: "hidden", role: "status" });
  #box = element("input", {
    type: "text", role: "combobox", autocomplete: "off", maxlength: "2000", autofocus: true, spellcheck: "false",
    "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list",
  });
  /** @type {Entry[]} */
  #entries = [];
  #place = 0;
  #timer = 0;

  /**
   * @param {import("./entries.js").Ask} ask
   * @param {() => void} help
   */
  constructor(ask, help) {
    this.ask = ask;
    this.help = help;
    this.dialog = element("dialog", { class: "palette" }, this.#box, this.#list, this.#count);
    setLabel(this.dialog, "palette").removeAttribute("title");
    setLabel(this.#box, "paletteBox").removeAttribute("title");
    setLabel(this.#list, "palette").removeAttribute("title");
    this.#box.placeholder = translate("paletteBox");
    this.#box.addEventListener("input", () => this.#follow());
    this.#box.addEventListener("keydown", (event) => this.#press(event));
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.dialog.addEventListener("close", () => this.dialog.remove());
  }

  open() {
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.#show([["", listCommands("", this.ask, this.help)]]);
  }

  /** Show what fits what was typed: at once what the page can do, then what the server finds. */
  #follow() {
    const q = this.#box.value.trim();
    const commands = listCommands(q, this.ask, this.help);
    this.#show([["", commands]]);
    clearTimeout(this.#timer);
    if (!q) return;
    this.#timer = setTimeout(async () => {
      const find = [ifThere(() => findArticles(q)), ifThere(() => findConversations(q))];
      const [articles, conversations] = await Promise.all(find);
      if (q !== this.#box.value.trim()) return;
      this.#show([["", commands], ["paletteArticles", articles], ["paletteConversations", conversations]]);
    }, TYPING_PAUSE_MS);
  }

  /** @param {[string, Entry[]][]} groups the key of each heading, and what is below it */
  #show(groups) {
    this.#entries = groups.flatMap(([, entries]) => entries);
    let n = 0;
    const parts = groups.map(([key, entries]) => {
      const options = entries.map((entry) => this.#option(entry, n++));
      const group = element("div", { role: "group" }, ...options);
      if (key && entries.length > 0) {
        setLabel(group, key).removeAttribute("title");
        group.prepend(setText(element("p", { class: "rubric", role: "presentation" }), key));
      }
      return group;
    });
    this.#list.replaceChildren(...parts.filter((part) => part.childElementCount > 0));
    this.#moveTo(0);
    setText(this.#count, "paletteFound", { n: this.#entries.length });
  }

  /**
   * @param {Entry} entry
   * @param {number} n
   */
  #option({ words, note = "" }, n) {
    const text = element("span", { text: words, lang: languageOf(words) });
    const option = element("div", { role: "option", id: `palette-${n}`, class: "palette-option" }, text);
    if (note) option.append(element("small", { text: note }));
    option.addEventListener("click", () => this.#choose(n));
    return option;
  }

  /** @param {number} place */
  #moveTo(place) {
    this.#place = place;
    for (const option of this.#list.querySelectorAll("[role=option]")) {
      const isChosen = option.id === `palette-${place}`;
      option.setAttribute("aria-selected", String(isChosen));
      if (isChosen) option.scrollIntoView({ block: "nearest" });
    }
    this.#box.setAttribute("aria-activedescendant", `palette-${place}`);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const step = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : null;
    if (!step && event.key !== "Enter") return;
    event.preventDefault();
    if (step) this.#moveTo(step(this.#place, this.#entries.length));
    else this.#choose(this.#place);
  }

  /** @param {number} n */
  #choose(n) {
    this.dialog.close();
    this.#entries[n]?.choose();
  }
}
