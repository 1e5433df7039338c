"""One import from end to end."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from valuegraph.curate.ground import Ground
from valuegraph.curate.identity import Identity
from valuegraph.curate.judging import read_judgements
from valuegraph.curate.known import Known
from valuegraph.curate.refreshing import Earlier
from valuegraph.curate.settling import settle
from valuegraph.curate.soundness import check_sound
from valuegraph.curate.writing import turtle
from valuegraph.errors import UsageError
from valuegraph.importing.citing import document_iris, source_nodes
from valuegraph.importing.counting import check_counts, same_copy
from valuegraph.importing.folder import holds, recover, replace_folder
from valuegraph.importing.leftover import LEFT_OUT, left_out_text
from valuegraph.importing.outcome import Imported
from valuegraph.importing.shelf import Shelf, reader_of
from valuegraph.resources import ontology_dir
from valuegraph.sources.manifest import FILE, read_manifest
from valuegraph.sources.package import Package
from valuegraph.sources.renewing import renewed
from valuegraph.store.statements import statements_in
from valuegraph.vocabulary import load_vocabulary

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from valuegraph.curate.settled import Settled
    from valuegraph.facts.drafts import Harvest
    from valuegraph.sources.manifest import Manifest
    from valuegraph.vocabulary import Vocabulary

__all__ = ["Options", "import_all", "import_source"]


@dataclass(frozen=True, slots=True)
class Options:
    """How an import is to go.

    Attributes
    ----------
    snapshot : datetime.date or None
        The day of the copy, where it is another than the manifest speaks of.
    today : datetime.date or None
        The day on which it is read; that of the manifest where the copy is its very own.
    accept_fewer : bool
        Take a copy that holds much less than the one before.
    accept_older : bool
        Take a copy that is older than the one whose facts it replaces.
    fresh : bool
        Take no notice of facts that an earlier import wrote.
    notice : callable or None
        Is told of each step as it begins.
    """

    snapshot: dt.date | None = None
    today: dt.date | None = None
    accept_fewer: bool = False
    accept_older: bool = False
    fresh: bool = False
    notice: Callable[[str], None] | None = None

    def say(self, step: str) -> None:
        """Tell of a step."""
        if self.notice:
            self.notice(step)


@dataclass(frozen=True, slots=True)
class _Job:
    """What stands firm before anything is settled."""

    manifest: Manifest
    harvest: Harvest
    shelf: Shelf
    held: Path | None
    before: Manifest | None


def import_source(
    source: str,
    path: Path,
    into: Path,
    options: Options | None = None,
    shelf: Shelf | None = None,
) -> Imported:
    """Read a publisher's copy and write its facts.

    Parameters
    ----------
    source : str
        Id of the source.
    path : Path
        The publisher's folder, archive or file.
    into : Path
        Folder in which the folder of the source is made or renewed. Facts of an earlier copy that
        stand there, or else in the shelf, are carried on.
    options : Options, optional
    shelf : Shelf, optional
        The data that it is settled on; the shipped ones by default.

    Returns
    -------
    Imported

    Raises
    ------
    UnknownNameError
        There is no such source.
    DataError, FileProblem
        The copy cannot be read, counts otherwise than it should, or comes to facts that do not
        hold together; nothing is written.
    UsageError
        The copy is another than the manifest's and no day is given, the day is still to come, or
        it is older than the facts that it would replace.
    """
    options, shelf = options or Options(), shelf or Shelf.shipped()
    manifest = shelf.manifest(source)
    _check_day(options)
    options.say(f"reading {path}")
    harvest = _read(source, path, manifest, options)
    check_counts(harvest, manifest, accept_fewer=options.accept_fewer)
    recover(into / source)
    held = None if options.fresh else _held(source, into, shelf)
    before = read_manifest(held / FILE) if held else None
    job = _Job(manifest, harvest, shelf, held, before)
    earlier = _earlier(job, options)
    options.say(f"settling {len(harvest.claims)} claims")
    known = Known(statements_in(shelf.ground(source)))
    ground = Ground(
        known,
        Identity(known.things.values(), read_judgements(*shelf.judgements)),
        _vocabulary(ontology_dir()),
        document_iris(manifest),
        earlier,
        manifest.lookups.get("overruled", {}),
    )
    settled = settle(harvest, ground)
    check_sound(settled, known)
    options.say(f"writing {len(settled.relations)} relations")
    files = _files(job, settled, ground, options)
    unchanged = holds(into / source, files)
    if not unchanged:
        replace_folder(into / source, files)
    changes = tuple(sorted(earlier.changes)) if earlier else ()
    sizes = {name: len(text.encode()) for name, text in files.items()}
    unused = tuple(manifest.unused())
    return Imported(source, into / source, harvest, settled, changes, sizes, unused, unchanged)


def import_all(copies: Path, shelf: Shelf) -> Iterator[Imported]:
    """Make the facts of every shipped source anew, each on those before it.

    Parameters
    ----------
    copies : Path
        Folder that holds the publishers' copies, each where `copy` of its manifest says.
    shelf : Shelf
        The data folder that is renewed; its other facts stay.

    Yields
    ------
    Imported
        In `ORDER`.
    """
    for source in shelf.ids():
        manifest = shelf.manifest(source)
        if manifest.shipped:
            path = copies / (manifest.copy or source)
            yield import_source(source, path, shelf.folder / "sources", Options(fresh=True), shelf)


@functools.cache
def _vocabulary(folder: Path) -> Vocabulary:
    return load_vocabulary(folder)


def _read(source: str, path: Path, manifest: Manifest, options: Options) -> Harvest:
    read = reader_of(source)
    if options.snapshot is not None:
        manifest = replace(manifest, snapshot=options.snapshot)
    harvest = read(Package(path), manifest)
    another = bool(manifest.digest) and harvest.digest != manifest.digest
    if another and options.snapshot is None and harvest.snapshot == manifest.snapshot:
        raise UsageError(
            f"this is another copy than the one of {manifest.snapshot}, and of which day?",
            where=str(path),
            why="what a source says without a date holds on the day of the copy",
            mend="say it with --snapshot YYYY-MM-DD (who curates the source: empty `digest` in "
            f"{source}/{FILE} after a change of the reader)",
        )
    return harvest


def _check_day(options: Options) -> None:
    if options.snapshot and options.today and options.snapshot > options.today:
        raise UsageError(
            f"a copy of {options.snapshot} cannot be there yet: today is {options.today}",
            where="--snapshot",
            why="every copy of a real day would then be older than the facts held",
            mend="name the day on which the publisher gave the copy out, or it was fetched",
        )


def _held(source: str, into: Path, shelf: Shelf) -> Path | None:
    """Return the folder with the facts of an earlier import."""
    for folder in (into / source, shelf.place(source)):
        if (folder / FILE).exists() and any(folder.glob("*.ttl")):
            return folder
    return None


def _earlier(job: _Job, options: Options) -> Earlier | None:
    """Return what there is to carry on: nothing when the one copy ever read is read again."""
    if job.held is None or job.before is None:
        return None
    now, before = job.harvest.snapshot, job.before.snapshot
    if now < before and not options.accept_older:
        raise UsageError(
            f"this copy is of {now}, the facts held are of {before}",
            where=str(job.held),
            why="an older copy would end what a newer one has opened",
            mend="fetch a newer one, or say --accept-older to put the older in its place",
        )
    if now < before or (now == before and not job.before.earlier):
        return None
    return Earlier(Known(statements_in([job.held])), before, now)


def _files(job: _Job, settled: Settled, ground: Ground, options: Options) -> dict[str, str]:
    harvest, manifest, before = job.harvest, job.manifest, job.before
    own = same_copy(harvest, manifest) and harvest.snapshot == manifest.snapshot
    if own:
        read_on = manifest.retrieved
    elif before and (harvest.digest, harvest.snapshot) == (before.digest, before.snapshot):
        read_on = before.retrieved
    else:
        read_on = options.today or manifest.retrieved
    held = ground.earlier.known if ground.earlier else Known({})
    cited = {proof.document for proof in settled.proofs.values()}
    files = turtle(
        settled,
        source_nodes(manifest, ground.known, held, cited, (harvest.snapshot, read_on)),
        {iri: held.day(iri) or read_on for iri in settled.proofs},
    )
    text = (job.shelf.place(manifest.id) / FILE).read_text(encoding="utf-8")
    if not own:
        entries = {"snapshot": harvest.snapshot, "retrieved": read_on, "digest": harvest.digest}
        days = _days(job, ground.earlier)
        text = renewed(text, {**entries, **({"earlier": days} if days else {})}, harvest.counts)
    return {FILE: text, LEFT_OUT: left_out_text(settled.refusals), **files}


def _days(job: _Job, earlier: Earlier | None) -> list[dt.date]:
    if earlier is None or job.before is None:
        return []
    return sorted({*job.before.earlier, earlier.before} - {job.harvest.snapshot})
