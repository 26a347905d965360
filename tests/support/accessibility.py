"""What axe-core finds on the open page (WCAG 2.1 A and AA, best practices)."""

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

IMPACTS = ("moderate", "serious", "critical")


def violations(page: Page) -> list[str]:
    """Return the violations of moderate or higher impact, each with its place."""
    response = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [
        f"{violation['id']} at {node['target']}: {node['failureSummary']}"
        for violation in response["violations"]
        if violation["impact"] in IMPACTS
        for node in violation["nodes"]
    ]
