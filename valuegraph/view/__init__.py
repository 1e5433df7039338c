"""Results as an HTML map, figures and tables; the only room that says pyvis or matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.view.model import MapChokepoint, MapData, MapEvidence, MapNode, MapStatement
from valuegraph.view.notebook import iframe_html

if TYPE_CHECKING:
    from os import PathLike

__all__ = [
    "MapChokepoint",
    "MapData",
    "MapEvidence",
    "MapNode",
    "MapStatement",
    "iframe_html",
    "render",
    "write_map",
]


def render(data: MapData) -> str:
    """Return the map as one HTML page that works offline.

    Parameters
    ----------
    data : MapData

    Returns
    -------
    str
    """
    from valuegraph.view.network import MapNetwork

    return MapNetwork(data).generate_html()


def write_map(data: MapData, path: str | PathLike[str]) -> None:
    """Write the map to a file, as UTF-8, at once or not at all.

    Parameters
    ----------
    data : MapData
    path : str or os.PathLike

    Raises
    ------
    FileProblem
        If the file cannot be written.
    """
    from valuegraph.view.network import MapNetwork

    MapNetwork(data).write_html(str(path))
