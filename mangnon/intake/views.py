"""The register folder, sent by the page: the same import as the command's, with the same sentences."""
from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission

from .actions import Outcome, import_folder
from .files import FolderError
from .received import TooMuch, forget, lay_out

SHOWN = 200
"""Refused rows that a page lists; the rest is counted."""


@requires(Permission.IMPORT_FOLDER)
@require_http_methods(["GET", "POST"])
def folder(request: HttpRequest) -> HttpResponse:
    """Send the files of a register; good rows are in, every bad one is named with its line and what is wrong."""
    outcome, strange, wrong = _import(request) if request.method == "POST" else (None, [], "")
    return render(request, "intake/folder.html", {
        "wrong": wrong, "strange": strange, "outcome": outcome,
        "files": _by_file(outcome) if outcome else [],
        "refused": outcome.reading.refused[:SHOWN] if outcome else [],
        "more": max(0, len(outcome.reading.refused) - SHOWN) if outcome else 0}, status=422 if wrong else 200)


def _import(request: HttpRequest) -> tuple[Outcome | None, list[str], str]:
    """(what was done, names nobody knows, what is wrong with the whole)."""
    sent = request.FILES.getlist("tep")
    if not sent:
        return None, [], _("Hãy chọn các tệp của sổ, hoặc một tệp .zip chứa chúng.")
    settings.UPLOADS_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(dir=settings.UPLOADS_DIR))
    strange: list[str] = []
    try:
        taken, strange = lay_out(sent, room)
        if not taken:
            return None, strange, _("Không tệp nào mang tên của sổ (units.csv, children.csv, measurements.csv…).")
        return import_folder(room, by=request.user), strange, ""
    except zipfile.BadZipFile:
        return None, strange, _("Tệp .zip này không mở được. Hãy nén lại, hoặc chọn thẳng các tệp bên trong.")
    except TooMuch:
        return None, strange, _("Các tệp quá lớn cho sổ của một xã. Hãy kiểm tra lại có chọn nhầm tệp không.")
    except FolderError as error:
        return None, strange, str(error)
    finally:
        forget(room)


def _by_file(outcome: Outcome) -> list[tuple[str, int, int, int]]:
    """(file, rows read, changed, refused)."""
    refused: dict[str, int] = {}
    for refusal in outcome.reading.refused:
        refused[refusal.file] = refused.get(refusal.file, 0) + 1
    return [(file, read, outcome.changed_by_file.get(file, 0), refused.get(file, 0))
            for file, read in outcome.reading.read.items()]
