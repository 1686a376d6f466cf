"""Doors of the indicators room."""
from __future__ import annotations

from django.urls import path

from . import reading_views, views
from .detected import views as detected
from .own import views as own

app_name = "indicators"
urlpatterns = [
    path("tong-quan/", views.board, name="board"),
    path("muc-tieu/<str:number>/", views.objective, name="objective"),
    path("viec-cua-toi/", views.mine, name="mine"),
    path("cach-hieu/", reading_views.reading_list, name="readings"),
    path("cach-hieu/<slug:name>/", reading_views.decide, name="reading"),
    path("chi-tieu/<str:code>/", views.measure, name="measure"),
    path("chi-tieu/<str:code>/hoi-thon/<uuid:unit>/", detected.note, name="silence"),
    path("chi-tieu-rieng/", own.own_list, name="own-list"),
    path("chi-tieu-rieng/them/", own.new, name="own-new"),
    path("chi-tieu-rieng/<str:code>/", own.own, name="own"),
    path("chi-tieu-rieng/<str:code>/sua/", own.edit, name="own-edit"),
    path("chi-tieu-rieng/<str:code>/cat/", own.put_away, name="own-put-away"),
]
