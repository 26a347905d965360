"""API keys: what is stored of them, how they are checked, and the commands that manage them."""

import re
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from embeddings.errors import WenbaoError
from service.access.keys import KeyStore, Role, check_keys
from service.access.rights import Rights
from service.settings import Settings
from service.workspace.backup import export
from tests.support.console import wenbao
from tests.support.workspaces import open_workspace


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite3"


@pytest.fixture
def keys(path: Path) -> KeyStore:
    return KeyStore(path)


def test_key_is_found_by_its_secret_alone(keys: KeyStore) -> None:
    secret = keys.add("编辑部", Role.EDITOR)
    keys.add("阅览室", Role.READER)
    found = keys.find(secret)
    assert found is not None
    assert (found.name, found.role, found.revoked_at) == ("编辑部", Role.EDITOR, None)
    for wrong in ("", "编辑部", secret[:-1], secret + "x", secret.upper(), "\udcff", "é"):
        assert keys.find(wrong) is None


def test_secret_is_long_and_never_the_same(keys: KeyStore) -> None:
    secrets = {keys.add(f"key {n}", Role.READER) for n in range(20)}
    assert len(secrets) == 20
    for secret in secrets:  # 43 characters of 6 bits hold 32 random bytes
        assert re.fullmatch(r"wenbao_[A-Za-z0-9_-]{43}", secret)


def test_file_does_not_hold_the_secret(keys: KeyStore, path: Path) -> None:
    secret = keys.add("a", Role.READER)
    files = b"".join(item.read_bytes() for item in path.parent.iterdir())
    assert secret.encode() not in files
    assert secret.removeprefix("wenbao_").encode() not in files


def test_revoked_key_is_worthless_at_once_in_every_process(keys: KeyStore, path: Path) -> None:
    secret = keys.add("a", Role.READER)
    server = KeyStore(path)
    assert server.find(secret) is not None
    assert keys.revoke("a")
    assert server.find(secret) is None
    assert not server.has_valid_key()
    assert [item.revoked_at is not None for item in server.all()] == [True]
    assert not keys.revoke("a")


def test_key_names_are_never_reused(keys: KeyStore) -> None:
    keys.add("a", Role.READER)
    keys.revoke("a")
    with pytest.raises(WenbaoError, match="There is, or was, a key called a"):
        keys.add("a", Role.READER)


@pytest.mark.parametrize("name", ["", " ", "a" * 61, "a\nb", "\x1b[31m"])
def test_name_that_cannot_be_shown_is_refused(keys: KeyStore, name: str) -> None:
    with pytest.raises(WenbaoError, match="1 to 60 printable characters"):
        keys.add(name, Role.READER)


def test_use_is_noted_to_the_hour(keys: KeyStore, path: Path) -> None:
    secret = keys.add("a", Role.READER)
    first = keys.find(secret)
    assert first is not None
    assert (first.last_used_at, first.used_lately) == (None, False)
    keys.note_use(first)
    assert keys.all()[0].used_lately
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE api_keys SET last_used_at = last_used_at - 3601")
    assert not keys.all()[0].used_lately


@pytest.mark.parametrize(
    ("settings", "asks"),
    [
        ({"host": "127.0.0.1"}, False),
        ({"host": "localhost"}, False),
        ({"host": "::1"}, False),
        ({"host": "0.0.0.0"}, True),  # noqa: S104
        ({"host": "::"}, True),
        ({"host": ""}, True),
        ({"host": "192.168.1.7"}, True),
        ({"host": "news.example"}, True),
        ({"host": "127.0.0.1", "auth": "required"}, True),
        ({"host": "0.0.0.0", "auth": "off"}, False),  # noqa: S104
    ],
)
def test_keys_are_asked_for_where_others_can_reach_the_server(
    tmp_path: Path, settings: dict[str, str], asks: bool
) -> None:
    given = Settings.load(data=tmp_path, **settings)
    assert given.asks_for_keys is asks
    if asks:
        with pytest.raises(WenbaoError, match="`wenbao key add NAME --role editor`"):
            check_keys(given)
        KeyStore(given.library_path).add("a", Role.READER)
    check_keys(given)


def test_server_open_to_everybody_warns_about_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    check_keys(Settings.load(data=tmp_path, host="192.168.1.7", auth="off"))
    assert "anyone who can reach 192.168.1.7 can read and change everything" in caplog.text
    caplog.clear()
    check_keys(Settings.load(data=tmp_path, host="127.0.0.1", auth="off"))
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("auth", "maybe"),
        ("origins", "*"),
        ("origins", "https://a.example/path"),
        ("origins", "a.example"),
        ("rate", "many"),
        ("rate", "0/minute"),
        ("rate", "5 per minute"),
        ("concurrency", "0"),
    ],
)
def test_impossible_setting_is_named(name: str, value: str) -> None:
    with pytest.raises(WenbaoError, match=f"WENBAO_{name.upper()} is '.*{re.escape(value)}'"):
        Settings.load(**{name: value})


def test_key_tells_the_collections_that_it_is_for(tmp_path: Path) -> None:
    keys = KeyStore(tmp_path / "library.sqlite3")
    secret = keys.add("晚报编辑", Role.EDITOR, [" 晚报 ", "周刊"])
    assert [key.collections for key in keys.all()] == [("晚报", "周刊")]
    found = keys.find(secret)
    assert found is not None
    assert Rights.of(found).within == ("周刊", "晚报")
    with pytest.raises(WenbaoError, match="The name of a collection is empty"):
        keys.add("无名", Role.READER, ["晚报", " "])


def test_export_holds_no_keys(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "data")
    secret = KeyStore(workspace.settings.library_path).add("阅览室", Role.READER)
    export(workspace.settings, workspace.library, tmp_path / "export.tar")
    with tarfile.open(tmp_path / "export.tar") as archive:
        (name,) = (name for name in archive.getnames() if name.endswith("library.sqlite3"))
        content = archive.extractfile(name)
        assert content is not None
        library = tmp_path / "unpacked.sqlite3"
        library.write_bytes(content.read())
    assert KeyStore(library).all() == []
    assert KeyStore(library).find(secret) is None


def test_open_server_without_a_key_does_not_start(tmp_path: Path) -> None:
    finished = wenbao("serve", "--host", "0.0.0.0", "--port", "0", "--data", tmp_path)  # noqa: S104
    assert finished.returncode == 2
    assert finished.stderr.count("\n") == 1
    assert "A server at 0.0.0.0 can be reached from other machines" in finished.stderr
    assert "WENBAO_AUTH=off" in finished.stderr


def test_commands_make_list_and_revoke_keys(tmp_path: Path) -> None:
    added = wenbao("key", "add", "阅览室", "--role", "reader", "--data", tmp_path)
    assert re.fullmatch(r"wenbao_[\w-]{43}\n", added.stdout)
    assert "the key 阅览室 (reader), which cannot be shown again" in added.stderr
    listed = wenbao("key", "list", "--data", tmp_path).stdout
    pattern = r"^阅览室  reader  created \d{4}-\d\d-\d\d \d\d:\d\d, never used$"
    assert re.search(pattern, listed, re.M)
    assert added.stdout.strip() not in listed
    assert wenbao("key", "revoke", "阅览室", "--data", tmp_path).returncode == 0
    again = wenbao("key", "revoke", "阅览室", "--data", tmp_path)
    assert (again.returncode, "no valid key named 阅览室" in again.stderr) == (2, True)
    assert ", revoked " in wenbao("key", "list", "--data", tmp_path).stdout
