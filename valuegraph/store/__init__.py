"""Load, cache and ask: the only room that says pyoxigraph."""

from valuegraph.store.questions import Question, query_file, question, questions
from valuegraph.store.store import Store

__all__ = ["Question", "Store", "query_file", "question", "questions"]
