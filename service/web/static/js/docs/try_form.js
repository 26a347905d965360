/** The form that sends a request of one operation, the same request for curl, and its reply. */

import { currentKey } from "../kit/api_key.js";
import { element } from "../kit/dom.js";
import { say } from "../kit/language.js";
import { bodyBox } from "./body_input.js";
import { copyButton } from "./copy_button.js";
import { parameterBox } from "./parameter_input.js";
import { section } from "./sections.js";
import { showReply } from "./response_view.js";
import { curlOf, filledRequest } from "./request.js";
import { send } from "./send.js";

/**
 * @param {import("./schema.js").Schemas} schemas
 * @param {import("./openapi.js").Operation} operation
 * @returns {HTMLElement}
 */
export function tryingPart(schemas, operation) {
  const boxes = new Map(operation.parameters.map((one) => [one.name, parameterBox(schemas, operation, one)]));
  const body = bodyBox(schemas, operation);
  const filled = () => {
    const valueOf = (name) => boxes.get(name)?.value() ?? "";
    return filledRequest(operation, valueOf, body.type(), body.text(), body.upload());
  };
  const curl = element("pre", { class: "code curl", tabindex: "0" });
  const showCurl = () => (curl.textContent = curlOf(filled(), location.origin, operation.role !== "" && currentKey() !== ""));
  const reply = element("div", { class: "outcome" });
  const form = element("form", { class: "trying", autocomplete: "off" });
  const button = say(element("button", { class: "send" }), "sendRequest", { method: operation.method });
  form.append(...[...boxes.values()].map(({ node }) => node), body.node);
  form.append(say(element("h5"), "curl"), curl, element("p", { class: "buttons" }, copyButton(() => curl.textContent ?? ""), button));
  form.addEventListener("input", showCurl);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(filled(), reply, button).finally(showCurl);
  });
  showCurl();
  return section("tryIt", form, reply);
}

/**
 * @param {import("./request.js").Filled} filled
 * @param {HTMLElement} place
 * @param {HTMLElement} button
 */
async function attempt(filled, place, button) {
  const stopping = new AbortController();
  const stop = say(element("button", { type: "button", class: "small", onclick: () => stopping.abort() }), "stop");
  place.replaceChildren(say(element("p", { class: "note" }), "waitingForReply"));
  button.toggleAttribute("disabled", true);
  button.after(stop);
  const began = performance.now();
  try {
    const response = await send(filled, stopping.signal);
    await showReply(place, response, Math.round(performance.now() - began));
  } catch (error) {
    console.warn(error);
    const notice = say(element("p", { class: "failure", role: "alert" }), stopping.signal.aborted ? "stopped" : "unsent");
    place.append(notice);
  } finally {
    place.querySelector(":scope > .note")?.remove();
    const focused = stop === document.activeElement;
    stop.remove();
    button.toggleAttribute("disabled", false);
    if (focused || document.activeElement === document.body) button.focus();
  }
}
