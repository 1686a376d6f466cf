"""Words that Vietnamese middle and given names are made of: one letter apart, two of them are two names. Pure.

"Văm" and "Tị" are spelled as syllables, but nobody is called so: they are Văn and Thị mistyped.
"""
from __future__ import annotations

from .describing import Word, word

_WORDS = """
an ái ân anh ánh ảnh ấn âu ba bá bạch ban bảo bắc băng bằng bích biên bình bính bội bông bửu ca cảnh cẩm cần cẩn cát
chánh châu chi chí chiến chiêu chinh chính chu chung chương chức công cúc cung cương cường cửu dạ danh dân diễm diệm
diên diễn diện diệp diệu dung dũng duy duyên dư dương dưỡng đài đại đam đan đàn đăng đằng đạo đào đạt đắc điềm điền
điển điệp đình định đoan đoàn đoài đông đồng đức đường gấm gia giác giang giao giáp hà hạ hải hàn hân hạnh hảo hào hạo
hằng hậu hiên hiền hiển hiến hiện hiệp hiệu hiếu hinh hoa hòa hỏa hoài hoan hoàn hoạch hoàng hoạt học hồ hội hồng
hợp huân huấn huệ hùng huy huyên huyền huỳnh hưng hương hướng hường hưởng hữu hỷ kha khả khai khải khang khanh khánh
khắc khiêm khiết khoa khoan khoát khôi khởi khuê khuyên khương kiêm kiên kiếm kiệt kiều kim kính kỳ kỷ la lạc lam lan
lành lãm lâm lân lập lê lệ lịch liên liêm liễu linh loan long lộc lợi luân luận luật lụa lục lưu lương lượng ly lý
mai mạnh mão mậu mây mẫn mận mi minh miên mộc mộng my mỹ na nam năng nết nga ngà ngạn ngân nghi nghĩa nghiêm nghiệp ngọ
ngoan ngọc ngôn nguyên nguyễn nguyện nguyệt nhã nhài nhàn nhạn nhật nhân nhẫn nhi nhiên nhị nho như nhu nhung nhuận
nhựt ninh nữ nương oanh phạm phan phát phi phong phú phụ phúc phụng phước phương phượng quang quảng quân quế
quốc quy quý quỳ quyên quyền quyết quỳnh sa sáng sang san sâm sen sĩ sinh song sơn sương sự tài tạo tâm tân tấn tần tất
tây thạch thái tham thanh thành thạnh thảo thắm thăng thắng thân thần thế thi thị thiên thiện thiệu thiều thịnh thìn
thọ thoa thoại thông thống thơ thơm thu thuần thuận thuật thục thùy thúy thủy thuyên thuyết thư thương thường thượng
thức tích tiên tiến tiền tiệp tín tinh tình tĩnh tính toàn toán tố tôn tòng trà trác trang trạch trâm trân trầm trần tri
trí triết triều triển trinh trình trịnh trọng trúc trung trường trưởng tú tuân tuấn tuệ tùng tuyền tuyến tuyết tư từ tứ
tường tưởng tượng tỵ uy uyên ước vàng vân văn vi vĩ viên viễn việt vinh vĩnh vịnh võ vũ vui vương vượng vy vỹ xuân
xuyến yên yến ý
"""
_KEYS = frozenset(word(text).key for text in _WORDS.split())
_PLAIN = frozenset(word(text).plain for text in _WORDS.split())


def in_names(one: Word, *, marks: bool) -> bool:
    """Whether people are called so. marks: whether who wrote it types marks; else a word may stand for one with them.
    """
    return one.key in _KEYS or (not marks and one.plain in _PLAIN)
