"""The map as a PyVis network that renders our own page instead of PyVis's template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from valuegraph.errors import GraphError
from valuegraph.view.groups import arrange
from valuegraph.view.layout import lay_out
from valuegraph.view.packing import in_columns
from valuegraph.view.page import fill_page
from valuegraph.view.payload import (
    Sources,
    group_entries,
    node_entries,
    page_entries,
    statement_entry,
)
from valuegraph.view.writing import write_text

if TYPE_CHECKING:
    from valuegraph.view.model import MapData


class MapNetwork(Network):
    """A directed PyVis network with preset positions, no physics and a page without network use.

    Parameters
    ----------
    data : MapData
        What to draw. Nodes and groups become PyVis nodes, statements become PyVis edges.
    """

    def __init__(self, data: MapData) -> None:
        super().__init__(directed=True, heading=data.title, cdn_resources="in_line")
        self.toggle_physics(status=False)
        levels = arrange(data)
        numbers = {node.id: index for index, node in enumerate(data.nodes)}
        links = [(numbers[item.source], numbers[item.target]) for item in data.statements]
        layout = lay_out(levels, links)
        self._page = page_entries(data, levels, layout)
        kinds = {style["id"]: index for index, style in enumerate(self._page["kinds"])}
        for entry in (*node_entries(data, levels, layout), *group_entries(data, levels, layout)):
            self.add_node(entry.pop("id"), shape="box", **entry)
        sources = Sources()
        for item in data.statements:
            entry = statement_entry(item, numbers, kinds, sources)
            self.add_edge(entry.pop("from"), entry.pop("to"), **entry)
        self._page["sources"] = sources.table()

    def add_node(
        self, n_id: int, label: str | None = None, shape: str = "box", **options: object
    ) -> None:
        """Add a box; unlike the inherited method it does not search a list each time.

        Parameters
        ----------
        n_id : int
        label : str, optional
            The id when it is missing.
        shape : str
        **options
            Kept with the node and written into the page.
        """
        if n_id in self.node_map:
            return
        node = Node(n_id, shape, label=str(n_id) if label is None else label, **options)
        self.nodes.append(node.options)
        self.node_ids.append(n_id)
        self.node_map[n_id] = node.options

    def add_edge(self, source: int, to: int, **options: object) -> None:
        """Add a statement; parallel statements stay apart.

        Parameters
        ----------
        source, to : int
            Supplying and depending box.
        **options
            Kept with the edge and written into the page.

        Raises
        ------
        GraphError
            If one of the two boxes is unknown.
        """
        for end in (source, to):
            if end not in self.node_map:
                raise GraphError(
                    f"the map has no box {end!r}",
                    why="a line needs a box at both ends",
                    mend="add the box with add_node first",
                )
        self.edges.append(Edge(source, to, directed=True, **options).options)

    def generate_html(
        self,
        name: str = "index.html",  # noqa: ARG002 -- PyVis's signature
        local: bool = True,  # noqa: ARG002, FBT001, FBT002
        notebook: bool = False,  # noqa: ARG002, FBT001, FBT002
    ) -> str:
        """Return the whole page as one text.

        Parameters
        ----------
        name, local, notebook
            Accepted because PyVis passes them; the page is the same in every case.

        Returns
        -------
        str
        """
        boxes = [{k: v for k, v in node.items() if k != "shape"} for node in self.nodes]
        return fill_page({**self._page, "boxes": boxes, **in_columns(self.edges)})

    def write_html(
        self,
        name: str,
        local: bool = True,  # noqa: ARG002, FBT001, FBT002 -- PyVis's signature
        notebook: bool = False,  # noqa: ARG002, FBT001, FBT002
        open_browser: bool = False,  # noqa: ARG002, FBT001, FBT002
    ) -> None:
        """Write the page as UTF-8, at once or not at all, without a folder beside it.

        Parameters
        ----------
        name : str
            Path of the file.
        local, notebook, open_browser
            Accepted because PyVis passes them; no browser is opened.
        """
        write_text(Path(name), self.generate_html())
