"""Writing to the academy team, and the team's list of what came in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import FormView, ListView, View

from culture_site.core.exceptions import RuleError
from culture_site.people.requests import SignedInRequest

from ..contact import receive, set_handled, take_turn
from ..forms.contact import ContactForm
from ..models import ContactMessage, NakaTaraPage
from ..permissions import can_read_messages


@method_decorator(login_not_required, name="dispatch")
class ContactView(FormView):
    """Where the form of the NakaTara page goes; shows it alone when something is missing."""

    template_name = "pages/contact.html"
    form_class = ContactForm

    def form_valid(self, form: ContactForm) -> HttpResponse:
        if not form.is_from_a_script:
            try:
                take_turn(self.request)
            except RuleError as error:
                form.add_error(None, str(error))
                return self.render_to_response(self.get_context_data(form=form), status=429)
            form.instance.language = self.request.LANGUAGE_CODE
            receive(message=form.instance)
        messages.success(
            self.request, _("Thank you. The academy team has your message and answers by e-mail.")
        )
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        pages = NakaTaraPage.objects.live().filter(locale__language_code=self.request.LANGUAGE_CODE)
        page = pages.first()
        return (page.get_url(self.request) if page else None) or f"/{self.request.LANGUAGE_CODE}/"


class MessagesMixin(View):
    """Pages that do not exist for whoever is not in the academy team."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not can_read_messages(self.request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class MessageListView(MessagesMixin, ListView):
    request: SignedInRequest
    template_name = "pages/message_list.html"
    context_object_name = "contact_messages"
    paginate_by = 25

    def get_queryset(self) -> Any:
        return ContactMessage.objects.open_first()


class MessageHandleView(MessagesMixin):
    http_method_names = ["post"]

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        message = get_object_or_404(ContactMessage, pk=pk)
        set_handled(message=message, is_handled="again" not in request.POST)
        messages.success(
            request, _("Open again.") if message.handled_at is None else _("Marked as answered.")
        )
        return redirect("pages:message-list")
