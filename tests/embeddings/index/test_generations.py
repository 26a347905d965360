"""Generations of an index: one answers, one is kept for a rollback, the others are removed."""

from pathlib import Path

import pytest

from embeddings.index.generations import Generations, Standing


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


def made(generations: Generations) -> Path:
    """Return the folder of the next generation, with a file in it."""
    folder = generations.begin()
    folder.mkdir()
    (folder / "manifest.json").write_text(folder.name, encoding="utf-8")
    return folder


def names(generations: Generations) -> list[str]:
    return sorted(path.name for path in generations.folder.iterdir())


def test_no_generation_exists_at_first(generations: Generations) -> None:
    assert generations.standing == Standing()
    assert (generations.stamp, generations.previous) == ((), None)
    assert not generations.current.exists()


def test_generation_numbers_are_never_reused(generations: Generations) -> None:
    given = []
    for _ in range(3):
        folder = made(generations)
        given.append(folder.name)
        generations.publish(folder)
        generations.sweep()
    assert given == ["generation-000001", "generation-000002", "generation-000003"]
    assert names(generations) == ["generation-000003", "generations.json"]


def test_follower_answers_and_leaves_the_previous_one_where_it_is(generations: Generations) -> None:
    first, second, third = (made(generations) for _ in range(3))
    generations.publish(first)
    generations.supersede(second)
    generations.publish(third)
    assert (generations.current, generations.previous) == (third, first)
    assert generations.standing.held is False


def test_reindexing_keeps_the_one_before_it_and_no_other(generations: Generations) -> None:
    folders = [made(generations) for _ in range(3)]
    for folder in folders:
        generations.supersede(folder)
    generations.sweep()
    assert (generations.current, generations.previous) == (folders[2], folders[1])
    assert not folders[0].exists()


def test_rollback_lasts_until_the_next_reindexing(
    generations: Generations,
) -> None:
    first, second = made(generations), made(generations)
    generations.publish(first)
    generations.supersede(second)
    generations.roll_back(first)
    assert generations.standing == Standing(first.name, second.name, held=True)
    third = made(generations)
    generations.publish(third)  # an article was added meanwhile
    assert generations.standing == Standing(third.name, second.name, held=True)
    generations.supersede(made(generations))
    assert generations.standing.held is False


def test_sweeping_spares_live_generations_and_those_being_built(generations: Generations) -> None:
    first, second = made(generations), made(generations)
    generations.publish(first)
    generations.supersede(second)
    made(generations)  # interrupted
    (generations.folder / "terms").mkdir()  # of the first release
    (generations.folder / "vectors.faiss").touch()
    generations.rebuild_folder.mkdir()
    generations.sweep()
    assert names(generations) == [first.name, second.name, "generations.json", "rebuild"]


def test_previous_one_that_is_gone_is_not_named(generations: Generations) -> None:
    first, second = made(generations), made(generations)
    generations.publish(first)
    (first / "manifest.json").unlink()
    first.rmdir()
    generations.supersede(second)
    assert (generations.standing.previous, generations.previous) == ("", None)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "7", '{"current": "generation-000001"}', "\udcff"]
)
def test_damaged_generations_file_is_ignored_and_no_number_is_reused(
    generations: Generations, text: str
) -> None:
    first = made(generations)
    generations.publish(first)
    path = generations.folder / "generations.json"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    assert generations.standing == Standing()
    assert generations.begin().name == "generation-000002"


def test_stamp_changes_with_the_standing_and_with_nothing_else(generations: Generations) -> None:
    first, second = made(generations), made(generations)
    generations.publish(first)
    stamp = generations.stamp
    generations.begin()
    generations.sweep()
    assert generations.stamp == stamp
    generations.publish(second)
    assert generations.stamp != stamp
