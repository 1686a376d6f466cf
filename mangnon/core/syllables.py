"""Whether a word can be a Vietnamese syllable: initial, rime and tone that go together. Pure.

Used to tell text from the same bytes read in a wrong encoding: nearly every wrong reading breaks these rules.
"""
from __future__ import annotations

import unicodedata

_TONES = "\u0300\u0309\u0303\u0301\u0323"
_STOPPED = ("c", "ch", "p", "t")
"""A syllable that ends so bears the rising (sắc) or the heavy tone (nặng) only, or is written without marks."""

_INITIAL_WORDS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RIME_WORDS = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ăk âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê
êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y yêm yên yêng yêt yêu o oc oi om on
ong op ot ooc oong oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm
ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt uân uâng uât uây uê uêch uênh uêu
uơ uy uya uych uyên uyêt uyn uynh uyp uyt uyu yt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu ynh ych
"""
_COMMON_WORDS = """
nguyễn trần lê phạm hoàng huỳnh phan võ vũ đặng bùi đỗ hồ ngô dương lý đào đoàn trịnh lưu tạ tô hà thái đinh lâm
phùng mạc tống cù quách vương triệu kiều nghiêm thạch trương đàm lục hứa bế nông lò văn thị hữu đình đức bảo gia
ngọc thùy thúy thủy xuân tuấn diệu khánh quỳnh phương tường nhật thế công trọng hải hùng dũng đạt hằng hiếu hòa hoa
huệ hương hường hồng khôi khoa kiên linh lộc long lợi mạnh mỹ nghĩa nhân nhi nhung như oanh phúc phước phượng quân
quang quốc quý quyên quyết sơn sáng sen tài tâm tân tấn thắng thành thảo thơ thơm thu thuận thư thương tiến tình
toàn trí trung trường tú tuyết tùng uyên vân việt vinh vượng vy yến ý ánh ân ẩn bích bình cảnh cúc cường diễm duyên
dậu giang hạnh hậu hiền hiển hoài hợp huyền kỳ lệ liễu loan lụa mẫn mận mùi năm ngân ngà ngát nguyệt nhàn nở núi phú
phụng quế sửu tị tỵ thìn thanh tuất tý thân thập thoa thịnh tĩnh tuệ tuyên vĩnh xã thôn xóm huyện tỉnh họ tên ngày
tháng sinh giới tính nữ mẹ cha bố ông bà số cân nặng chiều cao lớp học trạm tế hộ nghèo cận khuyết tật trẻ em địa
chỉ ghi chú dân tộc định danh đã chưa có không mũi tiêm ở tại từ đến và của là được con cháu thứ tự sách cộng tổng
lập người bảng biểu đơn vị quê quán nơi đăng ký khai chết kinh mường thổ dao mông tày nùng
"""
_INITIALS = sorted(_INITIAL_WORDS.split(), key=len, reverse=True)
_RIMES = frozenset(_RIME_WORDS.split())
COMMON = frozenset(_COMMON_WORDS.split())
"""Syllables with marks that names, places and headings of lists are mostly made of."""


def is_syllable(word: str) -> bool:
    """Whether the word (any case, NFC) is spelled as a Vietnamese syllable."""
    letters, tone = _taken_apart(word)
    return any(_goes(letters[len(initial):], tone) or (initial == "gi" and _goes(letters[1:], tone))
               for initial in (*_INITIALS, "") if letters.startswith(initial))


def _goes(rime: str, tone: str) -> bool:
    if rime not in _RIMES:
        return False
    return not rime.endswith(_STOPPED) or tone in ("", "\u0301", "\u0323")


def _taken_apart(word: str) -> tuple[str, str]:
    """Letters without the tone, and the tone; more than one tone makes a word that is no syllable."""
    letters = unicodedata.normalize("NFD", word.lower().replace("ð", "đ"))
    tones = [c for c in letters if c in _TONES]
    if len(tones) > 1:
        return "", ""
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES)), "".join(tones)
