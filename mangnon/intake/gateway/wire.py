"""The way to a provincial gateway: where it is, how long we wait, and what of its words we take. See docs/gateway.md.

Nothing of a request or an answer is ever logged: both are about children.
"""
from __future__ import annotations

import http.client
import json
import time
import tomllib
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

FILE = "gateway.toml"
MOST_BYTES = 10 * 1024 * 1024
CHUNK = 1 << 16
LOCAL = ("localhost", "127.0.0.1", "::1")
GIVE_UP = (400, 401, 403, 404, 405, 409, 410, 413, 415, 422)
"""Answers that another try does not change."""


class Unset(Exception):
    """The settings cannot be used; the sentence says why."""


class Unreached(Exception):
    """No answer of use this time; another try may have one. The sentence says what happened."""


class Refused(Exception):
    """What came back is not taken, and asking again brings the same. The sentence says why."""


@dataclass(frozen=True)
class Gateway:
    """url: without the last slash.  seconds: for one answer, from the first byte sent to the last one read."""

    url: str
    token: str
    seconds: float

    @classmethod
    def of(cls, folder: Path) -> Gateway | None:
        """The gateway of a data folder; None where none is set up. Raises Unset."""
        file = folder / FILE
        if not file.is_file():
            return None
        try:
            said = tomllib.loads(file.read_text(encoding="utf-8"))["gateway"]
            url, seconds = str(said["url"]).rstrip("/"), float(said.get("seconds", 20))
            token = (folder / said["token_file"]).read_text(encoding="utf-8").strip() if "token_file" in said else ""
        except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise Unset("Tệp gateway.toml trong thư mục dữ liệu chưa đúng. Xem tài liệu kết nối.") from error
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
            raise Unset("Địa chỉ cổng của tỉnh phải bắt đầu bằng https://.")
        return cls(url, token, seconds)

    def send(self, code: str, rows: list[dict[str, str]]) -> str:
        """Ask; returns the gateway's own id. Sent twice under one code it is one inquiry. Raises Unreached, Refused."""
        said = self._call("POST", "/inquiries", {"code": code, "rows": rows}, code)
        found = said.get("id")
        if not isinstance(found, str) or not 0 < len(found) <= 200:
            raise Refused("Cổng của tỉnh nhận yêu cầu mà không cho mã theo dõi.")
        return found

    def look(self, remote: str) -> list[dict[str, str]] | None:
        """The answer's rows, None while there is none yet. Raises Unreached, Refused."""
        said = self._call("GET", f"/inquiries/{quote(remote, safe='')}")
        if said.get("state") == "pending":
            return None
        rows = said.get("rows")
        if said.get("state") != "done" or not isinstance(rows, list) or not all(
                isinstance(row, dict) and all(isinstance(value, str) for value in row.values()) for row in rows):
            raise Refused("Trả lời của cổng không đúng mẫu đã thống nhất nên không nhận.")
        return rows

    def _call(self, method: str, path: str, data: Any = None, key: str = "") -> dict[str, Any]:
        headers = {"Accept": "application/json", "Content-Type": "application/json; charset=utf-8"}
        headers |= {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"Idempotency-Key": key} if key else {}
        body = json.dumps(data, ensure_ascii=False).encode() if data is not None else None
        request = urllib.request.Request(self.url + path, body, headers, method=method)  # noqa: S310 - checked in ``of``
        until = time.monotonic() + self.seconds
        try:
            with _opener().open(request, timeout=self.seconds) as answer:
                return _json(_read(answer, until))
        except urllib.error.HTTPError as error:
            with error:
                raise _status(error.code) from None
        except http.client.HTTPException:
            raise Unreached("Cổng của tỉnh trả lời dở dang.") from None
        except OSError as error:
            slow = isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError)
            raise Unreached("Cổng của tỉnh trả lời quá chậm." if slow else "Không nối được tới cổng của tỉnh."
                            ) from None


class _Stay(urllib.request.HTTPRedirectHandler):
    """Nobody sends us elsewhere: the request carries children's names and a token."""

    def redirect_request(self, *said: Any) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))


def _status(code: int) -> Exception:
    if 300 <= code < 400:
        return Refused("Cổng của tỉnh chuyển sang một địa chỉ khác nên không gửi tiếp.")
    if code in (401, 403):
        return Refused("Cổng của tỉnh không nhận mã truy cập của xã. Hãy xin lại mã.")
    if code in GIVE_UP:
        return Refused(f"Cổng của tỉnh không nhận yêu cầu (mã {code}).")
    return Unreached(f"Cổng của tỉnh đang gặp lỗi (mã {code}).")


def _read(answer: Any, until: float) -> bytes:
    """The whole body within the time and the size that are allowed."""
    found = b""
    while part := answer.read1(CHUNK):
        found += part
        if len(found) > MOST_BYTES:
            raise Refused("Trả lời của cổng dài quá mức cho phép nên không nhận.")
        if time.monotonic() > until:
            raise Unreached("Cổng của tỉnh trả lời quá chậm.")
    length = answer.headers.get("Content-Length", "")
    if length.isdigit() and len(found) < int(length):
        raise Unreached("Cổng của tỉnh trả lời dở dang.")
    return found


def _json(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise Refused("Cổng của tỉnh trả lời không phải dữ liệu đã thống nhất (JSON) nên không nhận.")
    return said
