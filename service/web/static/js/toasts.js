/** Where notices stand that go by themselves: over every view, for the reader may go on meanwhile. */

import { element } from "./dom.js";

export const toasts = element("div", { class: "toasts", role: "status" });
document.body.append(toasts);
