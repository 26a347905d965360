/** The collection that files are added to, and how large they may be. */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { request } from "../kit/requests.js";

const MEGABYTE = 1_000_000;
const input = element("input", { type: "text", list: "upload-collections", maxlength: "500", autocomplete: "off" });
const choices = element("datalist", { id: "upload-collections" });
const limit = element("p", { class: "advice" });

/** @returns {HTMLElement} */
export function collectionChoice() {
  const label = setText(element("span"), "uploadCollection");
  const hint = setText(element("small"), "uploadCollectionHint");
  return element("div", {}, element("label", { class: "into" }, label, input, choices, hint), limit);
}

/** @returns {string} "" if none is chosen */
export function chosenCollection() {
  return input.value.trim();
}

/** Offer the collections that there are, or those of the reader's key; the only one is chosen. */
export async function offerCollections() {
  try {
    const [{ collections }, state] = await Promise.all([request("/v1/collections"), request("/v1/info")]);
    /** @type {string[]} */
    const own = state.collections;
    /** @type {{name: string}[]} */
    const known = own.length ? own.map((name) => ({ name })) : collections;
    choices.replaceChildren(...known.map(({ name }) => element("option", { value: name })));
    if (own.length === 1) input.value = own[0];
    setText(limit, "uploadLimit", { size: Math.round(state.upload_bytes / MEGABYTE) });
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // the name can be typed
  }
}
