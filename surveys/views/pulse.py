"""The culture pulse: one wave, as the person who asks may see it."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.views.generic import TemplateView, View

from culture_site.core import related
from culture_site.core.spreadsheets import write_csv, write_xlsx
from culture_site.people.requests import SignedInRequest

from .. import loading, wording
from ..models import Comment, Wave
from ..pulse import items, lead, own, scores, tables, trend, values
from ..pulse.edition import Edition, NextStep

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WaveMixin(View):
    """The wave of the address, or the newest one; 404 outside of what the person may open."""

    request: SignedInRequest

    @cached_property
    def waves(self) -> list[Wave]:
        """What the person may open, newest first: also the wave chooser."""
        return list(
            Wave.objects.visible_to(self.request.user).select_related("version__survey").newest_first()
        )

    @cached_property
    def found(self) -> Wave | None:
        """None where the address names no wave and there is none yet."""
        if "pk" not in self.kwargs:
            return self.waves[0] if self.waves else None
        found = next((wave for wave in self.waves if wave.pk == self.kwargs["pk"]), None)
        if found is None:
            raise Http404
        return found

    @property
    def wave(self) -> Wave:
        if self.found is None:
            raise Http404
        return self.found

    @property
    def is_newest(self) -> bool:
        """Is there no later wave of the same survey that the person may open?"""
        survey = self.wave.version.survey_id
        return self.wave == next(wave for wave in self.waves if wave.version.survey_id == survey)

    @cached_property
    def editions(self) -> list[Edition]:
        """The waves that make one trend, oldest first; the last one is the wave itself."""
        return loading.series(self.wave, self.waves, self.request.user)

    @property
    def edition(self) -> Edition:
        return self.editions[-1]


class PulseView(WaveMixin, TemplateView):
    request: SignedInRequest

    def get_template_names(self) -> list[str]:
        if self.found is None:
            return ["surveys/pulse_empty.html"]
        return ["surveys/pulse_tables.html" if self.as_tables else "surveys/pulse_detail.html"]

    @property
    def as_tables(self) -> bool:
        return self.request.GET.get("view") == "table"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.request.user.is_nakama:
            raise Http404
        context = super().get_context_data(**kwargs)
        if self.found is None:
            return context
        edition = self.edition
        context |= {
            "wave": self.wave,
            "waves": self.waves,
            "edition": edition,
            "lead": lead.lead(edition),
            "own_office": lead.own_office(edition),
            "tipping_point": lead.tipping_point(edition),
            "roles": values.role_cut(edition),
            "without": wording.without(edition.excluded),
            "method": lead.method(edition),
            "panels": related.panels("pulse", self.request, self.wave),
            "steps": related.panels("pulse-steps", self.request, NextStep(edition, self.is_newest)),
        }
        if self.as_tables:
            return context | {"tables": tables.all_tables(self.editions)}
        return context | {
            "plot": scores.dot_plot(edition),
            "response": scores.response(edition),
            "heat": values.heat_map(edition),
            "verdicts": values.verdicts(edition) if edition.has_values else [],
            "weaknesses": values.weaknesses(edition),
            "trends": trend.trends(self.editions),
            "anchor": tables.on_shared_items(edition),
            "parts": tables.parts_apart(edition),
        }


class ItemsView(WaveMixin, TemplateView):
    """How the questions did; for the Service Culture team."""

    request: SignedInRequest
    template_name = "surveys/pulse_items.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.edition.reader.sees_items:
            raise Http404
        review = items.review(self.wave.published_result.item_review)
        return super().get_context_data(wave=self.wave, review=review, **kwargs)


class OwnOfficeView(WaveMixin, TemplateView):
    """The reader's own office in plain words; not there for an office that took no part."""

    request: SignedInRequest
    template_name = "surveys/pulse_office.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.request.user.is_nakama:
            raise Http404
        found = own.own_page(self.editions)
        if found is None:
            raise Http404
        return super().get_context_data(
            wave=self.wave,
            waves=self.waves,
            edition=self.edition,
            own=found,
            method=lead.method(self.edition),
            panels=related.panels("pulse-office", self.request, self.wave),
            **kwargs,
        )


class CommentsView(WaveMixin, TemplateView):
    """What people wrote, by office, in an order of chance; for the Service Culture team."""

    request: SignedInRequest
    template_name = "surveys/pulse_comments.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.edition.reader.sees_items:
            raise Http404
        query = self.request.GET.get("q", "").strip()[:100]
        comments = Comment.objects.filter(wave=self.wave, text__icontains=query).select_related("unit")
        # By the random key: the order that they were written in is nowhere.
        by_office: dict[str, list[Comment]] = {}
        for comment in comments.order_by("unit__name", "pk"):
            by_office.setdefault(comment.unit.name if comment.unit else "", []).append(comment)
        return super().get_context_data(
            wave=self.wave, offices=list(by_office.items()), query=query, **kwargs
        )


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class CsvView(WaveMixin):
    def get(self, request: SignedInRequest, pk: int) -> HttpResponse:
        name = f"{tables.file_name(self.wave)}.csv"
        return download(write_csv(tables.tidy(self.edition)), "text/csv; charset=utf-8", name)


class XlsxView(WaveMixin):
    def get(self, request: SignedInRequest, pk: int) -> HttpResponse:
        name = f"{tables.file_name(self.wave)}.xlsx"
        return download(write_xlsx(tables.sheets(self.editions)), XLSX, name)
