"""What people see: front page, things, questions, editor, map, scenarios, and the data's own card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuegraph.serve.pages import (
    assets,
    dumps,
    editor,
    entity,
    gallery,
    home,
    maps,
    scenario,
    void,
)

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from valuegraph.serve.site import Site

PAGES = (home, entity, gallery, scenario, maps, editor, void, dumps)


def routes(site: Site) -> list[BaseRoute]:
    """Return the routes of all pages over one graph."""
    return [*assets.ROUTES, *(route for page in PAGES for route in page.routes(site))]
