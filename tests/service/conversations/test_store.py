"""Stored conversations: read back, paged, renamed, deleted, expired, and never blocking."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from embeddings.errors import StorageError
from embeddings.library.database import Database
from embeddings.library.library import Library
from embeddings.library.selection import Selection
from service.access.keys import KeyStore, Role
from service.answers.conversation import SourceReference, Turn
from service.assistant import Assistant
from service.conversations.conversation_store import ConversationStore
from tests.support.paths import DATA
from tests.support.workspaces import open_workspace

VERSION_1 = DATA / "library_version_1.sqlite3"


def turn(question: str = "青石桥全长多少米?", asked_at: float = 1_000.0) -> Turn:
    source = SourceReference("a1", "a1-0", "青石桥“通车”", "bridge.txt", 0, 9)
    return Turn(asked_at, question, question, "", "青石桥全长86米", "86米", (source,))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite3"


@pytest.fixture
def conversations(path: Path) -> ConversationStore:
    return ConversationStore.open(path)


def test_turns_come_back_as_they_were_stored(conversations: ConversationStore) -> None:
    second = Turn(
        1_060.5,
        "总投资呢?",
        "青石桥的总投资是多少?",
        "青石桥",
        "",
        "",
        untold=("谁设计的?", "“它”"),
    )
    conversation_id = conversations.begin(turn())
    assert conversations.append(conversation_id, second)
    assert conversations.turns(conversation_id) == [turn(), second]
    assert conversations.turns(conversation_id, last=1) == [second]
    found = conversations.find(conversation_id)
    assert found is not None
    assert (found.title, found.turns, found.last_asked_at) == ("青石桥全长多少米?", 2, 1_060.5)


def test_last_turn_is_replaced_by_the_same_question_asked_again(
    conversations: ConversationStore,
) -> None:
    conversation_id = conversations.begin(turn())
    conversations.append(conversation_id, turn("总投资呢?"))
    assert conversations.replace_last(conversation_id, turn("总投资多少?"))
    questions = [turn.question for turn in conversations.turns(conversation_id)]
    assert questions == ["青石桥全长多少米?", "总投资多少?"]
    assert not conversations.replace_last("unknown", turn())


def test_conversations_of_one_key_are_a_view_that_changes_nothing_else(
    path: Path, conversations: ConversationStore
) -> None:
    KeyStore(path).add("theirs", Role.READER)
    [key] = KeyStore(path).all()
    theirs = conversations.owned_by(key.number)
    own, other = theirs.begin(turn()), conversations.begin(turn("别人的问题?"))
    assert [item.id for item in theirs.newest(None, 10)] == [own]
    assert theirs.find(other) is None
    assert {item.id for item in conversations.newest(None, 10)} == {own, other}


def test_titles_are_searched_folded_in_a_thread_that_asked_nothing_before(
    conversations: ConversationStore,
) -> None:
    found = conversations.begin(turn("ＬＥＤ屏在哪里?"))
    conversations.begin(turn("别的问题?"))
    with ThreadPoolExecutor(1) as pool:
        listed = pool.submit(conversations.newest, None, 10, "led").result()
    assert [item.id for item in listed] == [found]


def test_ids_are_long_and_never_the_same(conversations: ConversationStore) -> None:
    ids = {conversations.begin(turn()) for _ in range(50)}
    assert len(ids) == 50
    assert {len(item) for item in ids} == {32}


def test_newest_conversations_come_first_and_pages_neither_repeat_nor_miss(
    conversations: ConversationStore,
) -> None:
    ids = [conversations.begin(turn(f"问题{n}?")) for n in range(5)]
    first = conversations.newest(None, 2)
    conversations.begin(turn("后来的?"))
    conversations.delete(first[-1].id)
    rest = conversations.newest(first[-1].key, 10)
    assert [item.id for item in (*first, *rest)] == ids[::-1]


def test_renamed_conversation_keeps_its_turns(conversations: ConversationStore) -> None:
    conversation_id = conversations.begin(turn())
    assert conversations.rename(conversation_id, "桥")
    found = conversations.find(conversation_id)
    assert found is not None
    assert (found.title, found.turns) == ("桥", 1)
    assert not conversations.rename("unknown", "桥")


def test_deleted_conversation_leaves_nothing(conversations: ConversationStore, path: Path) -> None:
    conversation_id = conversations.begin(turn())
    assert conversations.delete(conversation_id)
    assert not conversations.delete(conversation_id)
    assert conversations.find(conversation_id) is None
    assert not conversations.append(conversation_id, turn())
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM turns").fetchone() == (0,)
    connection.close()


def test_conversation_expires_by_its_last_turn(conversations: ConversationStore) -> None:
    old, kept = conversations.begin(turn(asked_at=100)), conversations.begin(turn(asked_at=100))
    conversations.append(kept, turn(asked_at=300))
    assert conversations.purge(before=200) == 1
    assert conversations.find(old) is None
    assert conversations.find(kept) is not None
    assert conversations.purge(before=200) == 0


def test_conversations_do_not_move_the_revision_of_the_library(path: Path) -> None:
    library, conversations = Library(path), ConversationStore.open(path)
    conversations.delete(conversations.begin(turn()))
    conversations.begin(turn())
    assert library.revision == 0


def test_turn_does_not_wait_for_the_disk_and_a_document_does(path: Path) -> None:
    levels = {
        Database(path, synchronous).connection.execute("PRAGMA synchronous").fetchone()[0]
        for synchronous in ("NORMAL", "FULL")
    }
    assert levels == {1, 2}


def test_many_threads_append_to_one_conversation_and_none_is_lost(
    conversations: ConversationStore,
) -> None:
    conversation_id = conversations.begin(turn())
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: conversations.append(conversation_id, turn()), range(40)))
    assert len(conversations.turns(conversation_id)) == 41


def test_conversation_of_two_hundred_turns_is_read_from_its_end(
    conversations: ConversationStore,
) -> None:
    conversation_id = conversations.begin(turn("第0问?"))
    for n in range(1, 200):
        conversations.append(conversation_id, turn(f"第{n}问?"))
    last = conversations.turns(conversation_id, last=3)
    assert [item.question for item in last] == ["第197问?", "第198问?", "第199问?"]
    assert len(conversations.turns(conversation_id)) == 200


def test_failed_change_is_rolled_back_and_reported(path: Path) -> None:
    def change() -> None:
        with Database(path).transaction() as connection:
            connection.execute("INSERT INTO conversations VALUES (1, 'a', 'b', 1.0, NULL)")
            connection.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(StorageError, match="cannot be changed: no such table: nowhere"):
        change()
    assert ConversationStore.open(path).newest(None, 10) == []


def test_library_of_version_1_is_migrated_and_answers(path: Path) -> None:
    path.write_bytes(VERSION_1.read_bytes())
    library = Library(path)
    assert library.revision == 3
    assert [article.title for article in library.articles.page() if "青石桥" in article.title] == [
        "青石桥通车"
    ]
    assert library.catalogue.count(Selection("青石桥")) == 1
    assert library.passages.count() == 2
    conversations = ConversationStore.open(path)
    assert conversations.turns(conversations.begin(turn())) == [turn()]
    assert library.revision == 3


def test_questions_are_answered_from_a_library_of_version_1(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").write_bytes(VERSION_1.read_bytes())
    answer = Assistant(open_workspace(tmp_path)).ask("青石桥全长多少米?")
    assert "青石桥全长86米" in answer.text
    assert answer.sources[0].hit.article.source == "bridge.txt"


def test_eight_concurrent_openers_migrate_the_file_once(path: Path) -> None:
    path.write_bytes(VERSION_1.read_bytes())
    with ThreadPoolExecutor(8) as pool:
        libraries = list(pool.map(lambda _: Library(path), range(8)))
    assert [library.articles.count() for library in libraries] == [2] * 8
