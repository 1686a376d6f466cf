from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "mangnon.participation"
    label = "participation"
    verbose_name = "Tham gia"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from mangnon.core import hooks

        from . import telling

        hooks.timeline.append(telling.timeline)
        hooks.panels.append(hooks.Panel("tham-gia", _("Tham gia"), "participation:panel", telling.may_read, 50))
        hooks.row_words.update({"participation.Survey": _("đợt khảo sát"),
                                "participation.SurveyCode": _("phiếu khảo sát")})
        hooks.instruments.append(telling.instruments)
