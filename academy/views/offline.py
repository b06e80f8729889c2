"""When the line drops: which weeks a phone keeps to read, what the outbox asks before it sends."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View

from culture_site.core.offline import binding_of, frame_kilobytes
from culture_site.people.requests import SignedInRequest

from ..access import LearnerMixin, enrollment_of
from ..saving import weeks_to_save


@method_decorator(never_cache, name="dispatch")
class OutboxView(View):
    """Whose answers may be sent now, and the token that they need. `owner` is empty for who learns nothing here."""

    request: SignedInRequest

    def get(self, request: HttpRequest) -> JsonResponse:
        enrollment = enrollment_of(self.request)
        owner = str(enrollment.device_key) if enrollment else ""
        return JsonResponse({"owner": owner, "csrf": get_token(request)})


class OfflineView(LearnerMixin, TemplateView):
    """Which weeks this phone keeps, and which it could keep, with their size."""

    request: SignedInRequest
    template_name = "academy/offline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            weeks=weeks_to_save(self.path),
            phone=binding_of(self.request.user),
            frame_kilobytes=frame_kilobytes(),
            **kwargs,
        )
