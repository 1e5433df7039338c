"""What keeps the house in order; each message says how to mend the finding."""

from __future__ import annotations

import ast
import functools
import importlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import valuegraph

ROOT = Path(__file__).resolve().parents[1]
MODULE_LINES = {"valuegraph": 300, "tests": 400}
FUNCTION_STATEMENTS = 40
README_LINES = 250
PUBLIC_NAMES = 15
TOP_LEVEL = {
    "LICENSE", "LICENSE-DATA", "README.md", "pyproject.toml",
    "data", "notebooks", "ontology", "tests", "valuegraph",
}  # fmt: skip
EMPTY_WORDS = re.compile(
    r"(?:^|_)(?:utils?|helpers?|common|base|manager|misc)(?:_|$)", re.IGNORECASE
)
OTHER_TESTS = {
    "conformance",
    "benchmarks",
    "browser",
    "notebooks",
    "ontology",
    "data",
    "queries",
    "rules",
    "violations",
}
MACHINE_PATH = re.compile(r"(?<![\w.<])/(?:work|root|home|Users)/\w")
OUTSIDE = re.compile(r"\.\./shared\b")
REGISTRY = re.compile(r"(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com)")
TEXT = {".py", ".md", ".toml", ".ttl", ".rq", ".csv", ".ipynb", ".html", ".js", ".css", ".json", ""}


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Return the files of the project: what git knows or would take, else all but hidden ones."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
        return tuple(path for path in found if path.is_file())
    hidden = [path for path in ROOT.rglob("*") if path.is_file()]
    return tuple(
        path for path in hidden
        if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
    )  # fmt: skip


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def python_files(*under: str) -> list[Path]:
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in under
    ]


def rooms() -> set[str]:
    return {
        path.relative_to(ROOT).parts[1]
        for path in python_files("valuegraph")
        if len(path.relative_to(ROOT).parts) > 2
    }


def report(findings: list[str], mend: str) -> None:
    assert not findings, "\n".join([*findings, f"-> {mend}"])


# --- size --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("folder", "limit"), MODULE_LINES.items())
def test_modules_are_short(folder: str, limit: int) -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in python_files(folder)}
    long = [f"{name_of(path)}: {count} lines" for path, count in lengths.items() if count > limit]
    report(long, f"divide by subject: a module of {folder}/ has at most {limit} lines")


def test_functions_are_short() -> None:
    long = []
    for path in python_files("valuegraph", "tests"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                if node.end_lineno - node.lineno < FUNCTION_STATEMENTS:
                    continue  # the formatter gives each statement a line
                count = sum(isinstance(inner, ast.stmt) for inner in ast.walk(node)) - 1
                if count > FUNCTION_STATEMENTS:
                    long.append(f"{name_of(path)}:{node.lineno} {node.name}: {count} statements")
    report(long, f"take a step out: a function has at most {FUNCTION_STATEMENTS} statements")


def test_readme_is_a_front_door() -> None:
    lines = len((ROOT / "README.md").read_text().splitlines())
    assert lines <= README_LINES, (
        f"README.md has {lines} lines: move detail to the folder it is about"
    )


# --- place and name ----------------------------------------------------------------------------


def test_top_level_is_fixed() -> None:
    found = {path.relative_to(ROOT).parts[0] for path in tracked()}
    strange = sorted(name for name in found - TOP_LEVEL if not name.startswith("."))
    report(strange, f"put it in one of {sorted(TOP_LEVEL)}")


def test_names_say_what_a_thing_is() -> None:
    empty = []
    for path in python_files("valuegraph", "tests"):
        parts = (*path.relative_to(ROOT).parts[:-1], path.stem)
        empty += [name_of(path) for part in parts if EMPTY_WORDS.search(part)]
        empty += [
            f"{name_of(path)}:{node.lineno} class {node.name}"
            for node in ast.walk(parsed(path))
            if isinstance(node, ast.ClassDef)
            and EMPTY_WORDS.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name))
        ]
    report(
        empty, "name it after what it does: utils, helpers, common, base and manager say nothing"
    )


