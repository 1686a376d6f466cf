"""Cells of words: what is said of the child is hers, what is said of her family is not, and a denial is no."""
from __future__ import annotations

from pathlib import Path

import pytest

from mangnon.intake.lists.births_deaths import cause_of
from mangnon.intake.lists.monthly_changes import change_of
from mangnon.intake.lists.special_circumstances import groups_of

from .reading import children, facts, told


@pytest.mark.parametrize("words, code", [
    ("Chuyển đến (bố mất)", "came"), ("Mẹ mất, chuyển về ở với bà", "came"), ("Chuyển đi Bình Dương", "left"),
    ("Chuyển từ Hà Nội về", "came"), ("Theo mẹ đi lấy chồng ở xã khác", "left"), ("Đến", "came"), ("Đi", "left"),
    ("Đi làm ăn xa về", "came"), ("Nhập hộ khẩu", "came"), ("Chuyển khẩu đi", "left"), ("Bà chết, chuyển đi", "left"),
    ("Mất", "died"), ("cháu mất", "died"), ("Mất ngày 5/10/2026", "died"), ("Chết do đuối nước", "died"),
    ("mat", "died"), ("II. TỬ VONG", "died"), ("Giảm Chết", "died"), ("Tăng Sinh", "born"),
    ("Đi khám mắt", ""), ("Mất giấy khai sinh", ""), ("Mất tích", ""), ("Tạm vắng", ""), ("Tăng", ""),
    ("Bố chết", ""), ("Mẹ cháu mất", ""), ("Suýt chết đuối", ""), ("Không tử vong", ""), ("Học sinh", ""),
    ("Gia đình chuyển đi", ""), ("mẹ đi làm, chuyển đi", ""), ("Chuyển đi, mất ngày 3/10/2026", ""),
    ("Chuyển đến Hà Nội", ""), ("CHUYỂN ĐẾN HÀ NỘI", ""), ("Chuyển về quê", ""), ("Chuyển đến trường khác", ""),
    ("CHUYỂN ĐẾN TỪ HÀ NỘI", "came"), ("Chuyển đến ở với bà", "came"), ("Mất mẹ", ""), ("Thai chết lưu", ""),
    ("Chuyển đi rồi lại chuyển về", ""), ("Bố mẹ chuyển đi, cháu ở lại", "")])
def test_a_change_is_the_childs_own(words: str, code: str) -> None:
    assert change_of(words) == code


def test_no_death_by_another_column(tmp_path: Path) -> None:
    """A column "Tử vong" with "Không", or with words of the father, says nothing of the child's death."""
    rows = [["BIẾN ĐỘNG TRẺ EM THÁNG 10/2026"],
            ["TT", "Họ và tên", "Ngày sinh", "Tử vong", "Chuyển đến", "Ngày biến động"],
            *children([["Không", "x", "10/10/2026"], ["bố mất", "", "11/10/2026"], ["đuối nước", "", "12/10/2026"],
                       ["không rõ", "", "13/10/2026"]])]
    first, second, third, fourth = told(tmp_path, "monthly_changes", rows, on="2026-10-31")
    assert (first.person.get("died_on"), first.since) == (None, "2026-10-10")
    assert second.person.get("died_on") is None and "“bố mất” không rõ" in second.troubles[0][1]
    assert third.person["died_on"] == "2026-10-12" and "died_on" not in fourth.person


def test_changes_under_more_and_fewer(tmp_path: Path) -> None:
    rows = [["BIẾN ĐỘNG TRẺ EM"], ["TT", "Họ và tên", "Ngày sinh", "Tăng", "", "Giảm", "", "Ghi chú"],
            ["", "", "", "Sinh", "Đến", "Chết", "Đi", ""],
            *children([["", "12/10/2026"], ["", "", "13/10/2026"], ["", "", "", "x"], ["x"]])]
    merged = ("D2:E2", "F2:G2", "A2:A3", "B2:B3", "C2:C3", "H2:H3")
    found = told(tmp_path, "monthly_changes", rows, merged=merged, on="2026-10-31")
    assert [(one.since, one.left, one.person.get("died_on", "")) for one in found] == [
        ("2026-10-12", "", ""), ("", "", "2026-10-13"), ("", "2026-10-31", ""), ("2020-03-04", "", "")]


