from datetime import date

import pytest

from valuegraph.view.periods import period_words

DAY = date(2023, 5, 9)
END = date(2026, 4, 27)


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        (DAY, None, "day", "since 2023-05-09"),
        (DAY, None, "month", "since 2023-05"),
        (DAY, None, "quarter", "since 2023 Q2"),
        (date(2023, 12, 1), None, "quarter", "since 2023 Q4"),
        (DAY, None, "year", "since 2023"),
        (DAY, END, "year", "2023 until 2026-04-27"),
        (DAY, None, "asOfDay", "known on 2023-05-09"),
        (DAY, None, "asOfMonth", "known in 2023-05"),
        (DAY, END, "asOfYear", "known in 2023, until 2026-04-27"),
        (None, None, "day", "dates unknown"),
        (None, END, "day", "start unknown, until 2026-04-27"),
    ],
)
def test_a_period_claims_no_more_than_the_source(start, end, precision, words):
    assert period_words(start, end, precision) == words
