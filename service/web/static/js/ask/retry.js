/** Waiting for a server that is away, such as while it restarts: says so, and tries again by itself. */

import { RequestError } from "../kit/requests.js";
import { element } from "../kit/dom.js";
import { say } from "../kit/language.js";

const WAITS_MS = [500, 1000, 2000, 4000, 5000, 5000, 6000, 6500]; // 30 s in all

/**
 * Return what `attempt` brings, as soon as the server is there.
 * @template Result
 * @param {() => Promise<Result>} attempt
 * @param {(notice: HTMLElement) => boolean} show puts the notice up, and tells whether somebody still waits
 * @returns {Promise<Result>}
 * @throws {RequestError} when it stays away, the reader gives up, or something else is wrong
 */
export async function whenThere(attempt, show) {
  const count = element("span", { "aria-hidden": "true" });
  const sentence = element("p", {}, say(element("span"), "trying"), count);
  const notice = element("div", { class: "failure", role: "alert" }, sentence);
  for (const [n, wait] of WAITS_MS.entries()) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RequestError) || error.kind !== "away" || !show(notice)) throw error;
      count.textContent = `（${n + 1}）`;
      if (!(await waited(wait, notice))) throw error;
    }
  }
  return attempt();
}

/**
 * @param {number} milliseconds
 * @param {HTMLElement} notice gets a button to wait no longer, and one to give up
 * @returns {Promise<boolean>} false when the reader gave up
 */
function waited(milliseconds, notice) {
  return new Promise((resolve) => {
    if (notice.childElementCount < 2) notice.append(button("retry"), " ", button("giveUp"));
    const [now, never] = notice.querySelectorAll("button");
    const timer = setTimeout(resolve, milliseconds, true);
    now.onclick = () => (clearTimeout(timer), resolve(true));
    never.onclick = () => (clearTimeout(timer), resolve(false));
  });
}

/** @param {string} key */
function button(key) {
  return say(element("button", { type: "button", class: "retry" }), key);
}
