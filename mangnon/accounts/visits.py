"""Where a person is signed in: kept in the session itself, so it goes when the session goes."""
from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.models import Session
from django.db.utils import OperationalError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from mangnon.core import clock

log = logging.getLogger(__name__)
IDLE = dt.timedelta(minutes=60)
LONGEST = dt.timedelta(hours=12)
EVERY = dt.timedelta(minutes=1)
"""The last click is noted at most this often: a page must not write for its own sake."""

BROWSERS = (("Edg", "Edge"), ("coc_coc", "Cốc Cốc"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
            ("Safari", "Safari"))
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
           ("Linux", "Linux"))


@dataclass(frozen=True)
class Visit:
    """One place where a person is signed in. mark: names it in a form without telling its secret key."""

    mark: str
    machine: str
    address: str
    since: dt.datetime | None
    seen: dt.datetime | None
    here: bool


def machine_words(agent: str) -> str:
    """"Firefox, Windows" from what a browser says of itself."""
    words = [next((word for sign, word in table if sign in agent), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, words)) or _("máy không rõ loại")


def begin(request: HttpRequest) -> None:
    """Note where and when a person signed in."""
    now = clock.now().isoformat()
    request.session["visit"] = {
        "machine": machine_words(request.META.get("HTTP_USER_AGENT", "")),
        "address": request.META.get("REMOTE_ADDR", ""), "since": now, "seen": now}


def is_over(request: HttpRequest) -> bool:
    """Whether the visit has been idle, or has lasted, for too long; else the click is noted."""
    if "visit" not in request.session:
        begin(request)
    visit, now = request.session["visit"], clock.now()
    since, seen = _time(visit, "since"), _time(visit, "seen")
    if seen is None or since is None or now - seen > IDLE or now - since > LONGEST:
        return True
    if now - seen > EVERY:
        request.session["visit"] = {**visit, "seen": now.isoformat()}
        _keep(request)
    return False


def _keep(request: HttpRequest) -> None:
    """Write the last click now; a database that is busy must not keep a page that needs no writing from opening."""
    try:
        request.session.save()
    except OperationalError:
        log.warning("database busy, last click not noted")
    request.session.modified = False


def visits_of(user: Any, here: str | None) -> list[Visit]:
    """Where a person is signed in, this place first, then the latest."""
    found = [_visit(session, session.session_key == here) for session in _sessions(user)]
    return sorted(found, key=lambda v: (not v.here, -(v.seen.timestamp() if v.seen else 0)))


def close(user: Any, *, keep: str | None, mark: str = "") -> int:
    """Sign a person out at one place, or everywhere but here. Returns at how many."""
    gone = [s for s in _sessions(user) if s.session_key != keep and (not mark or _mark(s.session_key) == mark)]
    for session in gone:
        session.delete()
    return len(gone)


def _sessions(user: Any) -> Iterator[Session]:
    for session in Session.objects.filter(expire_date__gt=clock.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            yield session


def _visit(session: Session, here: bool) -> Visit:
    visit = session.get_decoded().get("visit", {})
    return Visit(_mark(session.session_key), visit.get("machine") or _("máy không rõ loại"), visit.get("address", ""),
                 _time(visit, "since"), _time(visit, "seen"), here)


def _mark(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _time(visit: dict[str, str], name: str) -> dt.datetime | None:
    return dt.datetime.fromisoformat(visit[name]) if visit.get(name) else None
