"""Who a list speaks of: what the machine may join, what only a person may, and what it must leave alone."""
from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from mangnon.config.bench import peers
from mangnon.config.bench.matching import judged
from mangnon.config.bench.people import NOISE, Person, problem, write
from mangnon.config.cli import main
from mangnon.intake.describing import birth as born
from mangnon.intake.describing import describe
from mangnon.intake.matching import Answer, Matcher

REGISTER = """
1 | Nguyễn Văn Phú      | 2019-03-08 | male   | Trần Thị Hương   | Phúc Lộc
2 | Nguyễn Thị Hòa      | 2019-03-08 | female | Trần Thị Hương   | Phúc Lộc
3 | Lê Minh Anh         | 2020-07-01 | female | Phạm Thị Lan     | Xuân Hòa
4 | Lê Minh Anh         | 2020-07-01 | female | Đỗ Thị Nga       | Tân Thành
5 | Đỗ Gia Bảo          | 2021-11-25 | male   | Vũ Thị Thu Hà    | Dư Khánh
6 | Hoàng Quốc Khánh    | 2018-02-09 | male   | Bùi Thị Oanh     | Trung Hậu
7 | Trịnh Thanh Thúy    | 2016-05-05 | female |                  | Tự Nhiên
"""
ROWS = """
Nguyễn Văn Phú          | 2019-03-08 | male   | Trần Thị Hương | Phúc Lộc      | match 1
NGUYỄN VĂN PHÚ          | 2019-03-08 | male   |                | thôn Phúc Lộc | match 1
nguyen van phu          | 2019-03-08 | male   | tran thi huong | phuc loc      | match 1
nguyen van phu          | 2019-03-08 | male   | Trần Thị Hương | Phúc Lộc      | match 1
NGUYỄN VĂN PHÚ          | 2019-03-08 | male   | Tran Thi Huong | Phúc Lộc      | match 1
Nguyễn Văn Phụ          | 2019-03-08 | male   | Tran Thi Huong | Phúc Lộc      | review
Nguyễn Văn Phu          | 2019-03-08 | male   | Trần Thị Hương | Phúc Lộc      | review
Mai Linh                | 2019-03-08 | female | Trần Thị Hương | Phúc Lộc      | not joined
Nguyễn Văn Phụ          | 2019-03-08 | male   | Trần Thị Hương | Phúc Lộc      | review
Nguyễn Thị Hoà          | 2019-03-08 | female | Trần Thị Hương | Phúc Lộc      | match 2
Nguyễn Thị Hoa          | 2019-03-08 | female | Trần Thị Hương | Phúc Lộc      | review
Nguyễn Văn Tài          | 2019-03-08 | male   | Trần Thị Hương | Phúc Lộc      | not joined
Nguyễn Văn Tài          | 2022-09-10 | male   | Trần Thị Hương | Phúc Lộc      | none
Lê Minh Anh             | 2020-07-01 | female |                |               | review
Lê Minh Anh             | 2020-07-01 | female | Đỗ Thị Nga     |               | match 4
Lê Minh Anh             | 2020-07-01 | female | Cao Thị Yến    | Xuân Hòa      | review
Lê Minh Anh             | 2015-01-30 | female | Cao Thị Yến    | Xuân Hòa      | none
Đỗ Gia Bảo              | 2021       | male   | Vũ Thị Thu Hà  | Dư Khánh      | match 5
Đỗ Gia Bảo              | 2021       | male   |                | Dư Khánh      | review
Đỗ Gia Bảo              | 2021-11-25 | female | Vũ Thị Thu Hà  | Dư Khánh      | review
Đỗ Gi Bảo               | 2021-11-25 | male   | Vũ Thị Thu Hà  | Dư Khánh      | match 5
Đỗ Bảo                  | 2021-11-25 | male   | Vũ Thị Thu Hà  | Dư Khánh      | match 5
Hoàng Quốc Khánh        | 2018-09-02 | male   | Bùi Thị Oanh   | Trung Hậu     | match 6
Hoàng Quốc Khánh        |            | male   |                | Trung Hậu     | review
Con bà Oanh             | 2018-02-09 | male   |                | Trung Hậu     | review
Trịnh Thanh Thuý        | 2016-05-05 | female | Lê Thị Mận     | Tự Nhiên      | match 7
Phan Đình Tuệ           | 2017-10-20 | male   | Tạ Thị Sen     | Đông Thôn     | none
"""


