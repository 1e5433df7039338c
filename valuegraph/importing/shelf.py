"""Where sources stand: their manifests, readers and facts, and what each may build on."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from valuegraph.errors import UnknownNameError
from valuegraph.resources import data_dir
from valuegraph.sources.manifest import FILE, read_manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from valuegraph.facts.drafts import Harvest
    from valuegraph.sources.manifest import Manifest
    from valuegraph.sources.package import Package

    Reader = Callable[[Package, Manifest], Harvest]

__all__ = ["ORDER", "Shelf"]

ORDER = (
    "epoch", "models_dev", "licensedb", "dalicc", "osai", "mot", "federal", "fmti",
    "genai_prices", "litellm", "eto_chips", "incidents", "ecosystem_graphs", "hugging_face",
)  # fmt: skip
"""The sources by worth: each is settled on the core and those before it."""
NO_FACTS = {"derived", "sources"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """A data folder with curated facts and sources.

    Attributes
    ----------
    folder : Path
        It holds ``core/`` and ``sources/<id>/``.
    """

    folder: Path

    @classmethod
    def shipped(cls) -> Shelf:
        """Return the data folder of the installation."""
        return cls(data_dir())

    def place(self, source: str) -> Path:
        """Return the folder of a source."""
        return self.folder / "sources" / source

    def ids(self) -> list[str]:
        """Return the sources that have a manifest, in `ORDER`, others after them."""
        found = [path.parent.name for path in (self.folder / "sources").glob(f"*/{FILE}")]
        return sorted(found, key=lambda name: (_rank(name), name))

    def manifest(self, source: str) -> Manifest:
        """Return the manifest of a source.

        Raises
        ------
        UnknownNameError
            There is no such source.
        """
        if source not in self.ids():
            raise UnknownNameError(
                f"no source is called {source!r}",
                mend="the sources are " + ", ".join(self.ids()),
            )
        return read_manifest(self.place(source) / FILE)

    def ground(self, source: str) -> list[Path]:
        """Return the folders of facts on which a source is settled."""
        core = [
            path
            for path in sorted(self.folder.iterdir())
            if path.is_dir() and path.name not in NO_FACTS and any(path.rglob("*.ttl"))
        ]
        before = [name for name in self.ids() if _rank(name) < _rank(source)]
        return core + [self.place(name) for name in before if any(self.place(name).glob("*.ttl"))]

    @property
    def judgements(self) -> list[Path]:
        """The tables of judgements on names."""
        return [path for path in [self.folder / "identity" / "same_as.csv"] if path.exists()]


def reader_of(source: str) -> Reader:
    """Return the function that reads a source.

    Raises
    ------
    UnknownNameError
        The source has a manifest but no reader.
    """
    name = f"valuegraph.sources.{source}"
    if not source.isidentifier() or importlib.util.find_spec(name) is None:
        raise UnknownNameError(
            f"nothing reads the source {source!r}",
            where=name,
            mend="install a version of valuegraph that does",
        )
    return cast("Reader", importlib.import_module(name).read)


def _rank(source: str) -> int:
    return ORDER.index(source) if source in ORDER else len(ORDER)
