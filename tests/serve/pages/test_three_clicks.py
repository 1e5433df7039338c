"""What a stranger finds within three clicks from the front page, by words and links alone."""

import re

import pytest

PAGE = {"Accept": "text/html"}


class Stranger:
    """Somebody with the front page before them; every click is counted."""

    def __init__(self, client, reading):
        self.client, self.reading = client, reading
        self.clicks = 0
        self._show("/")

    def _show(self, path):
        found = self.client.get(path, headers=PAGE, follow_redirects=True)
        assert found.status_code == 200, path
        self.at = str(found.url)
        self.page = self.reading(found)

    def look_for(self, name):
        """Type a name into the search and press Find."""
        self.clicks += 1
        action, fields = self.page.forms[-1]
        assert (action, fields) == ("/search", ["q"])
        self._show(f"/search?q={name}")

    def click(self, words, within=""):
        self.clicks += 1
        self._show(self.page.link(words, within=within))


@pytest.fixture
def stranger(shipped, reading):
    return Stranger(shipped, reading)


def test_who_makes_the_chips_that_a_lab_trains_on(stranger):
    stranger.look_for("Anthropic")
    assert re.search(
        r"Of 14 kinds of chip on record, TSMC makes 12; who makes the other 2 is",
        stranger.page.text,
    )
    assert (
        "NVIDIA H100 SXM5 80GB TSMC NVIDIA stands there: Amazon Web Services" in stranger.page.text
    )
    stranger.click("TSMC")
    assert stranger.at.endswith("/entity/org-tsmc")
    assert stranger.clicks <= 3


def test_a_lab_whose_runs_are_told_shows_the_chips_of_its_models(stranger):
    stranger.look_for("Meta")
    assert "NVIDIA H100 SXM5 80GB TSMC NVIDIA trained on it: Llama 3.1 405B" in stranger.page.text
    assert stranger.clicks <= 3


def test_what_stops_if_that_foundry_stops_and_why(stranger):
    stranger.look_for("TSMC")
    assert "60.1 %" in stranger.page.text
    stranger.click("What stops without it, and why")
    text = stranger.page.text
    assert (
        "If TSMC stops, 60.1 % of the service of 347 implementor-sector pairs is lost at once"
        in text
    )
    assert "In the continuity view nothing of it is lost." in text
    assert "TSMC withdraws, and with it its leading-edge fabrication" in text
    assert "The proof stands when it is checked without the engine." in text
    assert stranger.clicks <= 3


def test_which_sectors_reach_an_open_model_and_on_what_terms(stranger):
    stranger.look_for("Llama 3")
    text = stranger.page.text
    assert (
        "Human health and social work activities 1 implementor · terms: Meta Llama 3 Community License Agreement"
        in text
    )
    stranger.click("Meta Llama 3 Community License Agreement", within="/entity/lic-")
    assert "forbids improving other models" in stranger.page.text
    assert stranger.clicks <= 3


def test_where_a_fact_comes_from(stranger):
    stranger.look_for("ASML")
    words, path = next(
        (words, path) for words, path in stranger.page.links if words.startswith("ASML supplies")
    )
    stranger.click(words, within=path)
    assert "Where it comes from" in stranger.page.text
    sources = [
        tags for name, tags in stranger.page.tags if name == "a" and "out" in tags.get("class", "")
    ]
    assert sources
    assert all(each["href"].startswith("http") for each in sources)
    assert stranger.clicks <= 3


def test_the_front_page_leads_to_each_of_these_answers_by_itself(shipped, reading):
    page = reading(shipped.get("/", headers=PAGE))
    asked = [(words, path) for words, path in page.links if words.endswith("?")]
    assert len(asked) == 4
    for words, path in asked:
        found = shipped.get(path, headers=PAGE)
        assert found.status_code == 200, words
        fragment = path.partition("#")[2]
        if fragment:
            ids = {tags.get("id") for _, tags in reading(found).tags}
            assert fragment in ids, path
