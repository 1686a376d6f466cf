"""Doors of the intake room."""
from __future__ import annotations

from django.urls import path

from . import list_views, review_views, views

app_name = "intake"
urlpatterns = [
    path("so/", views.folder, name="folder"),
    path("danh-sach/", list_views.lists, name="lists"),
    path("danh-sach/<uuid:pk>/", list_views.one_list, name="list"),
    path("danh-sach/<uuid:pk>/hieu-lai/", list_views.understood, name="list-understood"),
    path("danh-sach/<uuid:pk>/bo/", list_views.dropped, name="list-drop"),
    path("danh-sach/<uuid:pk>/hoan-tac/", list_views.undo, name="list-undo"),
    path("danh-sach/<uuid:pk>/can-sua.xlsx", list_views.marked, name="list-marked"),
    path("danh-sach/<uuid:pk>/can-xem/", review_views.review, name="list-review"),
]
