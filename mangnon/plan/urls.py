"""Doors of the plan room."""
from __future__ import annotations

from django.urls import path

from . import days_off_views, line_views, views

app_name = "plan"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("giao/", line_views.assign, name="assign"),
    path("dong/<str:code>/", line_views.line, name="line"),
    path("dong/<str:code>/muc-nam/", line_views.milestone, name="milestone"),
    path("dong/<str:code>/muc-nam/<int:year>/bo/", line_views.withdraw_milestone, name="milestone-withdraw"),
    path("ngay-nghi/", days_off_views.days_off, name="days-off"),
    path("ngay-nghi/them/", days_off_views.edit, name="days-off-add"),
    path("ngay-nghi/<uuid:pk>/", days_off_views.edit, name="days-off-edit"),
    path("ngay-nghi/<uuid:pk>/go/", days_off_views.remove, name="days-off-remove"),
    path("ngay-nghi/<uuid:pk>/lich-su/", days_off_views.history, name="days-off-history"),
    path("khai/", views.declared, name="declared"),
    path("khai/them/", views.edit_declared, name="declared-add"),
    path("khai/<uuid:pk>/", views.edit_declared, name="declared-edit"),
    path("khai/<uuid:pk>/go/", views.remove_declared, name="declared-remove"),
    path("khai/<uuid:pk>/lich-su/", views.declared_history, name="declared-history"),
]
