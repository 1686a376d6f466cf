"""Browsers that keep connections open and say nothing block nobody."""
from __future__ import annotations

import contextlib
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from mangnon.config import serve


def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"ra"]


def until_closed(server: Any) -> None:
    """Closing its socket under it is how a server in a thread ends."""
    with contextlib.suppress(OSError):
        server.run()


@pytest.fixture
def port() -> Iterator[int]:
    """The program's own server with the program's own settings, on a free port, before a page that is always ready."""
    server = serve.made(answer, host="127.0.0.1", port=0)
    threading.Thread(target=until_closed, args=(server,), daemon=True).start()
    yield int(server.effective_port)
    server.close()


@pytest.mark.parametrize("idle", [60, 250])
def test_idle_connections_do_not_block_a_new_request(port: int, idle: int) -> None:
    """Ten browsers' connections, and more than the web server's usual limit of 100."""
    held = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(idle)]
    try:
        for one in held:
            one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert one.recv(4096).startswith(b"HTTP/1.1 200")
        before = time.monotonic()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
            assert page.read() == b"ra"
        assert time.monotonic() - before < 2
    finally:
        for one in held:
            one.close()


def test_the_limits_fit_windows_select() -> None:
    assert 16 * 6 * 2 < serve.CONNECTIONS < 512 - 64 and serve.THREADS == 8 and serve.IDLE < 120
