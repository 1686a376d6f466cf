"""Doors of the intake room."""
from __future__ import annotations

from django.urls import path

from . import blank_views, list_views, preview_views, quality_views, review_views, views, writing_views
from .duplicates import views as duplicates
from .gateway import views as gateway
from .mending import views as mending
from .reconciling import views as reconciling
from .resurvey import views as resurvey

app_name = "intake"
urlpatterns = [
    path("", list_views.front, name="front"),
    path("so/", views.folder, name="folder"),
    path("chat-luong/", quality_views.quality, name="quality"),
    path("trung-lap/", duplicates.duplicates, name="duplicates"),
    path("trung-lap/<uuid:one>/<uuid:other>/", duplicates.pair, name="duplicate"),
    path("trung-lap/da-gop/<uuid:pk>/", duplicates.joined, name="duplicate-joined"),
    path("chat-luong/chua-biet/<slug:what>/<uuid:place>/", mending.lacks, name="quality-lacking"),
    path("chat-luong/them/", quality_views.quality_add, name="quality-add"),
    path("chat-luong/noi/", mending.said, name="quality-said"),
    path("can-hoi-lai/", mending.asked, name="asked"),
    path("can-hoi-lai/<uuid:pk>/", mending.answered, name="asked-answer"),
    path("doi-chieu-dan-cu/", gateway.inquiries, name="inquiries"),
    path("doi-chieu-dan-cu/<uuid:pk>/", gateway.inquiry, name="inquiry"),
    path("doi-chieu-dan-cu/<uuid:pk>/yeu-cau.xlsx", gateway.request_file, name="inquiry-file"),
    path("doi-chieu-dan-cu/<uuid:pk>/rut-lai/", gateway.take_back, name="inquiry-withdraw"),
    path("phuc-tra/", resurvey.resurveys, name="resurveys"),
    path("phuc-tra/<uuid:pk>/", resurvey.resurvey, name="resurvey"),
    path("phuc-tra/<uuid:pk>/phieu.docx", resurvey.sheets, name="resurvey-sheets"),
    path("phuc-tra/<uuid:pk>/bo/", resurvey.drop, name="resurvey-drop"),
    path("phuc-tra/<uuid:pk>/<uuid:unit>/", resurvey.grid, name="resurvey-grid"),
    path("doi-chieu/", reconciling.bench, name="reconcile"),
    path("doi-chieu/sua/", reconciling.owner, name="reconcile-owner"),
    path("doi-chieu/cong-van/", reconciling.write, name="reconcile-letter"),
    path("doi-chieu/cong-van/<uuid:pk>/", reconciling.letter, name="letter"),
    path("danh-sach/", list_views.lists, name="lists"),
    path("danh-sach/mau.xlsx", blank_views.blank_list, name="blank"),
    path("danh-sach/<uuid:pk>/", preview_views.one_list, name="list"),
    path("danh-sach/<uuid:pk>/hieu-lai/", preview_views.understood, name="list-understood"),
    path("danh-sach/<uuid:pk>/bo/", list_views.dropped, name="list-drop"),
    path("danh-sach/<uuid:pk>/tien-do/", writing_views.progress, name="list-progress"),
    path("danh-sach/<uuid:pk>/dung/", writing_views.stop, name="list-stop"),
    path("danh-sach/<uuid:pk>/hoan-tac/", writing_views.undo, name="list-undo"),
    path("danh-sach/<uuid:pk>/nhap-lai/", writing_views.again, name="list-again"),
    path("danh-sach/<uuid:pk>/can-sua.xlsx", writing_views.marked, name="list-marked"),
    path("danh-sach/<uuid:pk>/can-xem/", review_views.review, name="list-review"),
]
