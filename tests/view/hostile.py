"""Map data in which every text tries to become markup or script."""

from __future__ import annotations

from datetime import date

from valuegraph.view import MapChokepoint, MapData, MapEvidence, MapNode, MapStatement

SCRIPT = '</script><script>window.owned=1</script><img src=x onerror="window.owned=1">'
QUOTES = "\"'><svg/onload=window.owned=1> {{ 7*7 }} ${7*7} <!-- \u2028\u2029 \ud800 ]]>"
URLS = (
    "javascript:window.owned=1",
    "JaVaScRiPt:window.owned=1",
    " javascript:window.owned=1",
    "java\nscript:window.owned=1",
    "data:text/html,<script>window.owned=1</script>",
    "vbscript:window.owned=1",
    "file:///etc/passwd",
    "//example.org/x",
    "http://",
    'https://example.org/"onmouseover="window.owned=1',
)


def hostile_map() -> MapData:
    nodes = (
        MapNode(
            SCRIPT, SCRIPT, 0, SCRIPT, SCRIPT, SCRIPT, SCRIPT, SCRIPT, chokepoint=True, note=SCRIPT
        ),
        MapNode(QUOTES, QUOTES, 1, QUOTES, QUOTES, QUOTES, QUOTES, QUOTES, note=QUOTES),
        MapNode("__proto__", "constructor", 1, "", "", "", "toString", None),
        MapNode("javascript:window.owned=1", "href", 2, "", "", "", None, None),
    )
    ends = [(0, 1), (1, 2), (0, 3), (2, 3)]
    statements = tuple(
        MapStatement(
            id=(SCRIPT, QUOTES)[index % 2],
            source=nodes[a].id,
            target=nodes[b].id,
            kind=(SCRIPT, QUOTES, "api", "__proto__")[index],
            role=SCRIPT,
            label=QUOTES,
            valid_from=date(2020, 1, 1),
            valid_to=None,
            precision="day",
            confidence=0.5,
            disputed=True,
            terms=QUOTES,
            evidence=tuple(
                MapEvidence(SCRIPT, QUOTES, url, SCRIPT, 0.5, "disputes", None) for url in URLS
            ),
        )
        for index, (a, b) in enumerate(ends)
    )
    chokepoints = tuple(
        MapChokepoint(SCRIPT, (SCRIPT,), view, 0.9, 0.8, 0.5, 0.1, QUOTES, (SCRIPT, QUOTES))
        for view in ("renewal", "continuity")
    )
    return MapData(
        SCRIPT,
        date(2026, 1, 1),
        SCRIPT,
        QUOTES,
        (SCRIPT,),
        (QUOTES,),
        (SCRIPT, QUOTES, "Third"),
        nodes,
        statements,
        chokepoints,
    )
