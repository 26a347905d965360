/** Retrying automatically while the server is away, for example while it restarts. */

import { element } from "../kit/dom.js";
import { setText } from "../kit/language.js";
import { RequestError } from "../kit/request_error.js";

const DELAYS_MS = [500, 1000, 2000, 4000, 5000, 5000, 6000, 6500]; // 30 s in all

/**
 * Return the result of `attempt`, calling it again while the server is away.
 * @template Result
 * @param {() => Promise<Result>} attempt
 * @param {(notice: HTMLElement) => boolean} show displays the notice, and returns whether the reader is still waiting
 * @returns {Promise<Result>}
 * @throws {RequestError} if the server stays away, the reader gives up, or something else is wrong
 */
export async function retryWhileAway(attempt, show) {
  const count = element("span", { "aria-hidden": "true" });
  const sentence = element("p", {}, setText(element("span"), "trying"), count);
  const notice = element("div", { class: "failure", role: "alert" }, sentence);
  for (const [n, delay] of DELAYS_MS.entries()) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RequestError) || error.kind !== "away" || !show(notice)) throw error;
      count.textContent = `（${n + 1}）`;
      if (!(await waitOrGiveUp(delay, notice))) throw error;
    }
  }
  return attempt();
}

/**
 * @param {number} milliseconds
 * @param {HTMLElement} notice gets one button to retry at once and one to give up
 * @returns {Promise<boolean>} false if the reader gave up
 */
function waitOrGiveUp(milliseconds, notice) {
  return new Promise((resolve) => {
    if (notice.childElementCount < 2) notice.append(smallButton("retry"), " ", smallButton("giveUp"));
    const [now, never] = notice.querySelectorAll("button");
    const timer = setTimeout(resolve, milliseconds, true);
    now.onclick = () => (clearTimeout(timer), resolve(true));
    never.onclick = () => (clearTimeout(timer), resolve(false));
  });
}

/** @param {string} key */
function smallButton(key) {
  return setText(element("button", { type: "button", class: "retry" }), key);
}
