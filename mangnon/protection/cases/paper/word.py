"""A form as a Word document, block by block."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from mangnon.web import paper as page

from .form_file import Paper
from .laid import EMPTY, TICKED, Block, Head, Line, laid, note_of, size_of

WIDTH, HALF = 16.5, 8.4
"""cm: between the margins, and where the second of two answers side by side begins."""
MARKS = "Segoe UI Symbol"
"""The letters of the office's font have no boxes to tick."""


class CaseDocument(page.Paper):
    """A document of an authority with dotted lines, boxes to tick and more than one to sign."""

    def __init__(self, subject: str, size: float) -> None:
        super().__init__(subject)
        self.size = size
        self.sheet_begins = False

    def draw(self, block: Block) -> None:
        """One block of ``laid``."""
        getattr(self, f"_draw_{block.kind}")(block)

    def _line(self, *, before: float = 0, after: float = 2, alignment: Any = page.LEFT) -> Any:
        paragraph = self._tight(self.document.add_paragraph(), alignment)
        form = paragraph.paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(after)
        if self.sheet_begins:
            form.page_break_before, self.sheet_begins = True, False
        return paragraph

    def _draw_mark(self, block: Block) -> None:
        paragraph = self._line()
        form = paragraph.paragraph_format
        form.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        self._run(paragraph, f"\t{block.text}", 12, bold=True)

    def _draw_head(self, block: Block) -> None:
        self.letterhead("\n".join(block.rows), block.text, block.beside)
        if block.below:
            cell = self.document.tables[-1].rows[1].cells[0]
            self._run(self._tight(cell.add_paragraph()), block.below, 12)

    def _draw_state(self, block: Block) -> None:
        self._run(self._line(after=0, alignment=page.CENTRE), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True)
        self._run(self._line(after=0, alignment=page.CENTRE), "Độc lập - Tự do - Hạnh phúc", 14, bold=True)
        self._rule(self.document.add_paragraph(), 5.6)

    def _draw_to(self, block: Block) -> None:
        for n, receiver in enumerate(block.rows):
            last = n == len(block.rows) - 1
            paragraph = self._line(before=0 if n else 14, after=12 if last else 0, alignment=page.CENTRE)
            self._run(paragraph, receiver if n else f"Kính gửi: {receiver}", self.size)

    def _draw_title(self, block: Block) -> None:
        self.title(block.text, block.rows)

    def _draw_authority(self, block: Block) -> None:
        self._run(self._line(after=10, alignment=page.CENTRE), block.text, self.size, bold=True)

    def _draw_ground(self, block: Block) -> None:
        paragraph = self._line(alignment=page.JUSTIFY)
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        self._run(paragraph, block.text, self.size, italic=True)

    def _draw_order(self, block: Block) -> None:
        self._run(self._line(before=8, after=8, alignment=page.CENTRE), block.text, self.size, bold=True)

    def _draw_heading(self, block: Block) -> None:
        paragraph = self._line(before=8)
        paragraph.paragraph_format.keep_with_next = True
        self._run(paragraph, block.text, self.size, bold=True)

    def _draw_text(self, block: Block) -> None:
        paragraph = self._line(after=6, alignment=page.JUSTIFY)
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        if block.beside:
            self._run(paragraph, block.beside, self.size, bold=True)
        self._run(paragraph, block.text, self.size)

    def _draw_lines(self, block: Block) -> None:
        if len(block.lines) == 1 and "\n" in block.lines[0].words:
            return self._many_lines(block.lines[0])
        paragraph = self._line()
        for n, line in enumerate(block.lines):
            last = n == len(block.lines) - 1
            self._run(paragraph, f"{line.label}: {line.words}", self.size)
            if not line.words or not last:
                self._stop(paragraph, WIDTH if last else HALF - (0 if line.words else 0.3), dotted=not line.words)
                if not last and not line.words:
                    self._stop(paragraph, HALF, dotted=False)
        for _ in range(block.lines[0].lines - 1 if len(block.lines) == 1 and not block.lines[0].words else 0):
            self._stop(self._line(), WIDTH, dotted=True)
        return None

    def _many_lines(self, line: Line) -> None:
        label = self._line()
        label.paragraph_format.keep_with_next = True
        self._run(label, f"{line.label}:", self.size)
        for words in line.words.split("\n"):
            paragraph = self._line(alignment=page.JUSTIFY)
            paragraph.paragraph_format.left_indent = Cm(0.6)
            self._run(paragraph, words, self.size)

    def _stop(self, paragraph: Any, at: float, *, dotted: bool) -> None:
        """Go on at a place of the line, over dots where something is to be written there."""
        leader = WD_TAB_LEADER.DOTS if dotted else WD_TAB_LEADER.SPACES
        side = WD_TAB_ALIGNMENT.LEFT if at == HALF else WD_TAB_ALIGNMENT.RIGHT
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(at), side, leader)
        self._run(paragraph, "\t", self.size)

    def _draw_boxes(self, block: Block) -> None:
        paragraph = self._line()
        self._run(paragraph, f"{block.text}:", self.size)
        for ticked, words in block.boxes:
            self._run(paragraph, "  ", self.size)
            mark = self._run(paragraph, TICKED if ticked else EMPTY, self.size)
            mark.font.name = MARKS
            for script in ("w:eastAsia", "w:cs"):
                mark._r.rPr.rFonts.set(qn(script), MARKS)
            self._run(paragraph, "\u00a0" + words.replace(" ", "\u00a0"), self.size)

    def _draw_signatures(self, block: Block) -> None:
        self._run(self._tight(self.document.add_paragraph()), "", 8)
        for paragraph in self.document.paragraphs[-2:]:
            # Names and seals never stand alone on a sheet.
            paragraph.paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=1, cols=2)
        self._widths(table, [WIDTH / 2, WIDTH / 2])
        self._whole(table.rows[0])
        left, right = table.rows[0].cells
        columns = [right] if len(block.signatures) == 1 else [left, right]
        if block.rows and len(block.signatures) == 1:
            self._run(self._tight(left.paragraphs[0], page.LEFT), "Nơi nhận:", 12, bold=True, italic=True)
            for line in block.rows:
                self._run(self._tight(left.add_paragraph(), page.LEFT), f"- {line}", 11)
        for cell, (office, note, name) in zip(columns, block.signatures, strict=False):
            for n, line in enumerate(office):
                paragraph = self._tight(cell.add_paragraph() if n else cell.paragraphs[0])
                self._run(paragraph, line, self.size, bold=True)
            if note:
                self._run(self._tight(cell.add_paragraph()), note, 12, italic=True)
            for _ in range(4):
                self._tight(cell.add_paragraph()).paragraph_format.line_spacing = Pt(15)
            self._run(self._tight(cell.add_paragraph()), name, self.size, bold=True)

    def _draw_sheet(self, block: Block) -> None:
        self.sheet_begins = True

    def foot(self, text: str) -> None:
        """Small at the foot of every page, the first one too."""
        section = self.document.sections[0]
        for footer in (section.footer, section.first_page_footer):
            self._run(self._tight(footer.paragraphs[0]), text, 9, italic=True)


def docx(paper: Paper, values: Mapping[str, Any], head: Head) -> bytes:
    """The form as a Word file: what is known filled in, dotted lines for what is not. Its title is the form's."""
    document = CaseDocument(paper.title, size_of(paper))
    for block in laid(paper, values, head):
        document.draw(block)
    if note := note_of(paper):
        document.foot(note)
    return document.content()