@pytest.mark.parametrize("words, groups", [
    ("Mồ côi cả cha lẫn mẹ", "a"), ("Mồ côi cả bố và mẹ", "a"), ("Mồ côi cha mẹ", "a"), ("Mồ côi cả cha, mẹ", "a"),
    ("mo coi ca cha lan me", "a"), ("Mồ côi cha", ""), ("Mồ côi cha, mẹ bỏ đi", ""),
    ("Mồ côi cha và mẹ đi lấy chồng", ""), ("Bố mẹ nghiện ma túy", ""), ("Trẻ em nghiện ma tuý", "g"),
    ("Mẹ nhiễm HIV, trẻ âm tính", ""), ("HIV (-)", ""), ("Trẻ em bị nhiễm HIV/AIDS", "dd"),
    ("Trẻ bị ảnh hưởng bởi HIV", ""), ("Bố đi tù, mẹ vi phạm pháp luật", ""), ("Chị gái bị xâm hại tình dục", ""),
    ("Bố bị khuyết tật", ""), ("Bố nghiện, khuyết tật", ""), ("Không khuyết tật", ""), ("Khuyết tật (không)", ""),
    ("Không khuyết tật, mồ côi cả cha và mẹ", "a"), ("Chưa bỏ học", ""), ("Nguy cơ bỏ học", ""), ("Bỏ học", "h"),
    ("KT vận động nặng", "d"), ("bi bo roi", "b"), ("KT khó khăn", ""),
    ("Bị mẹ bỏ rơi", "b"), ("Trẻ bị bố bạo lực", "i"),
    ("Không nơi nương tựa", "c"), ("Ở với bà, khuyết tật", "d"), ("Khuyết tật và bỏ học", "dh"),
    ("Trẻ em phải bỏ học kiếm sống chưa hoàn thành phổ cập giáo dục trung học cơ sở", "h"),
    ("Trẻ em di cư, lánh nạn chưa xác định được cha mẹ", "o"), ("Bệnh tim bẩm sinh", ""),
    ("Không nơi nương tựa (điểm c)", "c"), ("Di cư, lánh nạn chưa xác định được cha mẹ (điểm o)", "o"),
    ("Không thuộc điểm d", ""), ("điểm a và d", ""), ("Nhà có người nhiễm HIV", "")])
def test_a_circumstance_is_the_childs_own(words: str, groups: str) -> None:
    assert groups_of(words) == ({"dd"} if groups == "dd" else set(groups))


def test_a_column_of_the_family_tells_only_what_is_the_childs_own(tmp_path: Path) -> None:
    """What nobody says to be hers is asked, and a column of both parents is no mother's name."""
    rows = [["DANH SÁCH TRẺ EM CÓ HOÀN CẢNH ĐẶC BIỆT"],
            ["TT", "Họ và tên", "Ngày sinh", "Mồ côi cả cha và mẹ", "Hoàn cảnh gia đình"],
            *children([["x", ""], ["", "Khuyết tật"], ["", "Cháu khuyết tật, bố nghiện"], ["", "Bị bỏ rơi"]])]
    found = told(tmp_path, "special_circumstances", rows, on="2026-10-05")
    assert [facts(one, "circumstances", "group") for one in found] == [["a"], [], ["d"], ["b"]]
    assert "không nói về chính em" in found[1].troubles[0][1] and "mother_name" not in found[0].person


@pytest.mark.parametrize("words, code", [
    ("Ngạt sơ sinh", "illness"), ("Tử vong ngay sau sinh", "other"), ("Viêm phổi tại nhà ông ngoại", "illness"),
    ("Ngạt nước", "injury"), ("Bệnh tim, ngất", "illness"), ("Sinh non, bệnh viện Nga", "illness"),
    ("Mất ở bệnh viện", "other"), ("Chưa rõ nguyên nhân", "unknown"), ("Không rõ", "unknown"), ("?", "unknown"),
    ("Nghi đuối nước", "unknown"), ("TNGT", "injury"), ("Rơi xuống ao", "injury"), ("Ngã cây", "injury"),
    ("Bỏng nước sôi", "injury"), ("duoi nuoc", "injury"), ("Ho gà", "illness"), ("Đẻ ngạt", "illness"),
    ("Không phải tai nạn, do bệnh", "illness"), ("Đột tử ban đêm", "other"), ("", "")])
