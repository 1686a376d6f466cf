"""The audit chain names the first row that somebody touched."""
from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from mangnon.core import audit
from mangnon.core.models import AuditEvent


@pytest.fixture
def chain(db: None, django_capture_on_commit_callbacks: Any) -> int:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for n in range(5):
            audit.record("test", "read", "registry.Child", n, purpose=f"lý do {n}")
    return AuditEvent.objects.count()


def test_an_untouched_chain_is_whole(chain: int) -> None:
    assert audit.verify() == {"rows": chain, "ok": True, "first_bad": None}


@pytest.mark.parametrize("field", ["actor", "verb", "purpose", "digest", "record_id"])
def test_an_altered_row_is_named(chain: int, field: str) -> None:
    AuditEvent.objects.filter(seq=chain - 2).update(**{field: "khác"})
    assert audit.verify() == {"rows": chain, "ok": False, "first_bad": chain - 2}


def test_a_removed_row_is_named(chain: int) -> None:
    AuditEvent.objects.filter(seq=chain - 3).delete()
    assert audit.verify()["first_bad"] == chain - 3


def test_a_cut_tail_is_seen_from_the_head_kept_outside(chain: int) -> None:
    audit.head_path().write_text(json.dumps({"seq": chain, "mac": AuditEvent.objects.get(seq=chain).mac}))
    AuditEvent.objects.filter(seq__gt=chain - 2).delete()
    assert audit.verify() == {"rows": chain - 2, "ok": False, "first_bad": chain - 1}


@pytest.fixture(autouse=True)
def no_head(db: None) -> Any:
    """Each test begins without a head of another test's chain."""
    audit.head_path().unlink(missing_ok=True)
    yield
    audit.head_path().unlink(missing_ok=True)
