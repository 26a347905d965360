/** The corner for notices that disappear by themselves; it stays visible when the reader changes the view. */

import { element } from "./dom.js";

export const toasts = element("div", { class: "toasts", role: "status" });
document.body.append(toasts);
