"""The console commands ``wenbao key …``."""

import time
from pathlib import Path
from typing import Annotated

import typer

from embeddings.errors import WenbaoError
from service.access.keys import Key, KeyStore, Role
from service.console.opening import Data
from service.settings import Settings

app = typer.Typer(
    help="Make, list and revoke the API keys that a server asks for.", no_args_is_help=True
)
Name = Annotated[str, typer.Argument(help="What people call the key: whose it is, or what for.")]


def _keys(data: Path | None) -> KeyStore:
    return KeyStore(Settings.load(data=data).library_path)


@app.command()
def add(
    name: Name,
    role: Annotated[
        Role, typer.Option(help="reader: asks and reads; editor: also changes the library.")
    ],
    data: Data = None,
) -> None:
    """Make a key and print it, this once; a server at work takes it at once."""
    secret = _keys(data).add(name, role)
    typer.echo(f"the key {name} ({role}), which cannot be shown again:", err=True)
    typer.echo(secret)


@app.command("list")
def list_keys(data: Data = None) -> None:
    """List all keys: name, role, when made, last used (to the hour), and revoked."""
    for key in _keys(data).all():
        typer.echo(_line(key))


@app.command()
def revoke(name: Name, data: Data = None) -> None:
    """Make a key worthless from now on, also to a server at work."""
    if not _keys(data).revoke(name):
        raise WenbaoError(f"There is no key called {name} that is good. See `wenbao key list`.")
    typer.echo(f"the key {name} is revoked")


def _line(key: Key) -> str:
    used = f"last used {_when(key.last_used_at)}" if key.last_used_at else "never used"
    revoked = f", revoked {_when(key.revoked_at)}" if key.revoked_at else ""
    return f"{key.name}  {key.role}  made {_when(key.created_at)}, {used}{revoked}"


def _when(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
