"""The people and things of the walk: one of each role; a child of one's own, another's, and one who has gone."""
from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from django.test import Client

from mangnon.accounts.models import Assignment, Delegation, User
from mangnon.accounts.setup import issue_link
from mangnon.core import records, sequence
from mangnon.core.models import Owner
from mangnon.delivery.models import Activity
from mangnon.education.models import Enrolment
from mangnon.health.models import Assessment, Counselling, Dose, DoseDelay, EcdiSheet, Measurement
from mangnon.indicators.own import actions as own_actions
from mangnon.indicators.own.definition import copy_of
from mangnon.indicators.readings import readings
from mangnon.intake import list_actions
from mangnon.intake.gateway.asking import inquire
from mangnon.intake.gateway.by_file import ByFile
from mangnon.intake.models import CorrectionLetter, CorrectionRequest
from mangnon.intake.resurvey.drawing import draw
from mangnon.participation.survey_actions import open_survey
from mangnon.places.models import Facility, Succession, Unit
from mangnon.plan.models import DaysOff, Declared, Evidence, Milestone, Plan
from mangnon.protection.cases import actions as cases
from mangnon.protection.cases.models import Case
from mangnon.protection.disaster_actions import strike
from mangnon.protection.hearing import actions as hearing
from mangnon.protection.models import (
    AtRisk,
    CareFamily,
    Circumstance,
    Claim,
    Disability,
    Hazard,
    Incident,
    JusticeDate,
    JusticeMatter,
    PackageGiven,
    PackageSession,
    Placement,
    Provider,
    Service,
    Support,
)
from mangnon.protection.referrals import actions as referrals
from mangnon.protection.transfers import actions as transfers
from mangnon.publish import actions as reports
from mangnon.publish.models import Report
from mangnon.registry import merging
from mangnon.registry.models import (
    Attachment,
    Carer,
    Child,
    ChildTask,
    Contact,
    Household,
    HouseholdMember,
    HouseholdStatus,
    InsuranceCard,
    MissedVisit,
    Registration,
    Residence,
    WorkSheet,
)
from mangnon.web import uploads
from tests.conftest import TODAY

