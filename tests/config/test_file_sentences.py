"""``growth``, ``match`` and ``text`` on files as people make them: what is not understood is told with its line."""
from __future__ import annotations

from pathlib import Path

from tests.config.test_command_line import mangnon

HEAD = "ma,sex,age_days,weight_kg,height_cm,position,oedema"


def test_growth_tells_what_it_does_not_understand(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text(
        f"{HEAD}\na,male,400,9,74,lying,false\nb,male,400,9,74,nằm,false\n\n\"c\nd\",male,400,9,74,lying,TRUE\n"
        "e,nam,400,9,74,lying,false\nf,male,400,\"9,5\",74,,\ng,male,400,nan,74,lying,\nh,male,400,9,74,lying,false,x\n"
        "i,unknown,,,,,\nk,male,400,9,74,lying,true,\n", encoding="utf-8")
    done = mangnon("growth", str(tmp_path / "v.csv"), str(tmp_path / "ra.csv"))
    code = "không hiểu ô này nên"
    assert done.returncode == 0 and done.stderr.splitlines() == [
        f"Dòng 3, cột position: {code} coi như không rõ nằm hay đứng. Hãy dùng lying, standing hoặc để trống.",
        f"Dòng 5, cột oedema: {code} không tính điểm cần cân nặng (có thể là phù). Hãy dùng true, false hoặc để trống.",
        f"Dòng 7, cột sex: {code} không tính điểm nào. Hãy dùng male, female, unknown hoặc để trống.",
        f"Dòng 8, cột weight_kg: {code} không tính điểm cần nó. Hãy viết số với dấu chấm, như 9.5.",
        f"Dòng 9, cột weight_kg: {code} không tính điểm cần nó. Hãy viết số với dấu chấm, như 9.5.",
        "Dòng 10, nhiều ô hơn tiêu đề; ô thừa không được chép. Hãy xem lại dấu phẩy trong dòng.",
        "Đã tính 9 dòng."]
    rows = (tmp_path / "ra.csv").read_text(encoding="utf-8").replace("c\nd", "c").splitlines()
    whole = rows[1].split(",", 7)[7]
    assert whole.startswith("-0.87,-1.27,") and rows[7] == f"h,male,400,9,74,lying,false,{whole}"
    assert rows[3].startswith('"c",male,400,9,74,lying,TRUE,,-1.27,,,')  # it may mean oedema: nothing of a weight
    assert rows[4].endswith(",,,,,false,false,false,false") and rows[9] == "k,male,400,9,74,lying,true,,-1.27,,," + (
        "false,false,false,false")


def test_growth_does_not_say_the_same_a_million_times(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text(f"{HEAD}\n" + "a,male,400,9,74,nằm,false\n" * 70_000, encoding="utf-8")
    said = mangnon("growth", str(tmp_path / "v.csv"), str(tmp_path / "ra.csv")).stderr.splitlines()
    assert len(said) == 52 and said[50:] == ["Và 69950 chỗ nữa như vậy.", "Đã tính 70000 dòng."]


def test_growth_of_its_own_output_has_each_column_once(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text(f"{HEAD}\na,male,400,9,74,lying,false\n", encoding="utf-8")
    assert mangnon("growth", str(tmp_path / "v.csv"), str(tmp_path / "1.csv")).returncode == 0
    again = mangnon("growth", str(tmp_path / "1.csv"), str(tmp_path / "2.csv"))
    assert again.returncode == 0 and again.stderr.startswith("Tệp đã có cột waz, haz, whz, baz, waz_flag, ")
    assert (tmp_path / "2.csv").read_bytes() == (tmp_path / "1.csv").read_bytes()


def test_a_column_that_stands_twice_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text(f"{HEAD},oedema\na,male,400,9,74,lying,false,true\n", encoding="utf-8")
    done = mangnon("growth", str(tmp_path / "v.csv"), str(tmp_path / "ra.csv"))
    assert done.returncode == 1 and "hai cột “oedema”" in done.stderr
    (tmp_path / "m.csv").write_text("id,name,birth,sex,mother,village,commune,name\n1,An,2020,,,,,Bình\n", "utf-8")
    done = mangnon("match", str(tmp_path / "m.csv"), str(tmp_path / "m.csv"), str(tmp_path / "ra.csv"))
    assert done.returncode == 1 and "Tệp m.csv có hai cột “name”" in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["m.csv", "v.csv"]
