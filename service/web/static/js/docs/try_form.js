/** The form that sends a request of an operation, with the same request as a curl command, and the response. */

import { currentKey } from "../kit/api_key.js";
import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { bodyInput } from "./body_input.js";
import { copyButton } from "./copy_button.js";
import { parameterInput } from "./parameter_input.js";
import { fillRequest, formatCurl } from "./request.js";
import { showResponse } from "./response_view.js";
import { section } from "./sections.js";
import { sendFilled } from "./send.js";

/**
 * @param {import("./schema.js").Schemas} schemas
 * @param {import("./openapi.js").Operation} operation
 * @returns {HTMLElement}
 */
export function tryForm(schemas, operation) {
  const inputs = new Map(
    operation.parameters.map((parameter) => [parameter.name, parameterInput(schemas, operation, parameter)]),
  );
  const body = bodyInput(schemas, operation);
  const filled = () => {
    const valueOf = (/** @type {string} */ name) => inputs.get(name)?.value() ?? "";
    return fillRequest(operation, valueOf, body.type(), body.text(), body.upload());
  };
  const curl = element("pre", { class: "code curl", tabindex: "0" });
  const showCurl = () => {
    const withKey = operation.role !== "" && currentKey() !== "";
    curl.textContent = formatCurl(filled(), location.origin, withKey);
  };
  const reply = element("div", { class: "outcome" });
  const form = element("form", { class: "trying", autocomplete: "off" });
  const button = setText(element("button", { class: "send" }), "sendRequest", { method: operation.method });
  form.append(...[...inputs.values()].map(({ node }) => node), body.node);
  form.append(setText(element("h5"), "curl"), curl, element("p", { class: "buttons" }, copyButton(curl), button));
  form.addEventListener("input", showCurl);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sendAndShow(filled(), reply, button).finally(showCurl);
  });
  showCurl();
  return section("tryIt", form, reply);
}

/**
 * @param {import("./request.js").FilledRequest} filled
 * @param {HTMLElement} place
 * @param {HTMLElement} button
 */
async function sendAndShow(filled, place, button) {
  const stopping = new AbortController();
  const stop = setText(element("button", { type: "button", class: "small", onclick: () => stopping.abort() }), "stop");
  place.replaceChildren(setText(element("p", { class: "note" }), "waitingForReply"));
  button.toggleAttribute("disabled", true);
  button.after(stop);
  const started = performance.now();
  try {
    const response = await sendFilled(filled, stopping.signal);
    await showResponse(place, response, Math.round(performance.now() - started));
  } catch (error) {
    console.warn(error);
    const key = stopping.signal.aborted ? "stopped" : "unsent";
    place.append(setText(element("p", { class: "failure", role: "alert" }), key));
  } finally {
    place.querySelector(":scope > .note")?.remove();
    const focused = stop === document.activeElement;
    stop.remove();
    button.toggleAttribute("disabled", false);
    if (focused || document.activeElement === document.body) button.focus();
  }
}
