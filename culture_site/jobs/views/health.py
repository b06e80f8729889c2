"""What a load balancer and a person on duty ask. Nobody signs in for it, and nothing secret is said."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..health import readiness


@never_cache
@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks no database: a restart would not bring that back."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when everything that people need works, else 503; the body says which check is red."""
    checks = readiness()
    is_ready = all(check["ok"] for check in checks.values())
    return JsonResponse(
        {"status": "ok" if is_ready else "red", "checks": checks}, status=200 if is_ready else 503
    )
