"""Paper of a Vietnamese authority: Nghị định 30/2020/NĐ-CP, annex I, as Word understands it.

A4; margins top and bottom 20 mm, left 30, right 15; Times New Roman, black; page number centred on top, not on the
first page.
"""
from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt, RGBColor

from mangnon.core.drafts import whole

FONT = "Times New Roman"
_UNBROKEN = re.compile(r"[≤≥<>=] \d|\d+ (?:trẻ|em|ca|vụ|cuộc|trường|điểm|dòng)\b|[Nn]ăm \d{4}|ngày \d\d/\d\d"
                       r"|dòng \d+[abc]?\b")
"""A sign and its number, a number and what it counts, stay on one line."""
BLANK = "\u00a0" * 7
"""Room for the clerk's number and day; it stays wide on a page too."""
CENTRE, LEFT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.JUSTIFY


class Paper:
    """A document in the making."""

    def __init__(self, subject: str = "Báo cáo") -> None:
        self.document = Document()
        self.document.core_properties.title = subject
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = True
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(14)
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        self._page_number(section.header.paragraphs[0])

    def _page_number(self, paragraph: Any) -> None:
        paragraph.alignment = CENTRE
        run = self._run(paragraph, "", 13)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = text
            run._r.append(element)

    def _run(self, paragraph: Any, text: str, size: float, *, bold: bool = False, italic: bool = False) -> Any:
        run = paragraph.add_run(_UNBROKEN.sub(lambda found: found[0].replace(" ", "\u00a0"), text))
        run.font.name, run.font.size, run.bold, run.italic = FONT, Pt(size), bold, italic
        return run

    def _tight(self, paragraph: Any, alignment: Any = CENTRE) -> Any:
        paragraph.alignment = alignment
        paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(0)
        return paragraph

    def letterhead(self, issuer: str, number: str, place_and_day: str) -> None:
        """Issuer on the left, the state's name and motto on the right, number and place below."""
        table = self.document.add_table(rows=2, cols=2)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        left, right = table.rows[0].cells
        self._widths(table, [6.2, 10.3])
        lines = issuer.split("\n")
        for n, line in enumerate(lines):
            paragraph = left.paragraphs[0] if n == 0 else left.add_paragraph()
            self._run(self._tight(paragraph), line, 13, bold=True)
        self._rule(left.add_paragraph(), 2.1)
        self._run(self._tight(right.paragraphs[0]), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True)
        motto = self._tight(right.add_paragraph())
        self._run(motto, "Độc lập - Tự do - Hạnh phúc", 14, bold=True)
        self._rule(right.add_paragraph(), 1.25)
        below_left, below_right = table.rows[1].cells
        self._run(self._tight(below_left.paragraphs[0]), number, 13)
        self._run(self._tight(below_right.paragraphs[0]), place_and_day, 14, italic=True)

    def _rule(self, paragraph: Any, indent: float) -> None:
        """A thin line of its own below a heading: the top border of an empty line, shortened by cm on both sides."""
        self._tight(paragraph)
        form = paragraph.paragraph_format
        form.left_indent = form.right_indent = Cm(indent)
        form.line_spacing, form.space_before = Pt(5), Pt(1)
        borders = OxmlElement("w:pBdr")
        top = OxmlElement("w:top")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            top.set(qn(f"w:{name}"), value)
        borders.append(top)
        properties = paragraph._p.get_or_add_pPr()
        # The schema wants the borders before spacing and indents.
        properties.insert(0, borders)

    def about(self, subject: str, receivers: Sequence[str]) -> None:
        """Of a letter: V/v below its number on the left, then whom it goes to."""
        cell = self.document.tables[-1].rows[1].cells[0]
        self._run(self._tight(cell.add_paragraph()), subject, 12)
        for n, receiver in enumerate(receivers):
            paragraph = self._tight(self.document.add_paragraph())
            paragraph.paragraph_format.space_before = Pt(18 if n == 0 else 0)
            self._run(paragraph, f"Kính gửi: {receiver}" if n == 0 else receiver, 14)
        paragraph.paragraph_format.space_after = Pt(12)

    def title(self, kind: str, subject: Sequence[str]) -> None:
        """The kind of document and what it is about, centred, with a line below."""
        paragraph = self._tight(self.document.add_paragraph())
        paragraph.paragraph_format.space_before = Pt(18)
        self._run(paragraph, kind, 14, bold=True)
        for line in subject:
            paragraph = self._tight(self.document.add_paragraph())
            self._run(paragraph, line, 14, bold=True)
        rule = self.document.add_paragraph()
        self._rule(rule, 6)
        rule.paragraph_format.space_after = Pt(12)

    def body(self, text: str) -> None:
        """A paragraph: justified, first line 1,27 cm, 6 pt apart."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = JUSTIFY
        form = paragraph.paragraph_format
        form.first_line_indent, form.space_before, form.space_after = Cm(1.27), Pt(0), Pt(6)
        form.line_spacing = 1.15
        self._run(paragraph, text, 14)

    def heading(self, text: str) -> None:
        paragraph = self.document.add_paragraph()
        form = paragraph.paragraph_format
        form.first_line_indent, form.space_before, form.space_after = Cm(1.27), Pt(6), Pt(6)
        form.keep_with_next = True
        self._run(paragraph, text, 14, bold=True)

    def note(self, text: str) -> None:
        paragraph = self._tight(self.document.add_paragraph(), LEFT)
        paragraph.paragraph_format.space_before = Pt(6)
        self._run(paragraph, text, 12, italic=True)

    def signature(self, recipients: Sequence[str], office: Sequence[str], name: str) -> None:
        """Nơi nhận on the left, who signs on the right, office line by line, with room for the seal."""
        table = self.document.add_table(rows=1, cols=2)
        self._widths(table, [8.0, 8.5])
        self._whole(table.rows[0])
        left, right = table.rows[0].cells
        self._run(self._tight(left.paragraphs[0], LEFT), "Nơi nhận:", 12, bold=True, italic=True)
        for line in recipients:
            self._run(self._tight(left.add_paragraph(), LEFT), f"- {line}", 11)
        for n, line in enumerate(office):
            self._run(self._tight(right.add_paragraph() if n else right.paragraphs[0]), line, 14, bold=True)
        for _ in range(4):
            self._tight(right.add_paragraph())
        self._run(self._tight(right.add_paragraph()), name, 14, bold=True)

    def _whole(self, row: Any) -> None:
        """A row that is never cut by a page's end."""
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    def annex(self, name: str, title: str, beside: str) -> None:
        """A new page with the annex's number, its title in capitals, and in italics which document it comes with."""
        self.first(name, title, beside)
        self.document.paragraphs[-3].paragraph_format.page_break_before = True

    def first(self, name: str, title: str, beside: str) -> None:
        """The same at the top of the document."""
        paragraph = self._tight(self.document.add_paragraph())
        self._run(paragraph, name, 14, bold=True)
        self._run(self._tight(self.document.add_paragraph()), title, 14, bold=True)
        paragraph = self._tight(self.document.add_paragraph())
        paragraph.paragraph_format.space_after = Pt(8)
        self._run(paragraph, beside, 14, italic=True)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *,
              size: float = 11, centred_last: bool = False) -> None:
        """A bordered table whose head repeats on each page; widths in cm, size in points."""
        table = self.document.add_table(rows=1, cols=len(heads))
        table.style = "Table Grid"
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        self._cell_margins(table, 0.08)
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            self._run(self._tight(cell.paragraphs[0]), text, size, bold=True)
        repeat = OxmlElement("w:tblHeader")
        repeat.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)
        lefts = {1} if centred_last else {1, len(heads) - 1}
        for row in rows:
            added = table.add_row()
            self._whole(added)
            for n, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
                self._run(self._tight(cell.paragraphs[0], LEFT if n in lefts else CENTRE), str(text), size)
        self._widths(table, widths)

    def _cell_margins(self, table: Any, centimetres: float) -> None:
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            element = OxmlElement(f"w:{side}")
            element.set(qn("w:w"), str(int(centimetres * 567)))
            element.set(qn("w:type"), "dxa")
            margins.append(element)
        properties = table._tbl.tblPr
        look = properties.find(qn("w:tblLook"))
        # The schema wants the margins before the look.
        properties.insert(len(properties) if look is None else list(properties).index(look), margins)

    def _widths(self, table: Any, widths: Sequence[float]) -> None:
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)

    def save(self, target: Path) -> None:
        """Write the file whole or not at all; no user, no time of ours in its properties."""
        # Packed in memory: a packer that finds no room on the disk complains again when it is thrown away.
        content = self.content()
        with whole(target) as draft:
            draft.write_bytes(content)

    def content(self) -> bytes:
        """The file's bytes."""
        self.document.core_properties.author = "Măng Non"
        packed = io.BytesIO()
        self.document.save(packed)
        return packed.getvalue()
