"""What is measured within a process that has the register open."""
from __future__ import annotations

import resource
import statistics
import time
from typing import Any


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def indicators() -> dict[str, Any]:
    """All measures of a year for every unit and sex, facts written."""
    from mangnon.core import clock
    from mangnon.indicators import facts

    print_ = facts.fingerprint()
    times = []
    for _ in range(5):
        began = time.perf_counter()
        facts.count_year(2026, clock.today(), print_)
        times.append(time.perf_counter() - began)
    return {"seconds": statistics.median(times), "peak_mb": _peak()}


def edit() -> dict[str, Any]:
    """Saving one measurement: from the outbox to projection and facts current."""
    from mangnon.core import clock, outbox, records
    from mangnon.health.models import Measurement
    from mangnon.indicators import facts
    from mangnon.registry.models import Child

    facts.ensure(clock.today())
    times = []
    real, outbox.process_quietly = outbox.process_quietly, lambda: None
    for n, child in enumerate(Child.objects.resident_on(clock.today()).filter(born_on__year=2023)[:25]):
        records.create(Measurement, by="bench", child=child, measured_on=clock.today(), weight_kg=f"{11 + n / 10:.1f}",
                       height_cm="92.0", position="standing")
        began = time.perf_counter()
        outbox.process()
        times.append((time.perf_counter() - began) * 1000)
    outbox.process_quietly = real
    return {"median_ms": statistics.median(times)}


def pages() -> dict[str, float]:
    """Server time of pages, signed in as the officer; the first call of each is not counted."""
    from django.conf import settings
    from django.test import Client

    from mangnon.accounts.models import Assignment, User
    from mangnon.core import clock, records
    from mangnon.core.models import Owner
    from mangnon.registry.models import Child

    settings.ALLOWED_HOSTS = ["testserver"]
    Owner.objects.update(demo=True)
    user = User.objects.create_user("bench", None, display_name="Bench")
    records.create(Assignment, by="bench", user=user, role="child_officer", from_on=clock.today())
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    child = Child.objects.resident_on(clock.today()).filter(born_on__year=2023).first()
    addresses = {"board": "/tong-quan/", "measure 5a": "/chi-tieu/5a/", "measure 22": "/chi-tieu/22/",
                 "children": "/tre-em/", "search": "/tre-em/?q=duc", "child": f"/tre-em/{child.pk if child else ''}/",
                 "weighing": "/suc-khoe/can-do-nhieu/", "plan": "/ke-hoach/"}
    return {name: _median(client, address) for name, address in addresses.items()}


def _median(client: Any, address: str) -> float:
    times = []
    for _ in range(6):
        began = time.perf_counter()
        response = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")
    return statistics.median(times[1:])
