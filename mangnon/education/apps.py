from django.apps import AppConfig


class EducationConfig(AppConfig):
    name = "mangnon.education"
    label = "education"
    verbose_name = "Giáo dục"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from mangnon.core import hooks
        from mangnon.registry.child_records import histories_of

        from . import telling
        from .kinds import KINDS

        hooks.timeline.append(telling.timeline)
        hooks.grids.append(telling.grids)
        hooks.record_links.append(telling.links)
        hooks.nav.append(telling.entries)
        hooks.panels.append(hooks.Panel("truong-hoc", _("Trường học"), "education:panel", telling.may_read, 30))
        hooks.histories.append(histories_of(KINDS))
        hooks.row_words["education.Enrolment"] = _("năm học")
