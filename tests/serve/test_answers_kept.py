"""Answers are kept up to a number of bytes; those not asked for longest make room."""

from __future__ import annotations

from valuegraph.serve.answer import Answer
from valuegraph.serve.answers_kept import OVERHEAD, AnswersKept


def answer(size: int) -> Answer:
    return Answer(b"x" * size, "text/plain", "tag")


def test_the_one_not_asked_for_longest_goes() -> None:
    kept = AnswersKept(4 * (100 + OVERHEAD))
    for key in (b"a", b"b", b"c", b"d"):
        kept.put(key, answer(100))
    assert kept.get(b"a") is not None
    kept.put(b"e", answer(100))
    assert kept.get(b"b") is None
    assert kept.get(b"a") is not None
    assert len(kept) == 4


def test_bytes_are_counted_once_and_given_back() -> None:
    kept = AnswersKept(4 * (100 + OVERHEAD))
    for number in range(1000):
        kept.put(b"same", answer(100))
        kept.put(str(number).encode(), answer(50))
    assert 4 <= len(kept) <= 5


def test_one_large_answer_does_not_drive_out_all_others() -> None:
    kept = AnswersKept(10_000)
    kept.put(b"small", answer(10))
    kept.put(b"large", answer(9_000))
    assert kept.get(b"large") is None
    assert kept.get(b"small") is not None


def test_the_rows_of_an_answer() -> None:
    content = (
        b'{"head":{"vars":["a","b"]},"results":{"bindings":'
        b'[{"a":{"type":"literal","value":"1"}},{"b":{"type":"uri","value":"x:y"}}]}}'
    )
    table = Answer(content, "application/sparql-results+json", "tag", 2).table()
    assert table == [{"a": "1", "b": None}, {"a": None, "b": "x:y"}]
