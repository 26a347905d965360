/** The input for the body of a request: text of one of the media types that the operation accepts, or files. */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";

const FILES = "multipart/form-data";

/**
 * @typedef {object} BodyInput
 * @property {HTMLElement} node empty if the operation takes no body
 * @property {() => string} type its media type; "" for none
 * @property {() => string} text "" if the body is not text
 * @property {() => import("./request.js").FilledRequest["upload"]} upload null if the body is not files
 */

/**
 * @param {import("./schema.js").Schemas} schemas
 * @param {import("./openapi.js").Operation} operation
 * @returns {BodyInput}
 */
export function bodyInput(schemas, { anchor, bodies }) {
  const node = element("div", { class: "body-box" });
  if (bodies.length === 0) return { node, type: () => "", text: () => "", upload: () => null };
  const type = typeInput(anchor, bodies);
  const area = element("textarea", { id: `${anchor}--body`, rows: "6", spellcheck: "false" });
  const files = element("input", { id: `${anchor}--files`, type: "file", multiple: true });
  const textField = labelledField(area, "body");
  const filesField = labelledField(files, "files");
  const show = () => {
    const media = bodies.find((media) => media.type === type.value) ?? bodies[0];
    textField.hidden = type.value === FILES;
    filesField.hidden = !textField.hidden;
    area.value = textField.hidden ? "" : exampleText(schemas, media);
    files.required = textField.hidden;
  };
  type.addEventListener("input", show);
  show();
  if (bodies.length > 1) node.append(labelledField(type, "kindOfBody"));
  node.append(textField, filesField);
  const upload = () => (type.value === FILES ? { field: "files", files: [...(files.files ?? [])] } : null);
  return { node, type: () => type.value, text: () => area.value, upload };
}

/**
 * @param {string} anchor
 * @param {import("./openapi.js").Media[]} bodies
 * @returns {HTMLSelectElement}
 */
function typeInput(anchor, bodies) {
  const options = bodies.map(({ type }) => element("option", { value: type, text: type }));
  return element("select", { id: `${anchor}--kind` }, ...options);
}

/**
 * @param {HTMLElement} box
 * @param {string} key
 * @returns {HTMLElement}
 */
function labelledField(box, key) {
  return element("p", { class: "docs-box" }, setText(element("label", { for: box.id }), key), box);
}

/**
 * @param {import("./schema.js").Schemas} schemas
 * @param {import("./openapi.js").Media} media
 * @returns {string}
 */
function exampleText(schemas, { schema, part }) {
  return JSON.stringify(schemas.exampleOf(schema), null, part ? 0 : 2);
}
