"""A word on stderr where facts are shown that may not be passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.cli.writing import tell

if TYPE_CHECKING:
    from pathlib import Path

    from valuegraph.knowledge_graph import KnowledgeGraph

__all__ = ["tell_classes"]


def tell_classes(graph: KnowledgeGraph, *, quiet: bool = False, own: bool = True) -> None:
    """Name the classes of licence of the facts of a graph, unless all are open.

    Parameters
    ----------
    graph : KnowledgeGraph
        What was loaded.
    quiet : bool
        Say nothing.
    own : bool
        Whether to speak of the user's own files too where no source was added.
    """
    folders = {source.path.resolve().parent: source.path for source in graph.store.sources}
    if quiet or not (own or any(map(_sourced, folders))):
        return
    from valuegraph.importing import classes_of
    from valuegraph.sources.manifest import LICENCE_CLASSES

    held = classes_of(folders.values())
    if held and held != LICENCE_CLASSES[:1]:
        tell(f"note: holds facts of these classes of licence: {', '.join(held)}")


def _sourced(folder: Path) -> bool:
    """Whether a folder holds a source that the user has added; the shipped ones are open."""
    from valuegraph.resources import data_dir
    from valuegraph.sources.manifest import FILE

    if folder.is_relative_to(data_dir().resolve()):
        return False
    return any((each / FILE).is_file() for each in (folder, *folder.parents))
