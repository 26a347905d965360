/** A fold whose content is built when it is first opened: the whole documentation is more than anybody reads. */

import { element } from "../kit/dom.js";

/**
 * @param {Node} summary
 * @param {() => Node} content
 * @param {Record<string, string>} [properties]
 * @returns {HTMLElement}
 */
export function lazyDetails(summary, content, properties = { class: "within" }) {
  const details = element("details", properties, element("summary", {}, summary));
  details.addEventListener("toggle", () => details.append(content()), { once: true });
  return details;
}
