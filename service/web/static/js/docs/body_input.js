/** The box for the body of a request: text of one of the kinds that the operation takes, or files. */

import { element } from "../kit/dom.js";
import { say } from "../kit/language.js";

const FILES = "multipart/form-data";

/**
 * @typedef {object} BodyBox
 * @property {HTMLElement} node empty when the operation takes no body
 * @property {() => string} type the kind of body; "" for none
 * @property {() => string} text "" when the body is no text
 * @property {() => import("./request.js").Filled["upload"]} upload null when the body is no files
 */

/**
 * @param {import("./schema.js").Schemas} schemas
 * @param {import("./openapi.js").Operation} operation
 * @returns {BodyBox}
 */
export function bodyBox(schemas, { anchor, bodies }) {
  const node = element("div", { class: "body-box" });
  if (bodies.length === 0) return { node, type: () => "", text: () => "", upload: () => null };
  const kind = kindBox(anchor, bodies);
  const area = /** @type {HTMLTextAreaElement} */ (element("textarea", { id: `${anchor}--body`, rows: "6", spellcheck: "false" }));
  const files = /** @type {HTMLInputElement} */ (element("input", { id: `${anchor}--files`, type: "file", multiple: true }));
  const ofText = labelled(area, "body");
  const ofFiles = labelled(files, "files");
  const show = () => {
    const media = bodies.find(({ type }) => type === kind.value) ?? bodies[0];
    ofText.hidden = kind.value === FILES;
    ofFiles.hidden = !ofText.hidden;
    area.value = ofText.hidden ? "" : exampleText(schemas, media);
    files.required = ofText.hidden;
  };
  kind.addEventListener("input", show);
  show();
  if (bodies.length > 1) node.append(labelled(kind, "kindOfBody"));
  node.append(ofText, ofFiles);
  const upload = () => (kind.value === FILES ? { field: "files", files: [...(files.files ?? [])] } : null);
  return { node, type: () => kind.value, text: () => area.value, upload };
}

/**
 * @param {string} anchor
 * @param {import("./openapi.js").Media[]} bodies
 * @returns {HTMLSelectElement}
 */
function kindBox(anchor, bodies) {
  const options = bodies.map(({ type }) => element("option", { value: type, text: type }));
  return /** @type {HTMLSelectElement} */ (element("select", { id: `${anchor}--kind` }, ...options));
}

/**
 * @param {HTMLElement} box
 * @param {string} key
 * @returns {HTMLElement}
 */
function labelled(box, key) {
  return element("p", { class: "docs-box" }, say(element("label", { for: box.id }), key), box);
}

/**
 * @param {import("./schema.js").Schemas} schemas
 * @param {import("./openapi.js").Media} media
 * @returns {string}
 */
function exampleText(schemas, { schema, part }) {
  return JSON.stringify(schemas.exampleOf(schema), null, part ? 0 : 2);
}
