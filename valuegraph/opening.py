"""Opening a dataset: clock, paths and cache."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from valuegraph.errors import UsageError
from valuegraph.knowledge_graph import KnowledgeGraph
from valuegraph.projection.slices import Slice, parse_date
from valuegraph.resources import cache_dir, data_dir, ontology_dir
from valuegraph.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable


def load(  # noqa: PLR0913 - each says one thing of the dataset, all by keyword
    *paths: str | Path,
    endpoint: str | None = None,
    only: bool = False,
    as_of: str | dt.date | None = None,
    known_at: str | dt.date | None = None,
    min_confidence: float = 0.5,
    include_illustrative: bool = False,
    licence: str | None = None,
    cache: bool = True,
    told: Callable[[str, int, int], None] | None = None,
) -> KnowledgeGraph:
    """Open the shipped data, with further files laid over it, or only those; or an endpoint.

    Parameters
    ----------
    *paths : str or Path
        RDF files or folders: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD.
    endpoint : str, optional
        Address of a SPARQL 1.1 endpoint that holds ontology and facts, instead of files.
    only : bool
        Leave the shipped facts out (the ontology stays).
    as_of, known_at : str or datetime.date, optional
        The day on which facts must hold (today when absent); by when their evidence was read.
    min_confidence, include_illustrative : float, bool
        Floor on the facts that enter an analysis, in [0, 1]; whether mere illustrations may.
    licence : str, optional
        Leave out what may not be passed on under this class: `open`, `share-alike`,
        `non-commercial` (each with what is open) or `local` (everything).
    cache : bool
        Keep a cache in the user's cache directory; it can be deleted at any time.
    told : callable, optional
        Is told what takes long: what, how many parts are done, of how many; no text ends it.

    Raises
    ------
    FileProblem, DataError, UsageError
        A file is missing or malformed (with its line); an option makes no sense.
    """
    part = Slice(
        as_of=parse_date(as_of, "as_of") or dt.datetime.now(tz=dt.UTC).date(),
        known_at=parse_date(known_at, "known_at"),
        min_confidence=min_confidence,
        include_illustrative=include_illustrative,
    )
    if endpoint is not None:
        from valuegraph.store.remote import RemoteStore

        _without_files(paths, only=only, licence=licence)
        kept = cache_dir() if cache else None
        return KnowledgeGraph(RemoteStore.at(endpoint, cache=kept, told=told), part, shipped=False)
    if only and not paths:
        raise UsageError("only=True leaves no facts", mend="name files of your own as well")
    own = [Path(path) for path in paths]
    inputs = [ontology_dir(), *([] if only else [data_dir()]), *own]
    keep = None
    if licence is not None:
        from valuegraph.importing import allowed

        keep = allowed(licence)
    store = Store.open(inputs, cache=cache_dir() if cache else None, keep=keep, told=told)
    return KnowledgeGraph(store, part, own=own, shipped=not only)


def _without_files(paths: tuple[str | Path, ...], *, only: bool, licence: str | None) -> None:
    if paths or only:
        raise UsageError(
            "an endpoint is asked instead of files, not together with them",
            where="endpoint",
            why="what an endpoint holds and what a file says would have to be told apart",
            mend="load your file into the endpoint as well, or leave the endpoint out",
        )
    if licence is not None:
        raise UsageError(
            "what an endpoint holds has no class of licence",
            where="licence",
            why="the class is that of files and their source.toml",
            mend="open the files instead",
        )
