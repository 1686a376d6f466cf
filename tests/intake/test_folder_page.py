"""The register sent by the page: what the command does, for an officer who has no command line."""
from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mangnon.core.models import AuditEvent
from mangnon.intake import received
from mangnon.registry.models import Child

CHILDREN = ("child_id,full_name,sex,born_on,born_precision,ethnicity\n"
            "K1,Trần Thị Mẫu Một,female,2020-03-01,day,Kinh\n"
            "K2,Lê Văn Mẫu Hai,male,2020-13-01,day,Kinh\n")


@pytest.fixture(autouse=True)
def nothing_uploaded() -> None:
    """Files that other tests handed in are no business of these."""
    for path in settings.UPLOADS_DIR.glob("*"):
        path.unlink()


@pytest.fixture
def officer(client_of: Callable[[str], Any]) -> Any:
    return client_of("child_officer")


def send(client: Any, *files: tuple[str, bytes]) -> Any:
    return client.post(reverse("intake:folder"), {"tep": [SimpleUploadedFile(n, b) for n, b in files]})


def pack(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in files.items():
            made.writestr(name.replace("__", "/") + ".csv", text)
    return out.getvalue()


def test_good_rows_are_in_and_each_bad_one_is_named(officer: Any) -> None:
    page = send(officer, ("children.csv", CHILDREN.encode()), ("ghi-chu.docx", b"x"))
    text = page.content.decode()
    assert page.status_code == 200 and "Đã ghi 1 thay đổi, để lại 1 dòng" in text
    assert "born_on" in text and ">3<" in text and "ghi-chu.docx" in text
    assert Child.objects.filter(exchange_id="K1").exists() and not Child.objects.filter(exchange_id="K2").exists()
    assert AuditEvent.objects.filter(verb="import", what="children.csv").exists()
    again = send(officer, ("children.csv", CHILDREN.encode())).content.decode()
    assert "Đã ghi 0 thay đổi" in again
    assert list(settings.UPLOADS_DIR.iterdir()) == []


def test_a_zip_is_opened_and_names_in_it_reach_nowhere_else(officer: Any, tmp_path: Path) -> None:
    made = pack(**{"so__children": CHILDREN, "..__..__..__evil": "x", "__etc__children": CHILDREN})
    text = send(officer, ("so.zip", made)).content.decode()
    assert "Đã ghi 1 thay đổi" in text and "evil.csv" in text
    taken, strange = received.lay_out([_Named("a.zip", made)], tmp_path)
    assert set(taken) == {"children.csv"} and strange == ["evil.csv"]
    assert [p.name for p in tmp_path.iterdir()] == ["children.csv"]


class _Named(io.BytesIO):
    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(data)
        self.name = name


@pytest.mark.parametrize(("files", "said"), [
    ((), "Hãy chọn các tệp của sổ"), ((("so.zip", b"not a zip"),), "không mở được"),
    ((("anh.csv", b"a,b"),), "Không tệp nào mang tên của sổ")])
def test_what_cannot_be_read_is_said_and_writes_nothing(officer: Any, files: Any, said: str) -> None:
    before = Child.objects.count()
    page = send(officer, *files)
    assert page.status_code == 422 and said in page.content.decode()
    assert Child.objects.count() == before and not any(settings.UPLOADS_DIR.glob("*"))


def test_a_pack_that_unfolds_without_end_is_stopped(officer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "MOST", 50_000)
    page = send(officer, ("so.zip", pack(children="child\n" + "x\n" * 100_000)))
    assert page.status_code == 422 and "quá lớn" in page.content.decode()
    assert not any(settings.UPLOADS_DIR.glob("*"))


def test_what_is_exported_comes_back_and_sealed_rows_need_a_purpose(officer: Any) -> None:
    url = reverse("publish:export")
    plain = zipfile.ZipFile(io.BytesIO(officer.post(url).content))
    assert "children.csv" in plain.namelist() and "DOC-TRUOC.txt" in plain.namelist()
    groups = plain.read("circumstances.csv").decode()
    assert not any(f",{code}," in groups for code in ("dd", "e", "g", "i", "k", "l", "m"))
    refused = officer.post(url, {"kin": "on"}, follow=True)
    assert refused["Content-Type"].startswith("text/html") and "hãy ghi mục đích" in refused.content.decode()
    whole = zipfile.ZipFile(io.BytesIO(officer.post(url, {"kin": "on", "muc-dich": "bàn giao máy"}).content))
    assert "DOC-TRUOC.txt" not in whole.namelist()
    assert len(whole.read("incidents.csv")) > len(plain.read("incidents.csv"))
    assert AuditEvent.objects.filter(verb="export", what="folder", purpose="bàn giao máy").exists()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name in whole.namelist():
            out.writestr(name, whole.read(name))
    assert "Đã ghi 0 thay đổi, để lại 0 dòng" in send(officer, ("so.zip", packed.getvalue())).content.decode()
