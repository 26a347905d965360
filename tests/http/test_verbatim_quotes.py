"""Over HTTP, whatever the question: every quoted word appears in the named article.

All the questions and conversations of the project, and random ones made from their words.
"""

import json
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from opencc import OpenCC

from tests.support.contract import assert_problem
from tests.support.paths import DATA, ROOT
from tests.support.running_server import running_server

SEEDS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
RANDOM_QUESTIONS = 250
LONGEST_QUOTE = 240  # that of one sentence
LONGEST_QUOTES = {"list": 400, "reason": 300}  # of other kinds
LONGEST_QUESTION = 2000
AT_ONCE = 4
Reply = dict[str, Any]


def read(name: str) -> Iterator[dict[str, Any]]:
    for path in sorted(DATA.glob(name)):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


QUESTIONS = [item["question"] for item in read("seed_questions*.jsonl")]
CONVERSATIONS = [
    [turn["question"] for turn in item["turns"]] for item in read("seed_conversations.jsonl")
]


class RandomQuestions:
    """Questions made of pieces of text, the same for the same seed."""

    WRAPPED = (
        "{}是什么?", "{}叫什么名字?", "谁{}?", "{}有多少个?", "什么时候{}?", "为什么{}?",
        "{}在哪里?", "请问{}的总投资是多少?", "介绍一下{}", "哪些文章提到{}?", "有多少篇提到{}?",
        "How many {}?", "{}呢?", "2018年{}怎么样了",
    )  # fmt: skip
    NOISE = (
        "🎉", "👨‍👩‍👧", "?", "!!!", "\n", "\t", "…", "CBD", "<b>", "' OR 1=1 --", "\\", "𠮷",
        "é", "86", "%", "的",
    )  # fmt: skip
    LONG = 20
    EMPTYISH = ("", " ", "\n", "　", "?", "？", "。", "的", "🎉", "\u200b", "\0", "a", "1", "“”")

    def __init__(self, texts: list[str], seed: int) -> None:
        self._texts = texts
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self._traditional = OpenCC("s2t").convert
        self._kinds: list[tuple[Callable[[], str], int]] = [
            (self.piece, 3),
            (self.wrapped, 8),
            (self.joined, 4),
            (self.noisy, 2),
            (self.full_width, 1),
            (lambda: self._traditional(self.wrapped()), 1),
            (self.shuffled, 1),
            (lambda: self._random.choice(self.EMPTYISH), 1),
        ]

    def make(self, count: int) -> list[str]:
        """Return ``count`` questions, some of them very long."""
        kinds, weights = zip(*self._kinds, strict=True)
        drawn = self._random.choices(kinds, weights, k=count - self.LONG)
        return [kind() for kind in drawn] + [self.long() for _ in range(self.LONG)]

    def piece(self) -> str:
        text = self._random.choice(self._texts)
        start = self._random.randrange(len(text))
        return text[start : start + self._random.randint(2, 30)]

    def wrapped(self) -> str:
        return self._random.choice(self.WRAPPED).format(self.piece())

    def joined(self) -> str:
        pieces = self._random.choice(("", "和", ",", " ")).join((self.piece(), self.piece()))
        return self._random.choice(("{}", *self.WRAPPED)).format(pieces)

    def noisy(self) -> str:
        characters = list(self.wrapped())
        for _ in range(self._random.randint(1, 4)):
            place = self._random.randint(0, len(characters))
            characters.insert(place, self._random.choice(self.NOISE))
        return "".join(characters)

    def full_width(self) -> str:
        wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
        return self.wrapped().translate(wide)

    def shuffled(self) -> str:
        characters = list(self.piece())
        self._random.shuffle(characters)
        return "".join(characters)

    def long(self) -> str:
        length = self._random.randint(300, LONGEST_QUESTION)
        text = self.piece()
        while len(text) < length:
            text += self.piece()
        return text[:length].strip()


