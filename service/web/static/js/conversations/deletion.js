/**
 * Deleting with a while to take it back: the server is told when the while is over, or at once when the page is left.
 */

import { RequestError } from "../kit/requests.js";
import { byId, element } from "../kit/dom.js";
import { name, say, wording } from "../kit/language.js";
import { toasts } from "../kit/toasts.js";
import { deleteConversation } from "./requests.js";

const WHILE_MS = 8_000;

/**
 * @typedef {object} Deletion
 * @property {string} id
 * @property {string} title
 * @property {() => void} undo shows it again
 * @property {() => void} done
 * @property {(error: RequestError) => void} failed
 */

/** @type {{deletion: Deletion, timer: number} | null} */
let pending = null;

const toast = element("div", { class: "toast", role: "group" });
window.addEventListener("pagehide", settle);

/** @returns {string | null} the id of the conversation that is as good as deleted */
export function deletedId() {
  return pending && pending.deletion.id;
}

/**
 * Offer to take a deletion back. One at a time: an earlier one is settled.
 * @param {Deletion} deletion
 */
export function offerUndo(deletion) {
  settle();
  pending = { deletion, timer: setTimeout(settle, WHILE_MS) };
  const told = { title: deletion.title };
  const undo = say(element("button", { type: "button", class: "undo small strong", onclick: takeBack }), "undo");
  toast.replaceChildren(say(element("p"), "removedTitle", told), undo);
  toasts.append(toast);
  byId("announcement").textContent = wording("removedTitle", told);
  undo.focus();
}

function takeBack() {
  const { deletion } = clear();
  deletion.undo();
}

async function settle() {
  if (!pending) return;
  const { deletion } = clear();
  try {
    await deleteConversation(deletion.id);
    deletion.done();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.code === "no_such_conversation") deletion.done();
    else deletion.failed(error);
  }
}

/** @returns {{deletion: Deletion}} what was pending */
function clear() {
  const was = /** @type {{deletion: Deletion, timer: number}} */ (pending);
  clearTimeout(was.timer);
  pending = null;
  toast.remove();
  return was;
}