def test_the_cause_of_a_death(words: str, code: str) -> None:
    assert cause_of(words) == code


def test_a_day_of_another_person_is_not_the_childs(tmp_path: Path) -> None:
    """The mother's death, the parents' marriage, the residence: also where another row of the heading says whose."""
    rows = [["SỔ HỘ TỊCH"], ["TT", "Họ và tên", "Ngày sinh", "Ngày đăng ký kết hôn của bố mẹ",
                             "Ngày đăng ký thường trú", "Ngày đăng ký", "Ngày mất của mẹ"],
            *children([["05/06/2015", "05/06/2021", "23/10/2020", "01/01/2024"]])]
    found = told(tmp_path, "births_deaths", rows)[0]
    assert "died_on" not in found.person and found.person["birth_registered_on"] == "2020-10-23"
    rows[1][5] = "Ngày khai sinh"
    assert told(tmp_path, "births_deaths", rows)[0].person["birth_registered_on"] == "2020-10-23"
    rows = [["SỔ HỘ TỊCH"], ["TT", "Họ và tên", "Ngày sinh", "Người mẹ", "", "Ngày chết"],
            ["", "", "", "Nghề", "Ngày mất", ""], *children([["Nông", "01/01/2024", ""]])]
    merged = ("D2:E2", "A2:A3", "B2:B3", "C2:C3", "F2:F3")
    assert "died_on" not in told(tmp_path, "births_deaths", rows, merged=merged)[0].person


@pytest.mark.parametrize("words", [
    "Đã thoát khỏi nhóm khuyết tật", "Trước đây bị bạo lực", "Từng bỏ học", "Đã hết nghiện ma túy", "Hỗ trợ khuyết tật",
    "Đã từng thuộc điểm d", "Tái hòa nhập sau khi bị mua bán"])
def test_what_was_is_no_circumstance_of_today(words: str) -> None:
    assert groups_of(words) == set()


