/**
 * A classic script, run before the first paint: a reader who chose dark sees no white flash. It can import nothing,
 * so it reads the storage without `kit/storage.js`.
 */
try {
  const chosen = localStorage.getItem("wenbao.theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is blocked: the system's setting applies.
}
