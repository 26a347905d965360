"""What axe-core finds on the open page (WCAG 2.1 A and AA, best practices)."""

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

IMPACTS = ["moderate", "serious", "critical"]
# The rules whose outcome depends on colours.
COLOURS = ["color-contrast", "link-in-text-block"]
# To name the place of every element that is sound takes as long as to check it.
RUN = """
async ({ only, without, impacts }) => {
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  const checks = { resultTypes: ["violations"], rules, ...(only.length && { runOnly: only }) };
  const found = async (how) =>
    (await axe.run({ ...checks, ...how })).violations.filter((one) => impacts.includes(one.impact));
  if ((await found({ selectors: false })).length === 0) return [];
  return (await found({})).flatMap((one) =>
    one.nodes.map((node) => `${one.id} at ${node.target}: ${node.failureSummary}`));
}
"""


def violations(page: Page, *, colours: bool | None = None) -> list[str]:
    """Return the violations of moderate or higher impact, each with its place.

    With ``colours``, only those of colours; with False, all others. They take most of the time.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    only, without = COLOURS if colours else [], COLOURS if colours is False else []
    found: list[str] = page.evaluate(RUN, {"only": only, "without": without, "impacts": IMPACTS})
    return found
