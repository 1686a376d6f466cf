"""Run the whole suite: on SQLite, then on PostgreSQL; a browser where the machine has or can get one."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> str:
    """The path of a Chromium, installed by the system's package manager where that is allowed."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), "")
    may_install = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if not found and may_install:
        print("Cài Chromium để thử các trang…", file=sys.stderr)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
                 "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium",
                        "fonts-liberation"], **quiet)
        found = next(filter(None, map(shutil.which, CHROMIUM)), "")
    if not found:
        print("KHÔNG CÓ TRÌNH DUYỆT: các bài thử trang trong Chromium bị bỏ qua. "
              "(NO BROWSER: browser tests are left out.)", file=sys.stderr)
    return found


def suite(arguments: list[str], **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, env={**os.environ, **environment}).returncode


def main() -> int:
    arguments = sys.argv[1:]
    chromium = browser()
    # As the program looks for it; the program itself is no part of this file's few imports.
    if not (shutil.which("java", path=os.path.join(os.environ["JAVA_HOME"], "bin")) if os.environ.get("JAVA_HOME")
            else shutil.which("java")):
        print("KHÔNG CÓ JAVA: các bài thử đếm bằng Spark bị bỏ qua; cài Java 17 để chạy chúng. "
              "(NO JAVA: the tests of counting with Spark are left out.)", file=sys.stderr)
    # Whoever is through takes over what another has still before it: the longest tests come last by name.
    workers = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"] if not arguments else []
    print("== SQLite", file=sys.stderr)
    status = suite([*workers, *arguments], MANGNON_CHROMIUM=chromium)
    if status:
        return status
    from tests.postgres import server

    with server() as url:
        print("== PostgreSQL", file=sys.stderr)
        return suite([*workers, "-m", "not browser", *arguments], MANGNON_DATABASE=url, MANGNON_CHROMIUM="")


if __name__ == "__main__":
    sys.exit(main())
