from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NakawanConfig(AppConfig):
    name = "nakawan"
    label = "nakawan"
    verbose_name = _("Nakawan")
