"""What is measured within a process that has the register open; the clock stands at the register's day."""
from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

TIMES = 7


def _peak() -> float:
    """Peak memory of this process in megabytes; 0 where the system does not say.

    The process's own status first: what getrusage says begins at what the parent held.
    """
    with suppress(OSError, AttributeError):
        found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
        return int(found.group(1)) / 1024 if found else 0.0
    with suppress(ImportError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return 0.0


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def scores() -> dict[str, Any]:
    from .growth import rates

    ours, theirs = rates()
    return {"ours": ours, "theirs": theirs, "peak_mb": _peak()}


def matching(folder: str) -> dict[str, Any]:
    from mangnon.intake.match_file import read
    from mangnon.intake.matching import Matcher

    register, rows = read(Path(folder) / "so.csv"), read(Path(folder) / "ds.csv")
    return {"seconds": _seconds(lambda: Matcher(register).answers(rows)), "peak_mb": _peak()}


def splink(folder: str) -> dict[str, Any]:
    from . import peers

    return {**peers.splink(Path(folder)), "peak_mb": _peak()}


def recordlinkage(folder: str) -> dict[str, Any]:
    from . import peers

    return {**peers.recordlinkage(Path(folder)), "peak_mb": _peak()}


def indicators() -> dict[str, Any]:
    """All measures of a year for every unit and sex, facts written; from the rooms' rows on.

    The first time counts like the others: nothing is warmed up before it.
    """
    from mangnon.core import clock
    from mangnon.indicators import facts, live
    from mangnon.indicators.models import Counted

    day, print_ = clock.today(), facts.fingerprint()
    projections, counts = [], []
    for _ in range(TIMES):
        Counted.objects.all().delete()
        projections.append(_seconds(live.rebuild))
        counts.append(_seconds(lambda: facts.count_year(day.year, day, print_)))
    Counted.objects.all().delete()
    years = _seconds(live.rebuild) + _seconds(lambda: facts.ensure(day))
    sums = [a + b for a, b in zip(projections, counts, strict=True)]
    return {"scratch": statistics.median(sums), "projection": statistics.median(projections),
            "count": statistics.median(counts), "years": years, "peak_mb": _peak()}


def edit() -> dict[str, Any]:
    """Saving one measurement of a small child: all of it, and from the outbox to projection and facts current."""
    from mangnon.core import clock, outbox, records
    from mangnon.health.models import Measurement
    from mangnon.indicators import facts
    from mangnon.registry.models import Child

    def save(child: Child, weight: str) -> None:
        records.create(Measurement, by="bench", child=child, measured_on=clock.today(), weight_kg=weight,
                       height_cm="92.0", position="standing")

    facts.ensure(clock.today())
    follow, real = [], outbox.process_quietly
    outbox.process_quietly = lambda: follow.append(_seconds(real))
    small = Child.objects.resident_on(clock.today()).filter(born_on__year=2023)[:25]
    whole = [_seconds(partial(save, child, f"{11 + n / 10:.1f}")) for n, child in enumerate(small)]
    return {"follow_ms": statistics.median(follow) * 1000, "whole_ms": statistics.median(whole) * 1000,
            "worst_ms": max(follow) * 1000, "peak_mb": _peak()}


def million(folder: str) -> dict[str, Any]:
    """The same among the children of a province's folder, put straight into the tables; the folder's file
    ``out.csv`` says what another engine counted there."""
    from mangnon.core import clock
    from mangnon.indicators import facts, live

    from . import filling, told

    rows, day = filling.fill(Path(folder)), clock.today()
    scratch = _seconds(live.rebuild) + _seconds(lambda: facts.ensure(day))
    ours, theirs = told.of_facts(day.year, day), told.of_file(Path(folder) / "out.csv")
    return {**edit(), "rows": rows, "scratch": scratch, "figures": len(theirs), "differ": len(ours ^ theirs)}


def pages() -> dict[str, Any]:
    """Server time of pages, signed in as the officer; the first call of each is not counted."""
    from django.test import Client

    from mangnon.indicators.vocabulary import definitions

    client = Client(SERVER_NAME="localhost")
    client.force_login(_officer(), backend="allauth.account.auth_backends.AuthenticationBackend")
    taken = {name: _median(client, address) for name, address in _addresses().items()}
    return {"pages": taken, "measures": {code: _median(client, f"/chi-tieu/{code}/") for code in definitions()},
            "peak_mb": _peak()}


def _officer() -> Any:
    from mangnon.accounts.models import Assignment, User
    from mangnon.core import clock, records
    from mangnon.core.models import Owner

    # An invented commune, as its own page says; outside it the officer would be asked for a second factor first.
    Owner.objects.update(demo=True)
    user = User.objects.create_user("bench", None, display_name="Bench")
    records.create(Assignment, by="bench", user=user, role="child_officer", from_on=clock.today())
    return user


def _addresses() -> dict[str, str]:
    """Every kind of page an officer opens in a day; lists at their longest."""
    from mangnon.core import clock
    from mangnon.delivery.models import Activity
    from mangnon.registry.models import Child

    small, big = (Child.objects.resident_on(clock.today()).filter(born_on__year=year).in_name_order()[0].pk
                  for year in (2023, 2014))
    activity = Activity.objects.order_by("held_on", "pk").last()
    return {
        "board": "/tong-quan/", "board of a past year": "/tong-quan/?nam=2022",
        "measure 23, everyone counted": "/chi-tieu/23/?danh-sach=counted",
        "measure 8a, everyone else": "/chi-tieu/8a/?danh-sach=missing",
        "my work": "/viec-cua-toi/", "many at once": "/bao-ve/nhieu/thien-tai/", "households": "/tre-em/ho/",
        "list of all children": "/tre-em/", "its last page": "/tre-em/?trang=999", "search": "/tre-em/?q=duc",
        "child": f"/tre-em/{small}/", "child's growth": f"/suc-khoe/{small}/tang-truong/",
        "child's doses": f"/suc-khoe/{small}/tiem-chung/", "child's school": f"/truong-hoc/{big}/hoc/",
        "child's support": f"/bao-ve/{big}/tro-giup/", "child's activities": f"/tham-gia/{big}/tham-gia/",
        "weighing a thôn": "/suc-khoe/can-do-nhieu/", "a class's outcomes": "/truong-hoc/ket-qua-lop/",
        "activities": "/hoat-dong/", "attendance": f"/hoat-dong/{activity.pk if activity else ''}/diem-danh/",
        "plan": "/ke-hoach/", "declared figures": "/ke-hoach/khai/", "places": "/tre-em/dia-ban/",
        "readings": "/cach-hieu/", "reports": "/bao-cao/", "account": "/tai-khoan/"}


def _median(client: Any, address: str) -> float:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        response = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")
    return statistics.median(times[1:])
