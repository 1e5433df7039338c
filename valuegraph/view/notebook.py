"""The map inside a notebook: live in a sandboxed frame, and a picture where scripts are stripped."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from valuegraph.errors import UsageError
from valuegraph.view.map_words import TOLD, summary, told
from valuegraph.view.table_html import table_html
from valuegraph.view.writing import write_text

if TYPE_CHECKING:
    from os import PathLike
    from typing import Unpack

    from valuegraph.view.drawing import Graph, Wishes
    from valuegraph.view.model import MapData

MIN_HEIGHT = 200
HEIGHT = 640
OVER = "position:absolute;inset:0;height:100%;box-sizing:border-box;background:#fff"
# No allow-same-origin: the page can reach neither the notebook's session nor its storage.
SANDBOX = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"


def iframe_html(html: str, height: int = HEIGHT, style: str = "") -> str:
    """Return a frame for `_repr_html_` that shows the page without a file beside it.

    Parameters
    ----------
    html : str
        A whole page.
    height : int
        Height of the frame in pixels.
    style : str
        Further style of the frame.

    Returns
    -------
    str
    """
    return (
        f'<iframe title="valuegraph map" sandbox="{SANDBOX}" width="100%" '
        f'height="{max(MIN_HEIGHT, int(height))}" loading="lazy" '
        f'style="border:1px solid #ccc{style and ";" + style}" '
        f'srcdoc="{escape(html, quote=True)}"></iframe>'
    )


@dataclass(frozen=True)
class Picture:
    """A still picture of a map, with the same in words for whoever cannot see it.

    Parameters
    ----------
    data : MapData
    """

    data: MapData = field(repr=False)

    @cached_property
    def png(self) -> bytes:
        """The picture as PNG.

        Raises
        ------
        UsageError
            matplotlib is not installed.
        """
        from valuegraph.view.map_figure import map_picture

        return map_picture(self.data)

    @cached_property
    def html(self) -> str:
        """The picture as an element of a page; without matplotlib, why there is none."""
        try:
            code = b64encode(self.png).decode("ascii")
        except UsageError as missing:
            return f"<p>No picture: {escape(str(missing))}</p>"
        words = escape(f"Map: {self.data.title}. {summary(self.data)}.", quote=True)
        return f'<img alt="{words}" width="100%" src="data:image/png;base64,{code}">'

    @property
    def words(self) -> str:
        """What the map says of its chokepoints, and what is known and not, as HTML."""
        lines = [summary(self.data), *self.data.coverage_lines, *self.data.assumptions]
        rows = [dict(zip(TOLD, told(item), strict=True)) for item in self.data.chokepoints]
        return table_html(rows, TOLD, notes=lines) if rows else table_html((), (), notes=lines)

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the picture to a file and return its path."""
        where = Path(path)
        where.write_bytes(self.png)
        return where

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, str | bytes]:
        """Return the picture for whatever shows it; the words stand under it."""
        del include, exclude  # a front end that wants less takes less
        return {"text/plain": summary(self.data), "text/html": self.html + self.words} | (
            {} if "<img" not in self.html else {"image/png": self.png}
        )


@dataclass(frozen=True)
class MapPage:
    """A map as the last line of a cell shows it: the live page, over its picture.

    A page that strips frames and scripts leaves the picture and the words under it; one that
    shows no HTML at all (an untrusted notebook) takes the picture by itself.

    Parameters
    ----------
    data : MapData
        What the map shows.
    height : int
        Height of the live page in pixels.
    """

    data: MapData = field(repr=False)
    height: int = HEIGHT

    @cached_property
    def html(self) -> str:
        """The whole page: one text that needs no network."""
        from valuegraph.view.network import MapNetwork

        return MapNetwork(self.data).generate_html()

    @cached_property
    def picture(self) -> Picture:
        """The map without what moves."""
        return Picture(self.data)

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the page to a file, as UTF-8, at once or not at all, and return its path."""
        write_text(Path(path), self.html)
        return Path(path)

    def __str__(self) -> str:
        """Return title and extent."""
        return f"{self.data.title}: {summary(self.data)}"

    def _repr_html_(self) -> str:
        frame = iframe_html(self.html, self.height, OVER)
        room = f"position:relative;min-height:{max(MIN_HEIGHT, int(self.height))}px;overflow:hidden"
        return f'<div style="{room}">{self.picture.html}{frame}</div>{self.picture.words}'

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, str | bytes]:
        """Return the live page, the picture and a line of text."""
        still = self.picture._repr_mimebundle_(include, exclude)
        return {**still, "text/plain": str(self), "text/html": self._repr_html_()}


def map_page(kg: Graph, **wishes: Unpack[Wishes]) -> MapPage:
    """Return the map of a graph as a cell shows it.

    Parameters
    ----------
    kg : Graph
        What `valuegraph.load` returns.
    **wishes
        What the map is asked for; see `valuegraph.view.drawing.Wishes`.

    Returns
    -------
    MapPage
    """
    from valuegraph.view.drawing import map_of

    return MapPage(map_of(kg, wishes))
