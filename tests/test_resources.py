"""Where things are: in a checkout, in a wheel, on each platform."""

from __future__ import annotations

from pathlib import Path

import pytest

from valuegraph import resources
from valuegraph.errors import FileProblem

ROOT = Path(__file__).resolve().parents[1]


def test_checkout() -> None:
    assert resources.ontology_dir() == ROOT / "ontology"
    assert resources.data_dir() == ROOT / "data"
    assert (resources.ontology_dir() / "classes.ttl").is_file()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pretend that the package lies in an empty folder."""
    folder = tmp_path / "site-packages" / "valuegraph"
    folder.mkdir(parents=True)
    monkeypatch.setattr(resources, "PACKAGE", folder)
    return folder


def test_wheel_comes_before_checkout(package: Path) -> None:
    for folder in (package / "_data", package.parent / "data"):
        folder.mkdir()
    assert resources.data_dir() == package / "_data"


def test_stranger_beside_the_package_is_not_taken_when_installed(package: Path) -> None:
    (package / "_ontology").mkdir()
    (package.parent / "ontology").mkdir()
    assert resources.ontology_dir() == package / "_ontology"


def test_incomplete_installation(package: Path) -> None:
    with pytest.raises(FileProblem, match=r"data folder is missing[\s\S]*install valuegraph again"):
        resources.data_dir()
    assert str(package)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("# Changes\n\n## 0.2.0\n\n- x\n\n## 0.1.0\n", "0.2.0"),
        ("## v1.0.0-rc1 (soon)\n", "1.0.0-rc1"),
        ("nothing yet\n", "unreleased"),
        (None, "unreleased"),
    ],
)
def test_dataset_version(package: Path, text: str | None, version: str) -> None:
    (package / "_data").mkdir()
    if text is not None:
        (package / "_data" / "CHANGES.md").write_text(text)
    assert resources.dataset_version() == version


def test_cache_is_where_the_user_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VALUEGRAPH_CACHE_DIR", str(tmp_path / "mine"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert resources.cache_dir() == tmp_path / "mine"
    monkeypatch.setenv("VALUEGRAPH_CACHE_DIR", "")
    assert resources.cache_dir() == tmp_path / "xdg" / "valuegraph"
    assert not (tmp_path / "xdg").exists()


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("linux", ".cache/valuegraph"),
        ("darwin", "Library/Caches/valuegraph"),
        ("win32", "AppData/Local/valuegraph"),
    ],
)
def test_cache_of_each_platform(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, expected: str
) -> None:
    monkeypatch.delenv("VALUEGRAPH_CACHE_DIR", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative/is/ignored")
    monkeypatch.setattr(resources, "_home", lambda: tmp_path)
    monkeypatch.setattr("sys.platform", platform)
    assert resources.cache_dir() == tmp_path / expected


def test_cache_on_windows_follows_its_variable(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert resources._platform_cache("win32") == tmp_path


def test_nobody_s_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert resources._platform_cache("linux").is_absolute()
