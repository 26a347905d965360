"""Commands whose modules are imported when they run, so that `wenbao ask` starts at once."""

from collections.abc import Mapping
from importlib import import_module
from typing import ClassVar, cast

import typer
from typer.core import TyperCommand, TyperGroup


class LazyCommands(TyperGroup):
    """The commands of ``wenbao``, each loaded from its module when it is asked for.

    A module has them in its ``app``: one of the same name, or, if its app is named so, a group.
    """

    modules: ClassVar[Mapping[str, str]] = {
        "serve": "serving",
        "ask": "asking",
        "search": "asking",
        "timeline": "asking",
        "index": "indexing",
        "reindex": "indexing",
        "rollback": "indexing",
        "mcp": "serving",
        "key": "keys",
        "doctor": "doctor",
        "verify": "verifying",
        "backup": "copying",
        "restore": "copying",
        "export": "copying",
        "import": "copying",
        "eval": "evaluating",
    }

    def list_commands(self, ctx: object) -> list[str]:
        """Return the names of all commands, in the order of the help."""
        return list(self.modules)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | TyperGroup | None:
        """Return the command of this name, or None."""
        if cmd_name not in self.modules:
            return None
        module = import_module(f"service.console.{self.modules[cmd_name]}")
        group = typer.main.get_group(module.app)
        return group if group.name == cmd_name else cast(TyperCommand, group.commands[cmd_name])
