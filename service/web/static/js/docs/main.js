/** The entry point of the API documentation: every operation of the server, by group. */

import "./texts.js";

import { byId, element } from "../kit/dom.js";
import { failureNotice } from "../kit/failure_notice.js";
import { setText, setUpLanguage } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";
import { request } from "../kit/requests.js";
import { texts } from "../kit/texts.js";
import { setUpTheme } from "../kit/theme.js";
import { groupByTag, readOperations } from "./openapi.js";
import { methodBadge, operationDetails } from "./operation.js";
import { Schemas } from "./schema.js";

/** @typedef {import("./openapi.js").Operation} Operation */

const wide = matchMedia("(min-width: 64rem)");

setUpLanguage();
setUpTheme();
byId("contents").toggleAttribute("open", wide.matches);
wide.addEventListener("change", () => byId("contents").toggleAttribute("open", wide.matches));
addEventListener("hashchange", openFromAddress);
await load();

async function load() {
  try {
    show(await request("/openapi.json", {}, (response) => response.text()));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    byId("operations").replaceChildren(failureNotice(error, load));
  }
}

/** @param {string} text the OpenAPI document */
function show(text) {
  const openapi = JSON.parse(text);
  const schemas = new Schemas(openapi);
  const groups = [...groupByTag(readOperations(openapi))];
  byId("operations").replaceChildren(...groups.map(([tag, operations]) => groupSection(schemas, tag, operations)));
  const file = new Blob([text], { type: "application/json" });
  byId("contract-file").setAttribute("href", URL.createObjectURL(file)); // a link to the server could not send the key
  byId("contents-list").replaceChildren(...groups.map(([tag, operations]) => groupContents(tag, operations)));
  openFromAddress();
}

/**
 * @param {Schemas} schemas
 * @param {string} tag
 * @param {Operation[]} operations
 * @returns {HTMLElement}
 */
function groupSection(schemas, tag, operations) {
  const details = operations.map((operation) => operationDetails(schemas, operation));
  return element("section", { class: "group" }, setGroupName(element("h2"), tag), ...details);
}

/**
 * @param {string} tag
 * @param {Operation[]} operations
 * @returns {HTMLElement} the part of the table of contents
 */
function groupContents(tag, operations) {
  const links = operations.map((operation) => {
    const link = element("a", { href: `#${operation.anchor}`, lang: "en" });
    link.append(methodBadge(operation), " ", operation.summary);
    return element("li", {}, link);
  });
  return element("div", {}, setGroupName(element("p", { class: "rubric" }), tag), element("ul", {}, ...links));
}

/**
 * @param {HTMLElement} node
 * @param {string} tag
 * @returns {HTMLElement} with the name of the group in the reader's language, if there is one
 */
function setGroupName(node, tag) {
  if (`group_${tag}` in texts.zh) return setText(node, `group_${tag}`);
  node.textContent = tag;
  return node;
}

/** Unfold the operation of the address, and scroll to it. */
function openFromAddress() {
  const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  if (!(target instanceof HTMLDetailsElement)) return;
  target.open = true;
  target.querySelector("summary")?.focus({ preventScroll: true });
  target.scrollIntoView();
}
