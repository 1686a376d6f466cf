"""Take the pictures of ``docs/pictures`` anew: the pages of a fresh demonstration, wide and at phone width.

``python -m tests.pictures`` after ``python start.py test`` has installed what tests need. All children are invented.
"""
from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.run import browser

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
PASSWORD = "mangnon2030"
ADDRESSES = {
    "canbo": {"tong-quan": "/tong-quan/", "chi-tieu-5a": "/chi-tieu/5a/", "can-do": "/suc-khoe/can-do-nhieu/",
              "ket-qua-lop": "/truong-hoc/ket-qua-lop/", "ke-hoach": "/ke-hoach/", "tre-em": "/tre-em/?q=duc",
              "ghi-nhieu": "/tre-em/ghi-nhieu/", "nhap-danh-sach": "/nhap/danh-sach/",
              "chat-luong": "/nhap/chat-luong/", "doi-chieu-dan-cu": "/nhap/doi-chieu-dan-cu/",
              "doi-chieu": "/nhap/doi-chieu/", "phuc-tra": "/nhap/phuc-tra/",
              "kiem-tra": "/tre-em/dia-ban/kiem-tra/2026/"},
    "chutich": {"chu-tich": "/tong-quan/"},
    "ctv3": {"viec-cua-toi": "/viec-cua-toi/"},
}
WIDTHS = {"1280": (1280, 900), "390": (390, 844)}
TALLEST = 3200
"""Pixels of a page that a picture shows at most; the phone's long lists say no more further down."""


@contextmanager
def program() -> Iterator[str]:
    """A program with a fresh demonstration, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        running = subprocess.Popen([sys.executable, "-m", "mangnon", "start", "--data", folder, "--demo", "--port",
                                    str(port), "--no-browser"], env={**os.environ, "CI": "1"})
        try:
            _wait(f"http://localhost:{port}/")
            yield f"http://localhost:{port}"
        finally:
            running.terminate()
            running.wait()


def _wait(address: str) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(address).close()  # noqa: S310 - our own program on this machine
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("The program did not start.")


def take(page: Any, name: str) -> None:
    """One page at both widths."""
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True,
                        clip={"x": 0, "y": 0, "width": across, "height": height})
    page.set_viewport_size({"width": 1280, "height": 900})


def on_paper(page: Any, name: str) -> None:
    """The page as it prints, one PNG of its first sheet; left out where nothing can draw a PDF."""
    sheet = page.pdf(prefer_css_page_size=True)
    if shutil.which("pdftoppm"):
        subprocess.run(["pdftoppm", "-png", "-r", "100", "-singlefile", "-", str(FOLDER / name)], input=sheet,
                       check=True)


def signed_in(driver: Any, address: str, user: str) -> Any:
    page = driver.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN").new_page()
    page.goto(address)
    page.fill("#id_login", user)
    page.fill("#id_password", PASSWORD)
    page.click("form:has(#id_password) button.btn")
    page.wait_for_load_state("networkidle")
    return page


def main() -> None:
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with program() as address, sync_playwright() as playwright:
        driver = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
        door = driver.new_page()
        door.goto(address)
        take(door, "dang-nhap")
        for user, pages in ADDRESSES.items():
            page = signed_in(driver, address, user)
            for name, path in pages.items():
                page.goto(address + path)
                page.wait_for_load_state("networkidle")
                take(page, name)
            if user == "chutich":
                on_paper(page, "chu-tich-a4")
            if user == "canbo":
                _child_and_report(page, address)
        driver.close()


def _child_and_report(page: Any, address: str) -> None:
    page.goto(f"{address}/tre-em/?tuoi=3")
    page.click("tbody th a")
    page.wait_for_load_state("networkidle")
    take(page, "tre")
    page.goto(f"{address}/hoat-dong/")
    page.goto(address + page.get_attribute("tbody th a", "href") + "diem-danh/")
    page.wait_for_load_state("networkidle")
    take(page, "diem-danh")
    page.goto(f"{address}/bao-cao/")
    page.click("main form button.btn")
    page.wait_for_load_state("networkidle")
    take(page, "bao-cao")


if __name__ == "__main__":
    main()
