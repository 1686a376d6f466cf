"""Doors of the indicators room."""
from __future__ import annotations

from django.urls import path

from . import (
    book_views,
    calendar_views,
    cascade_views,
    changes_views,
    coming_views,
    development_views,
    given_views,
    reading_views,
    reviews_views,
    scorecard_views,
    sheet_views,
    silence_views,
    task_views,
    today_views,
    views,
)
from .detected import views as detected
from .own import views as own

app_name = "indicators"
urlpatterns = [
    path("tong-quan/", views.board, name="board"),
    path("so-vua-doi/", changes_views.changes, name="changes"),
    path("muc-tieu/<str:number>/", views.objective, name="objective"),
    path("viec-cua-toi/", views.mine, name="mine"),
    path("sap-toi/", coming_views.coming, name="coming"),
    path("sap-toi/lich/", calendar_views.calendar_page, name="coming-calendar"),
    path("phieu-viec/them/", sheet_views.new_sheet, name="sheet-new"),
    path("phieu-viec/<uuid:pk>/", sheet_views.sheet, name="sheet"),
    path("ra-soat/hoan-canh/", reviews_views.circumstances, name="review-children"),
    path("ra-soat/hoan-canh/<uuid:pk>/", reviews_views.circumstances, name="review-child"),
    path("ra-soat/ho-ngheo/", reviews_views.homes, name="review-homes"),
    path("ra-soat/ho-ngheo/<uuid:pk>/", reviews_views.homes, name="review-home"),
    path("so-ho/", book_views.book_list, name="books"),
    path("so-ho/moi-thon/", book_views.whole, name="book-whole"),
    path("so-ho/<uuid:pk>/", book_views.book, name="book"),
    path("lau-chua-co-tin/", silence_views.silence, name="silence"),
    path("viec-da-giao/", given_views.given, name="given"),
    path("viec/<uuid:pk>/", task_views.task, name="task"),
    path("viec/<uuid:pk>/ghi/", today_views.record, name="task-record"),
    path("viec/<uuid:pk>/xem-so/", today_views.check, name="task-check"),
    path("viec/cua-tre/<uuid:pk>/", task_views.panel, name="tasks-panel"),
    path("cach-hieu/", reading_views.reading_list, name="readings"),
    path("cach-hieu/<slug:name>/", reading_views.decide, name="reading"),
    path("chi-tieu/<str:code>/giao-viec/", task_views.give, name="give"),
    path("phat-trien-toan-dien/", development_views.page, name="development"),
    path("phat-trien-toan-dien/<uuid:pk>/", development_views.panel, name="development-panel"),
    path("cham-thu/<int:year>/", scorecard_views.scorecard, name="scorecard"),
    path("cham-thu/<int:year>/lich-su/", scorecard_views.scorecard_history, name="scorecard-history"),
    path("cham-thu/<int:year>/<int:criterion>/", scorecard_views.evidence, name="evidence"),
    path("minh-chung/<uuid:pk>/", scorecard_views.evidence_file, name="evidence-file"),
    path("minh-chung/<uuid:pk>/go/", scorecard_views.drop_evidence, name="evidence-drop"),
    path("chi-tieu/<str:code>/", views.measure, name="measure"),
    path("chi-tieu/<str:code>/tung-buoc/", cascade_views.cascade, name="cascade"),
    path("chi-tieu/<str:code>/hoi-thon/<uuid:unit>/", detected.note, name="village-silence"),
    path("chi-tieu-rieng/", own.own_list, name="own-list"),
    path("chi-tieu-rieng/them/", own.new, name="own-new"),
    path("chi-tieu-rieng/<str:code>/", own.own, name="own"),
    path("chi-tieu-rieng/<str:code>/sua/", own.edit, name="own-edit"),
    path("chi-tieu-rieng/<str:code>/cat/", own.put_away, name="own-put-away"),
]
