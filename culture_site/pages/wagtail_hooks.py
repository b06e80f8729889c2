"""What the CMS has from us: reports for editors, and who is told what of a review."""

from typing import Any

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import Page, WorkflowState
from wagtail.permissions import policy_registry
from wagtail.signals import workflow_approved, workflow_rejected

from .views import reports

# The inbox says it, with a mail as its copy (receivers.py); Wagtail would send a second one while the editor waits.
for signal, name in ((workflow_approved, "approved"), (workflow_rejected, "rejected")):
    signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{name}_email_notification")


class ReportItem(MenuItem):
    """Shown to whoever may edit pages at all."""

    def is_shown(self, request: Any) -> bool:
        return policy_registry.get_by_type(Page).user_has_any_permission(
            request.user, ["add", "change", "publish"]
        )


@hooks.register("register_admin_urls")
def register_report_urls() -> list[Any]:
    addresses = [
        path("translations/", reports.TranslationReport.as_view(), name="translations"),
        path(
            "translations/results/",
            reports.TranslationReport.as_view(results_only=True),
            name="translation-results",
        ),
        path("translations/<int:pk>/translate/", reports.TranslateView.as_view(), name="translate"),
        path("translations/<int:pk>/in-step/", reports.InStepView.as_view(), name="in-step"),
        path("links/", reports.LinkReport.as_view(), name="links"),
        path("links/results/", reports.LinkReport.as_view(results_only=True), name="link-results"),
        path("pictures/", reports.PictureReport.as_view(), name="pictures"),
        path("pictures/results/", reports.PictureReport.as_view(results_only=True), name="picture-results"),
    ]
    return [path("page-reports/", include((addresses, "page-reports")))]


def _register_menu_item(label: Any, name: str, icon: str, order: int) -> None:
    @hooks.register("register_reports_menu_item")
    def item() -> MenuItem:
        return ReportItem(
            label, reverse(f"page-reports:{name}"), name=f"page-{name}", icon_name=icon, order=order
        )


_register_menu_item(_("Languages out of step"), "translations", "globe", 100)
_register_menu_item(_("Broken links"), "links", "link", 110)
_register_menu_item(_("Unused pictures"), "pictures", "image", 120)


@hooks.register("insert_global_admin_css")
def colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms.css"))


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    @actions.register_action(reports.IN_STEP)
    class InStepFormatter(LogFormatter):
        label = _("Say that both languages are in step")
        message = _("Said that both languages are in step")
