from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "mangnon.web"
    label = "web"
    verbose_name = "Giao diện"
