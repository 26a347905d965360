/** The corner for notices that disappear by themselves; it stays visible when the reader changes the view. */

import { element } from "./dom.js";

export const toasts = element("div", { class: "toasts" });
document.body.append(toasts);