def drawn(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize("row", drawn(ROWS), ids=lambda row: f"{row[0]}, {row[1]}: {row[-1]}")
def test_what_is_joined_and_what_is_not(row: list[str]) -> None:
    register = [describe(id=id_, name_=name, born=born(day), sex=sex, mother=mother, village=village)
                for id_, name, day, sex, mother, village in drawn(REGISTER)]
    name, day, sex, mother, village, expected = row
    answer = Matcher(register).answers([describe(id="x", name_=name, born=born(day), sex=sex, mother=mother,
                                                 village=village)])[0]
    assert _said(answer) == expected if expected != "not joined" else answer.decision in ("review", "none")


def _said(answer: Answer) -> str:
    if answer.decision == "match" and answer.best:
        return f"match {answer.best.child.id}"
    return answer.decision


def test_a_number_joins_and_another_number_parts() -> None:
    child = describe(id="1", name_="Lê Minh Anh", born=born("2020-07-01"), sex="female", village="Xuân Hòa",
                     number="038320001234")
    matcher = Matcher([child])
    ask = {"id": "x", "name_": "Lê Minh Anh", "born": born("2020"), "sex": "female", "village": "Xuân Hòa"}
    assert matcher.answers([describe(**ask, number="38320001234")])[0].decision == "match"
    assert matcher.answers([describe(**ask, number="")])[0].decision == "review"
    same = {**ask, "born": born("2020-07-01")}
    assert matcher.answers([describe(**same, number="038320009999")])[0].decision == "review"


def test_two_rows_that_claim_one_child_go_to_a_person() -> None:
    child = describe(id="1", name_="Lê Minh Anh", born=born("2020-07-01"), sex="female", mother="Phạm Thị Lan")
    matcher = Matcher([child])
    row = {"name_": "Lê Minh Anh", "sex": "female", "mother": "Phạm Thị Lan"}
    twice = matcher.answers([describe(id="a", born=born("2020-07-01"), **row),
                             describe(id="b", born=born("2020-07-01"), **row)])
    assert [a.decision for a in twice] == ["match", "match"]
    apart = matcher.answers([describe(id="a", born=born("2020-07-01"), **row),
                             describe(id="b", born=born("2020-01-07"), **row)])
    assert [a.decision for a in apart] == ["match", "review"]


@pytest.mark.parametrize("sender, seed, children, rows", [
    ("school", 1, 2000, 300), ("station", 2, 2000, 2000), ("police", 3, 600, 600), ("TCVN3", 4, 5000, 1000),
    ("VNI", 5, 600, 300)])
def test_no_list_is_joined_wrongly(tmp_path: Path, sender: str, seed: int, children: int, rows: int) -> None:
    """Through the command: no wrong match, nearly all right ones, little left to a person."""
    register, people = problem(seed, children, rows, NOISE[sender])
    write(tmp_path / "so.csv", register)
    write(tmp_path / "ds.csv", people)
    assert main(["match", str(tmp_path / "so.csv"), str(tmp_path / "ds.csv"), str(tmp_path / "ra.csv")]) == 0
    with (tmp_path / "ra.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["list_id"] for row in found] == [p.id for p in people]
    truth = {p.id: p for p in people}
    joined = [(row["register_id"], truth[row["list_id"]].truth) for row in found if row["decision"] == "match"]
    assert [pair for pair in joined if pair[0] != pair[1]] == []
    clear = [row["decision"] for row in found if truth[row["list_id"]].plain and truth[row["list_id"]].truth]
    assert clear.count("match") / len(clear) >= 0.98
    assert sum(row["decision"] == "review" for row in found) / len(found) <= 0.05
    assert all(0 <= float(row["score"]) <= 1 for row in found)
    assert all((row["decision"] == "none") == (row["register_id"] == "") for row in found)


def test_a_list_in_an_old_encoding_is_matched(tmp_path: Path) -> None:
    (tmp_path / "so.csv").write_text("id,name,birth,sex,mother,village,commune\n"
                                     "1,Nguyễn Văn Đức,2019-03-08,male,Trần Thị Hương,Phúc Lộc,Hoằng Trung\n", "utf-8")
    (tmp_path / "ds.csv").write_text("id,name,birth,sex,mother,village,commune\n"
                                     "a,NguyÔn V¨n §øc,2019-03-08,male,TrÇn ThÞ H\u00ad¬ng,Phóc Léc,Ho»ng\n", "utf-8")
    assert main(["match", *(str(tmp_path / name) for name in ("so.csv", "ds.csv", "ra.csv"))]) == 0
    list_id, register_id, score, decision = (tmp_path / "ra.csv").read_text("utf-8").splitlines()[1].split(",")
    assert (list_id, register_id, decision) == ("a", "1", "match") and float(score) > 0.99


def test_a_file_without_the_columns_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "so.csv").write_text("id,name\n", "utf-8")
    (tmp_path / "ds.csv").write_text("id,name\n", "utf-8")
    assert main(["match", *(str(tmp_path / name) for name in ("so.csv", "ds.csv", "ra.csv"))]) == 1
    assert "thiếu cột birth, sex, mother, village, commune" in capsys.readouterr().err
    assert not (tmp_path / "ra.csv").exists()


def test_the_benchmark_counts_what_is_joined_wrongly() -> None:
    people = [Person("a", "", "", "", "", "", truth="1"), Person("b", "", "", "", "", "", truth="2", plain=False),
              Person("c", "", "", "", "", ""), Person("d", "", "", "", "", "", truth="4")]
    told = judged(people, [("a", "1", "match"), ("b", "3", "match"), ("c", "4", "review"), ("d", "4", "review")])
    assert told == {"joined": 2, "wrong": 1, "precision": 50.0, "recall": 50.0, "recall_all": pytest.approx(100 / 3),
                    "review": 50.0}


@pytest.mark.parametrize("peer", [peers.splink, peers.recordlinkage], ids=["splink", "recordlinkage"])
def test_the_peers_of_the_benchmark_do_their_work(tmp_path: Path, peer: Any) -> None:
    """A peer that was set up badly would make ours look good: most rows must come out right."""
    register, people = problem(6, 800, 600, NOISE["school"])
    write(tmp_path / "so.csv", register)
    write(tmp_path / "ds.csv", people)
    found = peer(tmp_path)
    assert not found.get("missing") and len(found["decisions"]) == 600
    told = judged(people, found["decisions"])
    assert told["precision"] > 99 and told["recall_all"] > 70
