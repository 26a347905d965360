/** The page that is shown while the server is away: it tries again by itself, and goes on where the reader was. */

const PAUSE_MS = 3000;

async function goOnWhenBack() {
  try {
    const reply = await fetch("/readyz", { cache: "no-store" });
    if (reply.ok) return location.reload();
  } catch {
    // Still away.
  }
  setTimeout(goOnWhenBack, PAUSE_MS);
}

document.getElementById("again")?.addEventListener("click", () => location.reload());
setTimeout(goOnWhenBack, PAUSE_MS);