def test_tests_mirror_the_rooms() -> None:
    folders = {
        path.relative_to(ROOT).parts[1]
        for path in python_files("tests")
        if len(path.relative_to(ROOT).parts) > 2
    }
    untested = [f"valuegraph/{room}: no tests/{room}/" for room in sorted(rooms() - folders)]
    strange = [f"tests/{name}/" for name in sorted(folders - rooms() - OTHER_TESTS)]
    report(untested + strange, "give each room a folder of tests with its name")


def test_test_files_are_collected() -> None:
    lost = [
        name_of(path)
        for path in python_files("tests")
        if not path.name.startswith(("test_", "bench_"))
        and path.name != "conftest.py"
        and re.search(r"^def test_", path.read_text(), re.MULTILINE)
    ]
    report(lost, "pytest collects test_*.py only: rename the file")


# --- what must not travel ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "mend"),
    [
        (MACHINE_PATH, "write a path inside the project, or take it from the environment"),
        (OUTSIDE, "the project must stand alone: name the thing, not where it was read"),
    ],
    ids=["machine paths", "paths outside"],
)
def test_no_foreign_paths(pattern: re.Pattern[str], mend: str) -> None:
    report(_places(pattern, tracked()), mend)


def test_no_registry_hosts() -> None:
    files = [
        path for path in tracked() if path.relative_to(ROOT).parts[0] not in {"data", "ontology"}
    ]
    report(_places(REGISTRY, files), "let the installer's own settings name its registry")


def _places(pattern: re.Pattern[str], files: list[Path] | tuple[Path, ...]) -> list[str]:
    return [
        f"{name_of(path)}:{number} {line.strip()[:100]}"
        for path in files
        if path.suffix in TEXT
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


# --- documents ---------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["valuegraph", "ontology", "data"])
def test_changes_are_written_down(folder: str) -> None:
    path = ROOT / folder / "CHANGES.md"
    assert path.is_file(), (
        f"write {folder}/CHANGES.md: library, ontology and data version separately"
    )


def test_version_has_an_entry() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert valuegraph.__version__ == version, "valuegraph.__version__ differs from pyproject.toml"
    changes = (ROOT / "valuegraph" / "CHANGES.md").read_text()
    assert f"## {version}\n" in changes, f"valuegraph/CHANGES.md has no entry '## {version}'"


@pytest.mark.parametrize("folder", ["ontology", "data", "notebooks", "tests"])
def test_folders_have_a_readme(folder: str) -> None:
    assert (ROOT / folder / "README.md").is_file(), (
        f"write {folder}/README.md: what is where, briefly"
    )


def test_ci_runs_the_readme_s_test_command() -> None:
    readme, script = (ROOT / "README.md").read_text(), (ROOT / ".ci" / "run").read_text()
    found = re.search(r"^(python3 -m venv .*-m pytest)$", readme, re.MULTILINE)
    assert found, "the README names no test command"
    absent = [
        part for part in found.group(1).split(" && ") if part not in script.replace(" -q", "")
    ]
    report(absent, "let .ci/run call the README's test command as it stands there")


def test_public_names_are_few_and_documented() -> None:
    names = list(valuegraph.__all__)
    assert len(names) <= PUBLIC_NAMES, f"{len(names)} public names: keep at most {PUBLIC_NAMES}"
    silent = [
        name
        for name in names
        if not name.startswith("__") and not getattr(getattr(valuegraph, name), "__doc__", None)
    ]
    report(silent, "write a docstring: what, parameters with units, returns, raises")


def test_packages_say_what_they_are() -> None:
    silent = [
        name_of(path) for path in python_files("valuegraph") if not ast.get_docstring(parsed(path))
    ]
    report(silent, "open the module with a line that says what it is for")


# --- contracts ---------------------------------------------------------------------------------


def test_rooms_import_downwards_only() -> None:
    pytest.importorskip("importlinter")
    call = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", call], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_imports() -> None:
    for room in sorted(rooms()):
        importlib.import_module(f"valuegraph.{room}")
