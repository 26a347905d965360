/** The button that starts proofreading, for those who may change articles. */

import { element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setText } from "../kit/language.js";
import { loadLazily } from "../kit/lazy.js";
import { RequestError } from "../kit/request_error.js";
import { fetchRole } from "./requests.js";

/** @typedef {import("./requests.js").Article} Article */

/**
 * @param {HTMLElement} body the article's text
 * @param {() => Article} getArticle returns its current version
 * @param {Omit<import("./proofreading.js").Events, "onClose">} events
 * @returns {HTMLElement} the button, under which the form opens
 */
export function proofreadButton(body, getArticle, events) {
  const button = setText(element("button", { type: "button", class: "view-button", hidden: true }), "proofread");
  const holder = element("div", { class: "proof" }, button);
  const onClose = () => {
    button.hidden = getArticle().doubtful.length === 0;
    (button.hidden ? body : button).focus();
  };
  button.addEventListener("click", async () => {
    try {
      const { Proofreading } = await loadLazily(() => import("./proofreading.js"), "proofreading");
      const proofreading = new Proofreading(body, getArticle(), { ...events, onClose });
      button.hidden = true;
      holder.replaceChildren(button, proofreading.element);
      proofreading.show();
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      holder.replaceChildren(button, failureNotice(error, () => button.click()));
    }
  });
  showToEditors(button);
  return holder;
}

/** @param {HTMLElement} button */
async function showToEditors(button) {
  try {
    button.hidden = (await fetchRole()) !== "editor";
  } catch (error) {
    if (!(error instanceof RequestError)) throw error; // it stays hidden
  }
}
