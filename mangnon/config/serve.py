"""Serve the pages and run the background work: one process, no other program to set up."""
from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from typing import Any

from mangnon.config.cli import prepare

log = logging.getLogger("mangnon.worker")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
THREADS = 8
"""Pages made at once: sixteen people seldom press in the same second, and SQLite writes one after the other anyway."""
CONNECTIONS = 400
"""Connections open at once. A browser keeps six of a server's open between pages, so the usual limit of 100 is full
with sixteen browsers, and then nobody is answered until one closes. Windows' select takes 512 sockets at most, the
listening one, the waking one and the database's files among them: hence below it with room to spare."""
IDLE, SWEEP = 30, 10
"""Seconds after which a connection on which nothing moves is closed, and how often they are looked at. A browser
opens a new one unnoticed; the usual two minutes keep those of who has left."""
AGAIN = 10.0
"""Seconds after which a worker that fell is started anew."""


def serve(*, host: str, port: int, demo: bool, browser: bool, say: Callable[[str], None]) -> None:
    """Prepare what is missing, then answer until stopped. Raises NotReady with a sentence."""
    _free(host, port)
    is_demo = prepare_folder(demo=demo, say=say)
    if is_demo and host not in LOOPBACK:
        raise prepare.NotReady("Dữ liệu minh họa chỉ mở trên máy này (127.0.0.1). Hãy bỏ --host.")
    from mangnon.config.wsgi import application

    server = made(application, host="127.0.0.1" if host == "localhost" else host, port=port)
    threading.Thread(target=keep_a_worker, name="worker", daemon=True).start()
    url = f"http://localhost:{port}/"
    say(f"Măng Non đang chạy ở {url}  (dừng: Ctrl+C)")
    if browser and not os.environ.get("CI"):
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
    server.run()


def made(application: Any, *, host: str, port: int) -> Any:
    """The web server, listening, for about sixteen people at once; run() answers."""
    from waitress.server import create_server

    return create_server(application, host=host, port=port, threads=THREADS, connection_limit=CONNECTIONS,
                         channel_timeout=IDLE, cleanup_interval=SWEEP, ident="mangnon",
                         url_scheme="https" if os.environ.get("MANGNON_HTTPS") == "1" else "http")


def _free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1" if host in LOOPBACK else host, port))
        except OSError:
            raise prepare.NotReady(f"Cổng {port} đang bận: có thể Măng Non đã mở rồi. Hãy vào "
                                   f"http://localhost:{port}/ hoặc chọn cổng khác: --port {port + 1}.") from None


def prepare_folder(*, demo: bool, say: Callable[[str], None]) -> bool:
    """Make the data folder ready; an empty one gets the demonstration commune. Returns whether it is the demo."""
    with prepare.made(progress=say) as fresh:
        from mangnon.core.models import Owner

        if fresh or _half_made():
            from mangnon.config.demo.making import make_demo

            make_demo(progress=say)
    owner = Owner.current()
    if demo and not owner.demo:
        raise prepare.NotReady("Thư mục này có dữ liệu thật nên không mở kiểu minh họa được. "
                               "Hãy bỏ --demo, hoặc chọn thư mục khác bằng --data.")
    return owner.demo


def _half_made() -> bool:
    """Whether an earlier making of the folder was cut off before anything was there."""
    from mangnon.accounts.models import User
    from mangnon.places.models import Unit
    from mangnon.plan.models import Plan
    from mangnon.registry.models import Child

    return not any(model.objects.exists() for model in (Unit, User, Plan, Child))


def keep_a_worker() -> None:
    """Keep the background work going as a process of its own, so that it never takes a page's time.

    It ends with this process: its standard input closes, however this one ends.
    """
    command = [sys.executable, "-m", "mangnon", "worker"]
    while True:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as worker:
            worker.wait()
        log.warning("worker ended, starting another")
        time.sleep(AGAIN)
