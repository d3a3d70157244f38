"""What set-up promises: hashed locks that name no host, and commands that are what they say."""

import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import chromium, environment

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bootstrap.lock")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PROMISED = {
    "run",
    "start",
    "test",
    "setup",
    "reset-demo",
    "lint",
    "types",
    "bench",
    "lock",
    "clean",
}
# With or without a prompt, variables and a folder before it, and remarks behind it.
COMMAND = re.compile(r"^(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?((?:make|tracker) [^#]+)")


def requirements(lock: str) -> dict[str, list[str]]:
    """Each pinned requirement of ``lock`` with its hashes."""
    text = (ROOT / lock).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    return {line.split()[0]: re.findall(r"--hash=sha256:[0-9a-f]{64}", line) for line in lines}


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``command`` in the project, as nobody's child: make tells its children how to behave."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    kept.pop("MFLAGS", None)
    return subprocess.run(command, cwd=ROOT, env=kept | variables, capture_output=True, text=True)


def code_in(document: Path) -> list[str]:
    """The lines of the code blocks of ``document``, and what stands between backticks."""
    blocks = re.compile(r"^```.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
    text = document.read_text()
    lines = [line for block in blocks.findall(text) for line in block.splitlines()]
    return lines + re.findall(r"`([^`\n]+)`", blocks.sub("", text))


def written_commands(program: str) -> set[str]:
    """Every ``make ...`` or ``tracker ...`` that a document tells its reader to type."""
    code = [line for path in DOCUMENTS if path.exists() for line in code_in(path)]
    commands = {found[1].strip() for found in map(COMMAND.match, code) if found}
    return {command for command in commands if command.startswith(f"{program} ")}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_hashed(lock):
    assert requirements(lock)
    for requirement, hashes in requirements(lock).items():
        assert "==" in requirement
        assert hashes, requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_host(lock):
    assert not re.search(r"://|--index|--find-links|\.org|\.com", (ROOT / lock).read_text())


def test_what_runs_is_what_was_tested():
    assert (
        requirements("requirements.lock").items() <= requirements("requirements-dev.lock").items()
    )


def test_everything_declared_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    declared = project["project"]["dependencies"] + groups["build"] + groups["dev"]
    locked = {requirement.split("==")[0] for requirement in requirements("requirements-dev.lock")}
    assert {re.match(r"[\w-]+", name)[0].lower() for name in declared} <= locked


def test_make_lists_every_command():
    listed = re.findall(r"^make ([a-z-]+) +\S", run("make").stdout, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1].split()
    assert set(listed) == set(phony) - {"browser"}
    assert set(listed) >= PROMISED


def test_every_make_command_in_the_documents_exists():
    commands = written_commands("make")
    assert {"make run", "make test"} <= commands
    for command in commands:
        result = run("make", "--dry-run", *shlex.split(command)[1:])
        assert result.returncode == 0, f"{command}: {result.stderr}"


def test_every_tracker_command_in_the_documents_exists():
    commands = written_commands("tracker")
    assert {"tracker remind", "tracker upgrade"} <= commands
    for command in commands:
        words = shlex.split(command)[1:]
        names = itertools.takewhile(re.compile(r"[a-z][a-z-]*").fullmatch, words)
        result = run(sys.executable, "-m", "tracker.cli", *names, "--help", COLUMNS="200")
        assert result.returncode == 0, f"{command}: {result.stderr}"
        for option in re.findall(r"--[a-z-]+", command):
            assert option in result.stdout, f"{command}: no {option}"


def test_a_machine_without_python_is_told_what_to_install(tmp_path):
    result = run(shutil.which("sh"), "tools/find-python.sh", PATH=str(tmp_path))
    assert result.returncode == 1
    assert "No Python 3.11 or newer" in result.stderr


def test_uv_fetches_from_where_pip_does():
    pip_settings = (
        "global.extra-index-url='http://127.0.0.1/one http://127.0.0.1/two'\n"
        "global.index-url='http://127.0.0.1/file'\n"
        ":env:.index-url='http://127.0.0.1/environment'\n"
        ":env:.find-links='/a\\n/b'\n"
        "freeze.timeout='10'\n"
    )
    assert environment.uv_variables(pip_settings) == {
        "UV_DEFAULT_INDEX": "http://127.0.0.1/environment",
        "UV_INDEX": "http://127.0.0.1/one http://127.0.0.1/two",
        "UV_FIND_LINKS": "/a,/b",
    }


def test_pip_says_where_it_fetches_from(monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1/environment")
    found = environment.uv_variables(environment.pip_settings())
    assert found["UV_DEFAULT_INDEX"] == "http://127.0.0.1/environment"


def test_the_browser_is_the_one_that_is_named(monkeypatch):
    monkeypatch.setenv("CHROMIUM", sys.executable)
    assert chromium.find() == sys.executable


def test_without_a_browser_none_is_found(monkeypatch, tmp_path):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.find() is None


@pytest.mark.parametrize(("ci", "outcome"), [("true", "1 failed"), ("", "1 skipped")])
def test_ci_takes_a_skipped_test_for_a_failed_one(tmp_path, ci, outcome):
    skipping = tmp_path / "test_skipping.py"
    skipping.write_text("import pytest\n\ndef test_it():\n    pytest.skip('no server here')\n")
    command = ("-m", "pytest", "-p", "tests.conftest", "-c", "pyproject.toml", str(skipping))
    result = run(sys.executable, *command, CI=ci)
    assert outcome in result.stdout
    assert "no server here" in result.stdout