def test_a_tick_under_what_was_or_may_be(tmp_path: Path) -> None:
    rows = [["DANH SÁCH TRẺ EM CÓ HOÀN CẢNH ĐẶC BIỆT"],
            ["TT", "Họ và tên", "Ngày sinh", "Không nơi nương tựa", "Đã thoát khỏi nhóm khuyết tật", "Nguy cơ", ""],
            ["", "", "", "", "", "Bỏ học", "Bạo lực"], *children([["x", "x", "x", ""], ["", "", "", "x"]])]
    merged = ("F2:G2", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3")
    found = told(tmp_path, "special_circumstances", rows, merged=merged, on="2026-10-05")
    assert [facts(one, "circumstances", "group") for one in found] == [["c"], []]
    assert len(found[0].troubles) == 2 and "nguy cơ" in found[1].troubles[0][1]


def test_a_disability_that_nobody_found_or_confirmed(tmp_path: Path) -> None:
    head = ["TT", "Họ và tên", "Ngày sinh"]
    rows = [["DANH SÁCH HỌC SINH RÀ SOÁT KHUYẾT TẬT"], [*head, "Kết quả", "Mức độ"],
            *children([["Khuyết tật", "Nặng"], ["Không khuyết tật", ""], ["", ""], ["Chờ kết luận", "Nặng"],
                       ["Khuyết tật, không đi lại được", "Nhẹ"], ["", "Không"]])]
    found = told(tmp_path, "disability", rows)
    assert [facts(one, "disabilities", "severity") for one in found] == [["severe"], [], [], [], ["mild"], []]
    assert "không phải kết luận" in found[1].troubles[0][1] and "chưa ghi kết luận" in found[2].troubles[0][1]
    rows = [["DANH SÁCH TRẺ KHUYẾT TẬT"], [*head, "Dạng KT", "Mức độ", "Đề nghị"],
            *children([["Vận động", "Nặng", "Chưa xác nhận"], ["Vận động", "Nặng", "Xe lăn"],
                       ["Nghe", "Nhẹ", "Cấp giấy xác nhận"], ["Nghe", "Không khuyết tật", ""]])]
    assert [facts(one, "disabilities", "severity") for one in told(tmp_path, "disability", rows)] == [
        [], ["severe"], [], []]
    rows = [["DANH SÁCH TRẺ NGHI KHUYẾT TẬT"], [*head, "Mức độ"], *children(["Nặng"])]
    assert told(tmp_path, "disability", rows)[0].facts == []


def test_a_wish_to_learn_a_trade_is_no_wish_for_school(tmp_path: Path) -> None:
    rows = [["DANH SÁCH TRẺ KHUYẾT TẬT"],
            ["TT", "Họ và tên", "Ngày sinh", "Mức độ hỗ trợ", "Mức độ khuyết tật", "Có nhu cầu đi học nghề",
             "Nhu cầu đi học"], *children([["Nhẹ", "Nặng", "Có", "Không"]])]
    found = told(tmp_path, "disability", rows)[0]
    assert facts(found, "disabilities", "severity", "needs_schooling") == [("severe", "false")]


def test_a_move_inside_the_commune_or_for_a_time_is_no_move_out_of_it(tmp_path: Path) -> None:
    rows = [["BIẾN ĐỘNG TRẺ EM"], ["TT", "Họ và tên", "Ngày sinh", "Biến động", "Ngày", "Chuyển đến trường"],
            *children([["Chuyển đi", "05/10/2026", ""], ["Đi khỏi địa phương 3 tháng", "05/10/2026", ""],
                       ["Chuyển đi rồi quay về", "05/10/2026", ""], ["Chuyển đi thôn khác trong xã", "05/10/2026", ""],
                       ["Chuyển lớp", "05/10/2026", "THCS A"], ["Chuyển đến", "31/02/2026", ""],
                       ["Chết đuối", "06/10/2026", ""]])]
    found = told(tmp_path, "monthly_changes", rows, on="2026-10-31")
    assert [(one.since, one.left, len(one.troubles)) for one in found] == [
        ("", "2026-10-05", 0), ("", "", 1), ("", "", 1), ("", "", 1), ("", "", 1), ("", "", 1), ("", "", 0)]
    assert "trong xã" in found[3].troubles[0][1] and found[6].person["died_on"] == "2026-10-06"


def test_a_column_called_day_is_of_what_stands_above_it(tmp_path: Path) -> None:
    """Without a column of births it may be that: then it is asked."""
    rows = [["BIẾN ĐỘNG TRẺ EM"], ["TT", "Họ và tên", "Ngày sinh", "Chuyển đến", "", "Chuyển đi", ""],
            ["", "", "", "Ngày", "Nơi đi", "Ngày", "Nơi đến"],
            *children([["05/10/2026", "Huế", "", ""], ["", "", "06/10/2026", "Huế"]])]
    merged = ("D2:E2", "F2:G2", "A2:A3", "B2:B3", "C2:C3")
    found = told(tmp_path, "monthly_changes", rows, merged=merged, on="2026-10-31")
    assert [(one.since, one.left) for one in found] == [("2026-10-05", ""), ("", "2026-10-06")]
    rows = [["BIẾN ĐỘNG TRẺ EM"], ["TT", "Họ và tên", "Ngày", "Biến động"], [1, "Ma Thị An", "05/10/2020", "Chuyển đi"]]
    found = told(tmp_path, "monthly_changes", rows, on="2026-10-31")
    assert found[0].left == "" and "ngày sinh hay ngày biến động" in found[0].troubles[0][1]


def test_a_registration_in_a_list_of_deaths_is_the_deaths(tmp_path: Path) -> None:
    rows = [["DANH SÁCH KHAI TỬ NĂM 2026"], ["TT", "Họ và tên", "Ngày sinh", "Ngày chết", "Ngày đăng ký"],
            *children([["01/10/2026", "05/10/2026"]])]
    found = told(tmp_path, "births_deaths", rows)[0]
    assert found.person["died_on"] == "2026-10-01" and "birth_registered_on" not in found.person
    assert "khai tử" in found.troubles[0][1]
    rows[0] = ["DANH SÁCH KHAI SINH, KHAI TỬ NĂM 2026"]
    assert told(tmp_path, "births_deaths", rows)[0].person["birth_registered_on"] == "2026-10-05"
