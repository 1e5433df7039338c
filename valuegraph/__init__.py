"""Who depends on whom in AI, through what, on whose terms, since when, and what stops.

>>> import valuegraph as vg
>>> kg = vg.load()
>>> kg.chokepoints(top=10).to_frame()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from valuegraph.chokepoints import DependencyGraph
    from valuegraph.errors import ValuegraphError
    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.opening import load

__version__ = "0.1.0"
__all__ = ["DependencyGraph", "KnowledgeGraph", "ValuegraphError", "load"]

_HOMES = {
    "DependencyGraph": "valuegraph.chokepoints",
    "KnowledgeGraph": "valuegraph.knowledge_graph",
    "ValuegraphError": "valuegraph.errors",
    "load": "valuegraph.opening",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Import a public name when it is first used."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'valuegraph' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
