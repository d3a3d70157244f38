"""The browser that the tests drive: finds Chromium, or installs it from Debian's packages."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PACKAGES = ("chromium", "fonts-liberation")
ADVICE = (
    "No Chromium was found, so the browser tests cannot run. Install it (on Debian: "
    "apt-get install chromium), or set CHROMIUM to the path of its program."
)


def find() -> str | None:
    """The path of the program that ``CHROMIUM`` names, else of the first one on this machine."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def can_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> None:
    """Install Chromium; what goes wrong stands in apt's own words."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install_command = ("install", "--yes", "--no-install-recommends", *PACKAGES)
    for command in (("update",), install_command):
        subprocess.run(
            ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            check=False,
        )


if __name__ == "__main__":
    if find() is None and can_install():
        print("Installing Chromium for the browser tests ...", flush=True)
        install()
    if find() is None:
        print(ADVICE)
