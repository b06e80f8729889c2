from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "culture_site.jobs"
    label = "jobs"
    verbose_name = _("Background work")

    def ready(self) -> None:
        from django_q.signals import post_execute

        from culture_site.core.navigation import Room, register_bell

        from . import heartbeat, notices, personal_data, receivers, sweep

        personal_data.register_all()
        post_migrate.connect(receivers.prepare_ground, sender=self)
        post_execute.connect(heartbeat.acknowledging, dispatch_uid="jobs.heartbeat")
        notices.register_kind(
            sweep.KIND, _("Running the site"), order=900, is_for=lambda person: person.is_superuser
        )
        register_bell(
            Room(
                label=_("Inbox"),
                url_name="jobs:notice-list",
                icon="bell",
                order=0,
                is_open=lambda user: True,
                namespaces=("jobs",),
                count=receivers.unread_count,
            )
        )
