"""The page inside a notebook: a sandboxed frame that carries its own content."""

from __future__ import annotations

from html import escape

MIN_HEIGHT = 200
# No allow-same-origin: the page can reach neither the notebook's session nor its storage.
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"


def iframe_html(html: str, height: int = 640) -> str:
    """Return a frame for `_repr_html_` that shows the page without a file beside it.

    Parameters
    ----------
    html : str
        A whole page.
    height : int
        Height of the frame in pixels.

    Returns
    -------
    str
    """
    return (
        f'<iframe title="valuegraph map" sandbox="{SANDBOX}" width="100%" '
        f'height="{max(MIN_HEIGHT, int(height))}" loading="lazy" '
        f'style="border:1px solid #ccc" srcdoc="{escape(html, quote=True)}"></iframe>'
    )
