/** The service worker of the page, where the browser lets it have one: on this machine, or over HTTPS. */

/** Register the worker once the page has nothing else to do. */
export function registerWorker() {
  const container = navigator.serviceWorker;
  if (!container) return;
  const register = () => container.register("/worker.js").catch((error) => console.warn(error));
  if ("requestIdleCallback" in window) requestIdleCallback(register, { timeout: 5000 });
  else setTimeout(register, 1000);
}
