"""Libraries of two articles, to be backed up, restored and carried elsewhere."""

from pathlib import Path

from service.workspace import verification
from service.workspace.workspace import Workspace
from tests.support.workspaces import open_workspace, write_pages

PAGES = {
    "绿东.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。\n",
    "须水.txt": "须水街道\n\n须水街道开通微信“欣欣须水”,累计发送活动信息60余条。\n",
}
QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"


def opened(data: Path, pages: dict[str, str]) -> Workspace:
    return open_workspace(data, collection=write_pages(data.with_name(data.name + "-pages"), pages))


def inconsistencies(workspace: Workspace) -> list[str]:
    found = verification.verify(workspace.settings, workspace.library, workspace.analyzer)
    return [problem.description for problem in found.inconsistencies]
