/** The page of the interface: every operation that the server describes, by group. */

import "./texts.js";

import { request, RequestError } from "../kit/requests.js";
import { byId, element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { say, setUpLanguage } from "../kit/language.js";
import { texts } from "../kit/texts.js";
import { setUpTheme } from "../kit/theme.js";
import { byTag, operationsOf } from "./openapi.js";
import { methodBadge, operationPart } from "./operation.js";
import { Schemas } from "./schema.js";

/** @typedef {import("./openapi.js").Operation} Operation */

const WIDE = matchMedia("(min-width: 64rem)");

setUpLanguage();
setUpTheme();
byId("contents").toggleAttribute("open", WIDE.matches);
WIDE.addEventListener("change", () => byId("contents").toggleAttribute("open", WIDE.matches));
addEventListener("hashchange", openNamed);
await load();

async function load() {
  try {
    const read = async (response) => show(await response.text());
    await request("/openapi.json", {}, read);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    byId("operations").replaceChildren(failureNotice(error, load));
  }
}

/** @param {string} text the contract */
function show(text) {
  const contract = JSON.parse(text);
  const schemas = new Schemas(contract);
  const groups = [...byTag(operationsOf(contract))];
  byId("operations").replaceChildren(...groups.map(([tag, operations]) => groupPart(schemas, tag, operations)));
  const file = new Blob([text], { type: "application/json" });
  byId("contract-file").setAttribute("href", URL.createObjectURL(file)); // where keys are asked for, a link has none
  byId("contents-list").replaceChildren(...groups.map(([tag, operations]) => contentsOf(tag, operations)));
  openNamed();
}

/**
 * @param {Schemas} schemas
 * @param {string} tag
 * @param {Operation[]} operations
 * @returns {HTMLElement}
 */
function groupPart(schemas, tag, operations) {
  const parts = operations.map((one) => operationPart(schemas, one));
  return element("section", { class: "group" }, groupName(element("h2"), tag), ...parts);
}

/**
 * @param {string} tag
 * @param {Operation[]} operations
 * @returns {HTMLElement}
 */
function contentsOf(tag, operations) {
  const links = operations.map((one) =>
    element("li", {}, element("a", { href: `#${one.anchor}`, lang: "en" }, methodBadge(one), " ", one.summary)),
  );
  return element("div", {}, groupName(element("p", { class: "rubric" }), tag), element("ul", {}, ...links));
}

/**
 * @param {HTMLElement} node
 * @param {string} tag
 * @returns {HTMLElement} named in the reader's language, where this page knows the group
 */
function groupName(node, tag) {
  if (`group_${tag}` in texts.zh) return say(node, `group_${tag}`);
  node.textContent = tag;
  return node;
}

/** Unfold the operation that the address names, and go there. */
function openNamed() {
  const named = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  if (!(named instanceof HTMLDetailsElement)) return;
  named.open = true;
  named.querySelector("summary")?.focus({ preventScroll: true });
  named.scrollIntoView();
}