PEOPLE = {
    "ad": "administrator", "co": "child_officer", "ch": "chairman", "vc": "vice_chairman", "kt": "vice_chairman",
    "vh": "village_head", "ct": "collaborator", "te": "teacher", "hw": "health_worker", "ju": "justice",
    "po": "police", "fi": "finance", "de": "department", "bm": "board_member", "cl": "clerk", "in": "inspector",
    "hi": "higher_level"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LONG_AGO = dt.date(2026, 1, 5)


def user_of(who: str) -> User:
    return User.objects.filter(assignments__role=PEOPLE[who]).exclude(username="nguoikhac").get()


def client_of(who: str) -> Client:
    """A browser signed in as one of the people; "" = nobody."""
    client = Client()
    if who == "kt":
        records.create(Delegation, by="test", deputy=user_of("kt"), from_on=TODAY, to_on=TODAY + dt.timedelta(days=9))
    if who:
        client.force_login(user_of(who), backend=BACKEND)
    return client


@dataclass(frozen=True)
class World:
    """children: by object (own, other, former).  rows: (slug, object) to a row of that child."""

    children: dict[str, Child]
    rows: dict[tuple[str, str], Any]
    things: dict[tuple[str, str], dict[str, Any]]
    """(door, object) to what stands in the door's address."""


def make_world() -> World:
    """Three children with names that stand nowhere else, each with one row of every kind."""
    third, fifth = Unit.objects.get(name="Thôn 3"), Unit.objects.get(name="Thôn 5")
    primary = Facility.objects.get(pk=Assignment.objects.get(role="teacher").facility_id)
    another = Facility.objects.schools().exclude(pk=primary.pk).order_by("name")[0]
    children = {"own": _child("Tựu Hoẵng Khuyên", third), "other": _child("Vưu Ngoạn Diễm", fifth),
                "former": _child("Xoang Nghĩnh Quỳnh", third, until=dt.date(2026, 6, 1))}
    records.create(Residence, by="test", child=children["former"], unit=fifth, from_on=dt.date(2026, 6, 1))
    rows: dict[tuple[str, str], Any] = {}
    for name, child in children.items():
        for slug, row in _rows(child, third if name == "own" else fifth).items():
            rows[slug, name] = row
        school = another if name == "other" else primary
        rows["nam-hoc", name] = _enrol(child, school, name == "former")
    rows["nam-hoc", "own-elsewhere"] = _enrol(children["own"], another, True, year="2025-2026")
    return World(children, rows, _things(children, third, primary, rows) | _incidents(rows, list(children)))


def _child(name: str, unit: Unit, until: dt.date | None = None) -> Child:
    child = records.create(Child, by="test", full_name=name, sex="female", born_on=dt.date(2016, 3, 2),
                           personal_id=f"0{abs(hash(name)) % 10**11:011d}", mother_name=f"Mẹ {name}")
    records.create(Residence, by="test", child=child, unit=unit, from_on=child.born_on, to_on=until)
    return child


def _rows(child: Child, unit: Unit) -> dict[str, Any]:
    household = records.create(Household, by="test", unit=unit, head_name=f"Hộ {child}")
    make = {
        "nguoi-cham-soc": (Carer, {"full_name": f"Bà {child}", "relation": "grandparent"}),
        "gap-go": (Contact, {"met_on": LONG_AGO}),
        "chua-gap": (MissedVisit, {"tried_on": LONG_AGO, "why": "away"}),
        "the-bao-hiem": (InsuranceCard, {"from_on": LONG_AGO}),
        "cu-tru": (Registration, {"kind": "temporary", "from_on": LONG_AGO}),
        "ho": (HouseholdMember, {"household": household, "from_on": LONG_AGO}),
        "can-do": (Measurement, {"measured_on": LONG_AGO, "weight_kg": 20, "height_cm": 110, "position": "standing"}),
        "mui-tiem": (Dose, {"vaccine": "BCG", "given_on": dt.date(2016, 4, 2)}),
        "chua-tiem": (DoseDelay, {"noted_on": LONG_AGO, "why": "stock"}),
        "tu-van": (Counselling, {"held_on": LONG_AGO, "topic": "bua-an", "note": "Thêm bữa phụ."}),
        "danh-gia": (Assessment, {"assessed_on": LONG_AGO, "instrument": "kindergarten", "score": 1}),
        "ecdi": (EcdiSheet, {"asked_on": LONG_AGO, "answers": "c" * 18 + "51", "version": dt.date(2020, 1, 1)}),
        "khuyet-tat": (Disability, {"severity": "mild", "from_on": LONG_AGO}),
        "tro-giup": (Support, {"kind": "cash", "from_on": LONG_AGO}),
        "dich-vu": (Service, {"field": "health", "received_on": LONG_AGO}),
        "goi-ho-tro": (PackageGiven, {"package": "tham-nha", "receiver": "mother", "given_on": LONG_AGO}),
        "nguy-co": (AtRisk, {"sign": "nghỉ học nhiều", "from_on": LONG_AGO}),
        "hoan-canh": (Circumstance, {"group": "i", "from_on": LONG_AGO}),
        "vu-viec": (Incident, {"kind": "abuse", "detected_on": LONG_AGO}),
        "to-tung": (JusticeMatter, {"role": "victim", "from_on": LONG_AGO})}
    found = {slug: records.create(model, by="test", child=child, **values) for slug, (model, values) in make.items()}
    return {**found, "noi-o": child.residences.first()}


def _incidents(rows: dict[tuple[str, str], Any], names: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """The pages of each child's incident, circumstance and matter before the law."""
    found = {}
    for name in names:
        matter = rows["to-tung", name]
        day = records.create(JusticeDate, by="test", matter=matter, on=LONG_AGO, what="questions", held=True)
        for row, doors in ((rows["vu-viec", name], ("incident", "incident-form", "incident-decide", "incident-join",
                                                    "incident-history")),
                           (rows["hoan-canh", name], ("circumstance-detail",)),
                           (matter, ("justice", "justice-history", "justice-date-new")),
                           (day, ("justice-date", "justice-date-remove"))):
            found |= {(f"protection:{door}", name): {"pk": row.pk} for door in doors}
    return found


def _enrol(child: Child, school: Facility, gone: bool, year: str = "2026-2027") -> Enrolment:
    first = int(year[:4])
    left = dt.date(first, 9, 20) if gone else None
    row = records.create(Enrolment, by="test", child=child, facility=school, school_year=year, grade="5",
                         entered_on=dt.date(first, 9, 5), left_on=left)
    Attachment.objects.create(commune_id=row.commune_id, seq=row.seq, child=child, facility=school,
                              from_on=row.entered_on, to_on=left, source=row.pk)
    return row


def _lists() -> dict[str, Any]:
    """A list that was only looked at, one that was written, and one that was taken back."""
    content = "STT;Họ và tên;Ngày sinh;Giới tính;Thôn\n1;Trịnh Văn Thử;3/2/2020;Nam;Thôn 3\n".encode()
    seen, written, undone = (list_actions.receive(content, "ds.csv", "population", by="test") for _ in range(3))
    list_actions.apply(undone, by="test")
    list_actions.undo(undone, by="test")
    list_actions.apply(written, by="test")
    return {"seen": seen.pk, "written": written.pk, "undone": undone.pk}


def _letter() -> Any:
    """A letter to a source that has something to correct."""
    return CorrectionLetter.objects.create(
        commune_id=Owner.current().id, seq=sequence.take(), source="population~", receiver="Công an xã", day=LONG_AGO,
        label="Danh sách hộ, nhân khẩu", sources=["register", "population~"], by="test", items=[{
            "key": "x", "what": "missing", "name": "Trẻ Thử", "born": "2020", "sex": "", "mother": "", "village": "",
            "rows": [], "text": "Có ở: Sổ trẻ em của xã; không có ở đây."}]).pk


def _request(child: Child) -> Any:
    """A question to the collaborators of the child's thôn."""
    return CorrectionRequest.objects.create(
        commune_id=Owner.current().id, seq=sequence.take(), child=child, unit=child.residences.get().unit,
        rule="sau-mat", words="cân đo sau ngày mất", asked_by="test").pk


def _task(child: Child) -> Any:
    """Work that the collaborators of the child's thôn were given."""
    return records.create(ChildTask, by="test", child=child, measure="14", part="missing", role="collaborator",
                          due_on=TODAY, given_on=LONG_AGO, given_by="test").pk


def _sheet(child: Child, number: int) -> Any:
    """A thôn's sheet with one child on it."""
    return records.create(WorkSheet, by="test", unit=child.residences.get().unit, number=number, made_on=LONG_AGO,
                          made_by="test", rows=[{"code": "01", "child": str(child.pk), "what": "step",
                                                 "ref": "birth_registration"}]).pk


def _own(code: str, source: str) -> str:
    """A measure of the commune's own, copied from a line as it is."""
    return own_actions.save(None, by="test", on=LONG_AGO, code=code, label=f"Sao dòng {source}", noun="trẻ", unit="%",
                            operator=">=", goals={}, based_on=source, text=copy_of(source)).code


def _merged() -> Any:
    """Two records of an invented child that were made one."""
    twice = [records.create(Child, by="test", full_name="Trịnh Văn Gộp", sex="male", born_on=LONG_AGO)
             for _ in range(2)]
    return merging.merge(*twice, take={}, by="test").pk


def _cases(children: dict[str, Child]) -> dict[tuple[str, str], dict[str, Any]]:
    """Three cases: one of the officer's with the police beside her and its words open; one of hers alone; one that she
    is barred from, because the child is of her family."""
    officer, found = user_of("co"), {}
    cases.name_kin(officer, children["former"], by="test")
    for name, child in children.items():
        case = cases.file_report(by=user_of("de"), channel="phone", danger=True, child=child,
                                 told={"what": f"Lời kể về {child}"}, suspect={"words": f"Người hại {child}"}).case
        owner = user_of("ch") if name == "former" else officer
        step = cases.do(case, "assess", by=owner, values={"harm_body_note": f"Dấu vết trên người {child}"})
        found |= {(f"protection:{door}", name): {"code": case.code} for door in (
            "case", "case-open", "case-people", "case-child", "case-log", "case-row",
            "case-join")}
        found |= {("protection:case-act", name): {"code": case.code, "slug": "trinh-khan-cap"},
                  ("protection:case-step", name): {"code": case.code, "pk": step.pk},
                  ("protection:case-paper", name): {"code": case.code, "pk": step.pk, "ending": "docx"}}
        if name == "own":
            cases.assign(case, user_of("po"), "helper", by=officer)
            cases.open_story(case, by=officer, reason="đánh giá")
            cases.do(case, "verify", by=officer, outcome="confirmed")
            cases.record_row(case, by=officer, kind="abuse")
            found |= _referrals(case) | _transfers(case, children)
        if name == "other":
            found["protection:transfer-begin", "other"] = {"code": case.code}
    return found


def _referrals(case: Case) -> dict[tuple[str, str], dict[str, Any]]:
    """Of the officer's own case: one sent to the health station, one not sent yet."""
    values = {"receiver": user_of("hw"), "kind": "health", "need": f"Khám em {case.child}", "consent": "both"}
    sent, kept = (referrals.draft(case, None, by=user_of("co"), values=values) for _time in range(2))
    referrals.do(sent, "send", by=user_of("co"))
    return {("protection:referral", "own"): {"code": sent.code},
            ("protection:referral-change", "own"): {"code": kept.code},
            ("protection:referral-act", "own"): {"code": sent.code, "slug": "tu-choi"},
            ("protection:referral-letter", "own"): {"code": sent.code, "ending": "docx"},
            ("protection:referral-of-case", "own"): {"code": case.code}}


def _transfers(case: Case, children: dict[str, Child]) -> dict[tuple[str, str], dict[str, Any]]:
    """Of the officer's own case: offered, and come in here again; one offer waits, an earlier one was refused."""
    officer, came = user_of("co"), []
    for waits in (False, True):
        offer = transfers.begin(case, by=officer, to_commune="Xã Thử", reason="em ở đó")
        came.append(transfers.look_into(transfers.make_file(offer, "MAT-KHAU-DAI", by=officer), "MAT-KHAU-DAI",
                                        by=officer))
        if not waits:
            transfers.answer(came[0], by=officer, accept=False, reason="em không ở đây")
            transfers.withdraw(offer, by=officer, reason="gửi lại")
    return {("protection:transfer-begin", "own"): {"code": case.code},
            ("protection:transfer", "own"): {"code": case.code},
            ("protection:transfer-record", "own"): {"code": case.code, "ending": "docx"},
            **{("protection:incoming", name): {"pk": came[1].pk} for name in children},
            **{("protection:incoming-receipt", name): {"pk": came[0].pk} for name in children}}


def _things(children: dict[str, Child], unit: Unit, school: Facility,
            rows: dict[tuple[str, str], Any]) -> dict[tuple[str, str], dict[str, Any]]:
    plan = Plan.objects.get()
    year = TODAY.year
    own, other = (records.create(Activity, by="test", kind="awareness", held_on=LONG_AGO, title="Hỏi ý kiến",
                                 recorded_by=user_of(who)) for who in ("de", "co"))
    declared = {f"line-{code}": Declared.objects.filter(measure=code)[0].pk for code in ("6", "1")}
    records.create(Milestone, by="test", plan=plan, measure="14", year=year, value=90)
    frozen = reports.freeze(reports.draft_of(plan, plan.unit, year - 1, by="test"), plan, by="test", on=TODAY)
    draft = reports.draft_of(plan, plan.unit, year, by="test")
    assert Report.objects.exclude(frozen_on=None).get() == frozen
    person = User.objects.create_user("nguoikhac", "x", display_name="Người khác")
    role = records.create(Assignment, by="test", user=person, role="finance", from_on=LONG_AGO)
    delegation = records.create(Delegation, by="test", deputy=person, from_on=LONG_AGO, to_on=LONG_AGO)
    households = {name: child.memberships.get().household_id for name, child in children.items()}
    joined = records.create(Succession, by="test", predecessor=unit, successor=Unit.objects.get(name="Thôn 5"),
                            on=dt.date(2026, 1, 1))
    statuses = {name: records.create(HouseholdStatus, by="test", household_id=pk, status="poor", from_on=LONG_AGO).pk
                for name, pk in households.items()}
    given = {name: _task(child) for name, child in children.items()}
    pks: dict[str, dict[str, Any]] = {
        "accounts:user": {"other": person.pk}, "accounts:assign": {"other": person.pk},
        "accounts:set-active": {"other": person.pk}, "accounts:new-link": {"other": person.pk},
        "accounts:remove-factors": {"other": person.pk}, "accounts:end-assignment": {"other": role.pk},
        "accounts:end-delegation": {"other": delegation.pk}, "mfa_remove_webauthn": {"other": 1},
        "mfa_edit_webauthn": {"other": 1}, "plan:declared-edit": declared, "registry:unit-edit": {"own": unit.pk},
        "registry:facility-edit": {"own": school.pk}, "registry:household-status": households,
        "delivery:activity-edit": {"own": own.pk, "other": other.pk},
        "delivery:attendance": {"own": own.pk, "other": other.pk},
        "publish:report": {"draft": draft.pk, "frozen": frozen.pk},
        "publish:freeze": {"draft": draft.pk, "frozen": frozen.pk},
        "intake:asked-answer": {name: _request(children[name]) for name in ("own", "other")},
        "indicators:sheet": {name: _sheet(children[name], n) for n, name in enumerate(("own", "other"), 501)},
        "indicators:task": given, "indicators:task-record": given, "indicators:task-check": given,
        "intake:letter": {"sent": _letter()}}
    fifth = Unit.objects.get(name="Thôn 5")
    pks["indicators:book"] = {"own": unit.pk, "other": fifth.pk}
    struck = {name: strike(None, [place], by="test", name=f"Bão {name}", kind="storm", occurred_on=LONG_AGO)
              for name, place in (("own", unit), ("other", fifth), ("former", fifth))}
    pks |= {f"protection:disaster{end}": {name: it.pk for name, it in struck.items()} for end in ("", "-edit")}
    hazard = records.create(Hazard, by="test", unit=unit, place="bờ ao", danger="drowning", work="rào lại",
                            before_file=uploads.store(io.BytesIO(b"%PDF-1.4 thu")))
    pks |= {f"protection:hazard-{end}": dict.fromkeys(children, hazard.pk) for end in ("edit", "remove")}
    survey = open_survey(by="test", codes=2, year=2026, audience="children")
    pks |= {f"participation:survey{end}": dict.fromkeys(children, survey.pk) for end in ("", "-paper")}
    proof = records.create(Evidence, by="test", year=2026, criterion=1, title="Quyết định", file=hazard.before_file)
    pks |= {f"indicators:evidence-{end}": {"some": proof.pk} for end in ("file", "drop")}
    pks["plan:days-off-edit"] = {"some": records.create(DaysOff, by="test", first_on=LONG_AGO, last_on=LONG_AGO).pk}
    pks |= {f"protection:provider-{end}": {"some": Provider.objects.all()[0].pk}
            for end in ("edit", "remove", "history", "confirm")}
    session = records.create(PackageSession, by="test", package="lam-cha-me", held_on=LONG_AGO, unit=unit)
    pks |= {f"protection:session-{end}": {"some": session.pk} for end in ("edit", "remove", "history", "roll")}
    lists, sample = _lists(), draw(1, TODAY, by="test", seed=1).pk
    pks |= {f"intake:resurvey{end}": {"drawn": sample} for end in ("", "-sheets")}
    asked = inquire(ByFile(), "all", by="test", purpose="thử", unit=unit)[0].pk
    pks |= {f"intake:inquiry{end}": {"open": asked} for end in ("", "-file", "-withdraw")}
    pks["intake:resurvey-drop"] = {"untyped": draw(1, TODAY, by="test", seed=2).pk}
    pair = sorted(child.pk for child in (children["own"], children["other"]))
    merged = _merged()
    pks |= {f"intake:list{end}": lists for end in (
        "", "-understood", "-drop", "-undo", "-marked", "-review", "-progress", "-stop", "-again")}
    pks |= {f"{door}-{end}": pks[f"{door}-edit"] for end in ("remove", "history") for door in (
        "plan:declared", "plan:days-off", "registry:unit", "registry:facility", "delivery:activity")}
    pks |= {f"registry:succession-{end}": {"own": joined.pk} for end in ("edit", "remove")}
    pks |= {f"registry:household{end}": households for end in ("", "-edit", "-remove", "-history")}
    things = {(door, name): {"pk": pk} for door, named in pks.items() for name, pk in named.items()}
    token = issue_link(person, by="test")
    spoken = hearing.tell("0123456789abcdef", told={"what": "Người lạ báo"}).report.case.code
    own = {name: _own(code, source) for name, code, source in (("open", "X1", "14"), ("sealed", "X2", "9"))}
    things |= {("protection:hazard-photo", name): {"pk": hazard.pk, "when": "truoc"} for name in children}
    things |= {("protection:disaster-sheet", name): {"pk": it.pk, "unit": it.places.get().unit_id}
               for name, it in struck.items()}
    for name, child in children.items():
        things["protection:claim-add", name] = {"child_id": child.pk, "policy": "phuc-hoi-chuc-nang"}
        claim = records.create(Claim, by="test", child=child, policy="phuc-hoi-chuc-nang", applied_on=LONG_AGO)
        things |= {(f"protection:claim-{end}", name): {"child_id": child.pk, "pk": claim.pk}
                   for end in ("edit", "remove")}
        home = records.create(CareFamily, by="test", unit=unit, head_name=f"Nhà {child}", from_on=LONG_AGO)
        placed = records.create(Placement, by="test", child=child, family=home, decided_on=LONG_AGO,
                                handover_due_on=LONG_AGO, handed_over_on=LONG_AGO)
        risk = rows["nguy-co", name]
        things |= {(f"protection:care-family{end}", name): {"pk": home.pk} for end in (
            "", "-edit", "-remove", "-history")}
        things |= {(f"protection:{door}", name): {"child_id": child.pk, "pk": placed.pk} for door in (
            "placement-edit", "placement-remove", "care-visit")}
        things |= {(f"protection:risk-{end}", name): {"child_id": child.pk, "pk": risk.pk}
                   for end in ("visit", "close")}
        things["protection:placement-add", name] = {"child_id": child.pk}
        things["protection:care-kin", name] = {"child_id": child.pk, "family": home.pk}
    # Who has moved since lived in one's own thôn on the day of the storm.
    things |= {("protection:disaster-phone", name): {**things["protection:disaster-sheet", where],
                                                     "child": children[name].pk}
               for name, where in (("own", "own"), ("other", "other"), ("former", "own"))}
    things |= {("protection:referral-of-child", name): {"child_id": child.pk} for name, child in children.items()}
    return {**things, **_cases(children), ("protection:case-answer", "told"): {"code": spoken},
            ("accounts:setup", "live"): {"token": token}, ("accounts:setup", "dead"): {"token": "x" * 32},
            ("intake:duplicate", "pair"): {"one": pair[0], "other": pair[1]},
            ("intake:quality-lacking", "thon"): {"what": "mother", "place": unit.pk},
            ("intake:resurvey-grid", "drawn"): {"pk": sample, "unit": unit.pk},
            ("intake:duplicate-joined", "merged"): {"pk": merged},
            ("indicators:scorecard", "some"): {"year": 2026}, ("indicators:scorecard-history", "some"): {"year": 2026},
            ("indicators:evidence", "some"): {"year": 2026, "criterion": 1},
            **{(f"protection:hiv-{end}", "some"): {"year": Declared.objects.filter(
                measure="6", unit=plan.unit).latest("year").year} for end in ("year", "history")},
            ("indicators:objective", "some"): {"number": "2"},
            ("indicators:give", "14"): {"code": "14"}, ("indicators:give", "13"): {"code": "13"},
            ("indicators:measure", "14"): {"code": "14"}, ("indicators:measure", "13"): {"code": "13"},
            ("indicators:cascade", "14"): {"code": "14"},
            **{(f"indicators:own{end}", name): {"code": code} for end in ("", "-edit", "-put-away")
               for name, code in own.items()},
            ("indicators:village-silence", "some"): {"code": "9", "unit": unit.pk},
            ("indicators:reading", "some"): {"name": sorted(readings())[0]},
            ("plan:line", "some"): {"code": "14"}, ("plan:milestone", "some"): {"code": "14"},
            ("plan:milestone-withdraw", "some"): {"code": "14", "year": year},
            ("registry:month", "own"): {"pk": unit.pk, "text": "2026-10"},
            **{("registry:month", name): {"pk": fifth.pk, "text": "2026-10"} for name in ("other", "former")},
            ("registry:check-edit", "own"): {"pk": school.pk, "year": year},
            ("registry:check-remove", "own"): {"pk": school.pk, "year": year},
            ("registry:check-many", "own"): {"year": year}, ("registry:check-sheets", "own"): {"year": year},
            **{(f"registry:household-status-{end}", name): {"pk": households[name], "row": row}
               for end in ("edit", "remove") for name, row in statuses.items()},
            ("publish:download", "draft"): {"pk": draft.pk, "ending": "docx"},
            ("publish:download", "frozen"): {"pk": frozen.pk, "ending": "xlsx"}}
