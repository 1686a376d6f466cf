"""What a sheet's cell means, and what the thôn together say of the commune: numbers worked out by hand."""
from __future__ import annotations

import pytest
from statsmodels.stats.proportion import proportion_confint

from mangnon.education.models import Enrolment
from mangnon.intake.resurvey.agreement import Share
from mangnon.intake.resurvey.reading import classes_on, read
from mangnon.intake.resurvey.weighing import weight, whole
from tests.conftest import TODAY


@pytest.mark.parametrize(("field", "text"), [("sex", "x"), ("sex", "1"), ("grade", "mg6"), ("grade", "mẫu giáo 7")])
def test_a_cell_that_cannot_be_meant_is_asked_about(field: str, text: str) -> None:
    found, wrong = read({field: text}, TODAY)
    assert found[field] == "" and field in wrong


@pytest.mark.parametrize(("field", "text", "meant"), [
    ("born_on", "3/2/2019", "2019-02-03"), ("born_on", "2019", "2019"), ("sex", "Nữ", "female"), ("sex", "nam", "male"),
    ("here", "Có", "yes"), ("here", "đã đi", "gone"), ("here", "không", "none"), ("grade", "7A", "7"),
    ("grade", "lớp 12", "12"), ("grade", "MG5", "MG5"), ("grade", "mẫu giáo 4 tuổi", "MG4"), ("grade", "không", "none"),
    ("grade", "chưa đi học", "none"), ("grade", "lá", "MG5"), ("grade", "Lá 1", "MG5"), ("grade", "lớp chồi", "MG4"),
    ("grade", "mầm2", "MG3"), ("grade", "5 tuổi A", "MG5"), ("grade", "Lớp mẫu giáo bé", "MG3"), ("grade", "5A", "5"),
    ("here", "đi rồi", "gone"), ("here", "đã chuyển", "gone"), ("here", "chuyển đi rồi", "gone"),
    ("here", "không ở đây", "gone"), ("here", "Không còn ở đây nữa.", "gone"), ("here", "còn", "yes"),
    ("here", "vẫn ở đây", "yes"), ("here", "có ở đây", "yes"), ("here", "K", "none"),
    ("here", "không có em này", "none"), ("full_name", "LÊ VĂN  AN", "Lê Văn An")])
def test_a_sheets_cell_is_read_as_people_write_it(field: str, text: str, meant: str) -> None:
    found, wrong = read({field: text}, TODAY)
    assert (found[field], wrong) == (meant, {})


def test_a_kindergartens_class_is_known_by_the_name_that_the_register_has(db: None) -> None:
    row = Enrolment.objects.filter(school_year="2026-2027", grade="MG4", left_on=None)[0]
    Enrolment.objects.filter(pk=row.pk).update(class_name="Hoa Hồng 2")
    classes = classes_on(TODAY)
    for text in ("hoa hồng 2", "Lớp Hoa Hồng2"):
        assert read({"grade": text}, TODAY, classes)[0]["grade"] == "MG4"
    assert "grade" in read({"grade": "Hoa Cúc"}, TODAY, classes)[1]


def test_a_large_thon_weighs_more_in_the_whole() -> None:
    """10 of 300 households: all 10 right, each stands for 30.  10 of 30: 5 of 10 right, each stands for 3.

    (10·30 + 5·3) / (10·30 + 10·3) = 315/330 = 95,45 %, not 15/20; of the size 330² / (10·900 + 10·9) = 11,98.
    """
    found = whole([(Share(10, 10), weight(300, 10)), (Share(5, 10), weight(30, 10)), (Share(0, 0), 7.0)])
    assert (found.agreed, found.asked) == (15, 20)
    assert found.rate == pytest.approx(95.4545, abs=1e-3)
    assert found.interval == pytest.approx((69.347, 99.490), abs=1e-3)
    alike = whole([(Share(9, 10), 4.0), (Share(7, 10), 4.0)])
    low, high = proportion_confint(16, 20, method="wilson")
    assert alike.rate == pytest.approx(80) and alike.interval == pytest.approx((100 * low, 100 * high))
    assert whole([(Share(4, 4), 3.0), (Share(2, 2), 5.0)]).rate == 100 and whole([]).rate is None
