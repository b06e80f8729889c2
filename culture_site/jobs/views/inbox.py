"""The inbox behind the bell: each person's own notices, and which of them also come by e-mail."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, ListView, View

from culture_site.core.languages import address_in

from ..forms import PreferenceForm
from ..models import Notice
from ..notices import kinds_for


class NoticeListView(ListView):
    template_name = "jobs/notice_list.html"
    context_object_name = "notices"
    paginate_by = 20

    def get_queryset(self):
        return Notice.objects.visible_to(self.request.user).unread_first()

    def get_context_data(self, **kwargs):
        return super().get_context_data(has_kinds=bool(kinds_for(self.request.user)), **kwargs)


class NoticeOpenView(View):
    """Go where a notice leads; on the way it becomes read. A plain link, so that it also works from a mail."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
        if not notice.is_read:
            Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now())
        if not notice.url:
            return redirect("jobs:notice-list")
        return redirect(address_in(notice.url, request.LANGUAGE_CODE))


class NoticesReadView(View):
    """Mark every notice of the person as read."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        count = Notice.objects.visible_to(request.user).unread().update(read_at=timezone.now())
        if count:
            text = ngettext("%(count)s notice marked as read.", "%(count)s notices marked as read.", count)
            messages.success(request, text % {"count": count})
        return redirect("jobs:notice-list")


class PreferenceEditView(FormView):
    template_name = "jobs/preference_form.html"
    form_class = PreferenceForm
    success_url = reverse_lazy("jobs:preference-edit")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "person": self.request.user}

    def form_valid(self, form):
        form.save()
        messages.success(self.request, _("Your choice is saved."))
        return super().form_valid(form)