class Reader:
    """Asks a server, and compares its quotes with the articles that it returns."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._texts: dict[str, str] = {}

    def ask(self, question: str, conversation_id: str | None = None) -> Reply | None:
        """Return the reply after finding every word of it; None if a blank question was refused."""
        body = {"question": question, "conversation_id": conversation_id}
        response = self._client.post("/v1/ask", json=body)
        if not question.strip():
            assert_problem(response, 422, "invalid_request")
            return None
        assert response.status_code == 200, question
        reply: Reply = response.json()
        self._check(reply)
        return reply

    def metrics(self) -> str:
        """Return the server's metrics."""
        return self._client.get("/metrics").text

    def _text(self, article_id: str) -> str:
        if article_id not in self._texts:
            found = self._client.get(f"/v1/documents/{article_id}").json()
            self._texts[article_id] = found["text"]
        return self._texts[article_id]

    def _slice(self, article_id: str, start: int, end: int) -> str:
        text = self._text(article_id)
        assert 0 <= start < end <= len(text)
        return text[start:end]

    def _check(self, reply: Reply) -> None:
        marked = []
        for n, source in enumerate(reply["sources"], 1):
            assert source["n"] == n
            article_id, start, end = source["article_id"], source["start"], source["end"]
            assert source["text"] == self._slice(article_id, start, end)
            marked += [self._slice(article_id, *span) for span in source["highlights"]]
        if reply["kind"] == "collection":
            self._check_mentions(reply["mentions"])
        elif reply["answered"]:
            lines = reply["answer"].split("\n")
            assert set(lines) <= set(marked)
            longest = LONGEST_QUOTES.get(reply["kind"], LONGEST_QUOTE)
            if any(line.endswith((":", "：")) for line in lines[:-1]):
                longest = LONGEST_QUOTES["list"]  # what is announced is quoted, too
            assert all(0 < len(line) <= longest for line in lines)
        else:
            assert (reply["answer"], reply["short_answer"], marked) == ("", None, [])
        self._check_short(reply)

    def _check_mentions(self, mentions: Reply) -> None:
        assert mentions["total"] == len(mentions["articles"])
        for article in mentions["articles"]:
            article_id, start, end = article["article_id"], article["start"], article["end"]
            if article["quote"]:
                assert article["quote"] == self._slice(article_id, start, end)
            assert all(start <= first < last <= end for first, last in article["highlights"])

    def _check_short(self, reply: Reply) -> None:
        short = reply["short_answer"]
        if short is None:
            return
        source = reply["sources"][short["source"] - 1]
        assert short["text"] == self._slice(source["article_id"], short["start"], short["end"])
        start, end = source["highlights"][0]
        assert start <= short["start"] < short["end"] <= end


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A reader at a server of its own, which stores no conversations: there are too many."""
    folder = tmp_path_factory.mktemp("verbatim")
    with (
        running_server(folder, WENBAO_CONVERSATION_DAYS="0") as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield Reader(client)


def ask_all(reader: Reader, questions: list[str]) -> list[Reply]:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return [reply for reply in threads.map(reader.ask, questions) if reply]


def test_every_question_of_the_project_is_answered_verbatim(reader: Reader) -> None:
    replies = ask_all(reader, QUESTIONS)
    assert len(replies) == len(QUESTIONS) > 100
    assert sum(reply["answered"] for reply in replies) > 80


def test_every_turn_of_the_conversations_is_answered_verbatim(client: httpx.Client) -> None:
    reader, answered = Reader(client), 0
    for turns in CONVERSATIONS:
        conversation_id = None
        for question in turns:
            reply = reader.ask(question, conversation_id)
            assert reply is not None
            conversation_id = reply["conversation_id"]
            answered += reply["answered"]
    assert answered > 80


def test_random_questions_are_answered_verbatim_or_declined(reader: Reader, effort: int) -> None:
    number = RANDOM_QUESTIONS * effort
    questions = RandomQuestions(SEEDS, seed=4).make(number)
    replies = ask_all(reader, questions)
    blank = [question for question in questions if not question.strip()]
    assert len(replies) == number - len(blank)
    answered = [reply for reply in replies if reply["answered"]]
    assert len(answered) > number / 4
    assert sum(reply["short_answer"] is not None for reply in answered) > number / 20
    assert sum(reply["kind"] == "collection" for reply in answered) > number / 40
    assert len(answered) < len(replies)
    assert len(set(questions)) > 0.9 * number
    assert blank
    # Nothing had to be dropped either: the offsets were right to begin with.
    assert "\nwenbao_quotes_dropped_total 0.0\n" in reader.metrics()
