"""The console commands ``wenbao key …``."""

import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from embeddings.errors import WenbaoError
from service.access.keys import Key, KeyStore, Role
from service.console.output import Data, Json, print_json
from service.settings import Settings

app = typer.Typer(name="key", help="Create, list and revoke API keys.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Name of the key, such as its owner or purpose.")]


def _open_keys(data: Path | None) -> KeyStore:
    return KeyStore(Settings.load(data=data).library_path)


@app.command()
def add(
    name: Name,
    role: Annotated[
        Role, typer.Option(help="reader: ask and read; editor: also change the library.")
    ],
    collection: Annotated[
        list[str] | None,
        typer.Option(help="Only for this collection, as if there were no other; repeatable."),
    ] = None,
    json: Json = False,
    data: Data = None,
) -> None:
    """Create a key and print it, once only. A running server accepts it immediately."""
    collections = collection or []
    secret = _open_keys(data).add(name, role, collections)
    if json:
        print_json({"name": name, "role": role, "collections": collections, "key": secret})
        return
    limit = f", only for {', '.join(collections)}" if collections else ""
    typer.echo(f"the key {name} ({role}{limit}), which cannot be shown again:", err=True)
    typer.echo(secret)


@app.command("list")
def list_keys(json: Json = False, data: Data = None) -> None:
    """List all keys: name, role, collections, when created, last used (to the hour) and revoked."""
    keys = _open_keys(data).all()
    if json:
        print_json([asdict(key) for key in keys])
    else:
        for key in keys:
            typer.echo(_describe_key(key))


@app.command()
def revoke(name: Name, json: Json = False, data: Data = None) -> None:
    """Revoke a key. A running server refuses it immediately."""
    if not _open_keys(data).revoke(name):
        raise WenbaoError(f"There is no valid key named {name}. See `wenbao key list`.")
    if json:
        print_json({"name": name, "revoked": True})
    else:
        typer.echo(f"the key {name} is revoked")


def _describe_key(key: Key) -> str:
    used = f"last used {_format_time(key.last_used_at)}" if key.last_used_at else "never used"
    revoked = f", revoked {_format_time(key.revoked_at)}" if key.revoked_at else ""
    limit = f"  only {', '.join(key.collections)}" if key.collections else ""
    return f"{key.name}  {key.role}{limit}  created {_format_time(key.created_at)}, {used}{revoked}"


def _format_time(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
