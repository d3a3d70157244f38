"""Make ``.venv`` hold this project and what a lock names: ``environment.py requirements.lock``.

uv does the work, and pip does where uv can't be had. Both check every file against its hash in the
lock. Needs nothing but Python's standard library.
"""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
UV_LOCK = "requirements-bootstrap.lock"
PIP = (PYTHON, "-m", "pip", "--disable-pip-version-check")
PIP_INSTALL = (*PIP, "install", "-qq")
PROJECT = ("--no-deps", "--no-build-isolation", "--editable", ROOT)

# pip's setting: uv's variable for the same, and what stands between two values there
UV_VARIABLES = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "timeout": ("UV_HTTP_TIMEOUT", " "),
    "proxy": ("ALL_PROXY", " "),
    "cert": ("SSL_CERT_FILE", " "),
}
PIP_SECTIONS = ("global", "install", ":env:")  # each overrules those before it


def run(*command: object, env: Mapping[str, str] | None = None) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT, env=env)


def works(*command: object) -> bool:
    try:
        return subprocess.run([str(part) for part in command], capture_output=True).returncode == 0
    except OSError:
        return False


def pip_settings() -> str:
    """What ``pip config list`` prints: its files and variables on this machine, one a line."""
    return subprocess.run([*PIP, "config", "list"], capture_output=True, text=True).stdout


def uv_variables(pip_settings: str) -> dict[str, str]:
    """What tells uv to fetch packages from where this machine's pip does.

    Args:
        pip_settings: What ``pip config list`` prints.
    """
    found = {}
    for section in PIP_SECTIONS:
        pattern = rf"^{re.escape(section)}\.([a-z-]+)=(.+)$"
        for name, value in re.findall(pattern, pip_settings, re.MULTILINE):
            if name in UV_VARIABLES:
                variable, separator = UV_VARIABLES[name]
                found[variable] = separator.join(str(ast.literal_eval(value)).split())
    return found


def make_venv() -> None:
    if not works(PYTHON, "-c", "import pip"):
        run(sys.executable, "-m", "venv", "--clear", VENV)


def fill_with_uv(lock: str) -> None:
    environment = {
        # The hash decides which file is right, so it may come from any of the indexes, as with pip.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_SYSTEM_CERTS": "true",
        **uv_variables(pip_settings()),
        **os.environ,
        "VIRTUAL_ENV": str(VENV),
    }
    run(*PIP_INSTALL, "--only-binary=:all:", "--require-hashes", "-r", UV_LOCK)
    run(UV, "pip", "sync", "--quiet", "--require-hashes", lock, env=environment)
    run(UV, "pip", "install", "--quiet", "--offline", *PROJECT, env=environment)


def fill_with_pip(lock: str) -> None:
    run(*PIP_INSTALL, "--require-hashes", "-r", lock)
    run(*PIP_INSTALL, *PROJECT)


def main(lock: str) -> None:
    print(f"Setting up .venv from {lock} ...", flush=True)
    make_venv()
    try:
        fill_with_uv(lock)
    except (OSError, subprocess.CalledProcessError):
        print("uv could not do this; pip does it instead.", flush=True)
        fill_with_pip(lock)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except subprocess.CalledProcessError as error:
        sys.exit(f"Set-up failed at: {' '.join(error.cmd)}")
