"""Fills the page template: squeezed data, scripts and styles with their hashes."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from valuegraph.errors import FileProblem
from valuegraph.view.packing import squeezed

if TYPE_CHECKING:
    from collections.abc import Mapping

# In the order in which they run: each file says at its top what it needs from those before.
SCRIPTS = (
    "elements.js",
    "data.js",
    "state.js",
    "filters.js",
    "scene.js",
    "reach.js",
    "paint.js",
    "canvas.js",
    "facts.js",
    "governance.js",
    "panel.js",
    "chokepoints.js",
    "layers.js",
    "legend.js",
    "search.js",
    "rows.js",
    "table.js",
    "matrix.js",
    "drawing.js",
    "files.js",
    "graphml.js",
    "actions.js",
    "keys.js",
    "paper.js",
    "start.js",
    "unpack.js",
)
STYLES = ("page.css", "parts.css")
BUNDLE = ("templates", "lib", "vis-9.1.2", "vis-network.min.js")
BUNDLE_SHA256 = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"
SOURCE_MAP = "//# sourceMappingURL="


@dataclass(frozen=True, slots=True)
class Inlined:
    """A script or style as it stands in the page, with its content security hash."""

    text: str
    hash: str


def as_json(value: object) -> str:
    """Return JSON that has a UTF-8 form, whatever the texts in it.

    Parameters
    ----------
    value : object
        Anything that the json module can write.

    Returns
    -------
    str
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A lone surrogate is legal in a Python text but has no UTF-8 form.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def inlined(text: str) -> Inlined:
    """Return a script or style with the hash that a browser computes for it.

    Parameters
    ----------
    text : str

    Returns
    -------
    Inlined

    Raises
    ------
    FileProblem
        If the text holds a tag that would end its element early.
    """
    lowered = text.lower()
    if "</script" in lowered or "</style" in lowered or "<!--" in lowered:
        raise FileProblem(
            "a script or style of the page would end its own element",
            where=text[:60],
            mend="write the closing tag in two parts",
        )
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return Inlined(text, f"sha256-{base64.b64encode(digest).decode('ascii')}")


@cache
def vis_network() -> Inlined:
    """Return the vis-network bundle from the installed PyVis package.

    Returns
    -------
    Inlined

    Raises
    ------
    FileProblem
        If PyVis brings another bundle than the one this page was tested with.
    """
    content = files("pyvis").joinpath(*BUNDLE).read_bytes()
    if hashlib.sha256(content).hexdigest() != BUNDLE_SHA256:
        raise FileProblem(
            "the installed PyVis package brings an unknown vis-network bundle",
            where="/".join(BUNDLE),
            why="the page runs this script and was tested with vis-network 9.1.2 only",
            mend="pip install 'pyvis>=0.3.2,<0.4'",
        )
    text = content.decode("utf-8").replace("\r\n", "\n")
    # The map of the bundle is not shipped; developer tools would ask for it.
    return inlined(text.partition(SOURCE_MAP)[0])


@cache
def _own(name: str) -> str:
    content = files("valuegraph.view").joinpath("page", name).read_bytes()
    return content.decode("utf-8").replace("\r\n", "\n")


def fill_page(entries: Mapping[str, Any]) -> str:
    """Return the page as one text that needs no other file.

    Parameters
    ----------
    entries : mapping
        What `valuegraph.view.payload` makes of the map data.

    Returns
    -------
    str
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    scripts = [vis_network(), *(inlined(_own(name)) for name in SCRIPTS)]
    style = inlined("\n".join(_own(name) for name in STYLES))
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(_own("page.html")).render(
        title=entries["title"],
        policy="; ".join(
            (
                "default-src 'none'",
                "script-src " + " ".join(f"'{script.hash}'" for script in scripts),
                f"style-src '{style.hash}'",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
        # Our own files and the bundle: the only texts that are not escaped.
        style=Markup(style.text),  # noqa: S704
        scripts=[Markup(script.text) for script in scripts],  # noqa: S704
        data=squeezed(as_json(entries)),
    )
