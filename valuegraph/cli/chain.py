"""The command that shows the links of a chain from foundation to sector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from valuegraph.cli.answers import Answer, Passage, Section
from valuegraph.cli.grid import Grid
from valuegraph.cli.options import Output, Scope
from valuegraph.cli.rendering import present
from valuegraph.cli.writing import tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuegraph.view.chain import ChainAnswer
    from valuegraph.view.chain_links import Link

UNKNOWN = "unknown"
NOBODY = "Foundation unknown: the sources name no model, or nobody who develops it"


def chain(
    scope: Scope,
    output: Output,
    sector: Annotated[
        str | None,
        typer.Option("--sector", metavar="NAME", help="Label, letter, alias or part of a sector."),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="NAME", help="Firm, platform, model or family."),
    ] = None,
    end: Annotated[
        str | None,
        typer.Option("--to", metavar="NAME", help="Implementor, or sector."),
    ] = None,
) -> None:
    """Show who reaches a sector with AI: foundation, relation, implementor, sector.

    One link for each use on record, with its relation kind, terms and sources; what no source
    states is unknown. Links whose firm builds its product itself are own products.

    Rows: link (use, own product), foundation, asset, provider, platform, channel, relation, terms,
    weights_terms, implementor, application, function, part_of_sector, sector, since, until,
    precision, confidence (the lowest of its facts), sources, locators, urls, foundation_iri,
    asset_iri, provider_iri, implementor_iri, sector_iri, facts (use, offering, development,
    releases of the weights).
    """
    from valuegraph.view.chain import Asked
    from valuegraph.view.chain import chain as links_of

    graph = scope.load()
    found = links_of(graph.columns, graph.part, graph.store, Asked(sector, start, end))
    rows = Grid.of(found.rows())
    shown: Sequence[Link] = found.links
    if output.top is not None and len(rows) > output.top:
        tell(f"{output.top} of {len(rows)} links (--top)", quiet=output.quiet)
        rows, shown = rows.head(output.top), shown[: output.top]
    sections: tuple[Section | Passage, ...] = (_summary(found), *_passages(found, shown))
    present(Answer(rows, sections, found.coverage, found.assumptions), graph, output)


def _summary(found: ChainAnswer) -> Section:
    """Return one row for each foundation of the whole chain."""
    rows = [
        {
            "foundation": name,
            "implementors": len({link.named["implementor"] for link in links}),
            "links": len(links),
            "through": ", ".join(sorted({_way(found, link) for link in links})),
        }
        for name, links in _groups(found, found.links).items()
    ]
    return Section(f"Chain {found.title}", Grid.of(rows))


def _way(found: ChainAnswer, link: Link) -> str:
    return found.name(link, "platform" if link.named["platform"] else "provider")


def _groups(found: ChainAnswer, links: Sequence[Link]) -> dict[str, list[Link]]:
    groups: dict[str, list[Link]] = {}
    for link in links:
        groups.setdefault(found.name(link, "foundation"), []).append(link)
    return groups


def _passages(found: ChainAnswer, links: Sequence[Link]) -> Iterator[Passage]:
    for name, group in _groups(found, links).items():
        entries = tuple((_said(found, link), tuple(_below(found, link))) for link in group)
        yield Passage(f"{NOBODY if name == UNKNOWN else name} ({len(group)})", entries)


def _said(found: ChainAnswer, link: Link) -> str:
    """Return a link as one line: what, through whom, to whom, for what, in which sector."""
    through = _way(found, link)
    way = "" if through == found.name(link, "foundation") else f" through {through}"
    part = link.part or found.name(link, "sector")
    if link.kind != "use":
        return f"{found.name(link, 'asset')}, own product of {found.name(link, 'implementor')}"
    if not link.named["foundation"]:
        way = f" of {through}"
    return (
        f"{found.name(link, 'asset')}{way} -> {found.name(link, 'implementor')}: "
        f"{link.function} ({part})"
    )


def _below(found: ChainAnswer, link: Link) -> Iterator[str]:
    from valuegraph.view.periods import period_words

    yield (
        f"channel {found.name(link, 'channel')}; relation {found.name(link, 'relation')}; "
        f"terms {found.name(link, 'terms')}{_licence(found, link)}; "
        f"{period_words(link.start, link.end, link.precision)}"
    )
    first = found.evidence(link)[0]
    yield f"{first.source.title}, {first.locator} (confidence {float(first.confidence):g})"


def _licence(found: ChainAnswer, link: Link) -> str:
    """Return the licence of the weights where it is all that is known of the terms."""
    if link.named["terms"] or not link.named["weights_terms"]:
        return ""
    return f" (weights on record under {found.name(link, 'weights_terms')})"
