"""The grid of a batch, and the same as a file."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import ListView

from culture_site.core.dates import today
from culture_site.core.spreadsheets import write_csv, write_xlsx
from culture_site.people.requests import SignedInRequest

from ..care import with_care
from ..forms.mentoring import GridFilterForm
from ..grid import Cell, rows_of, stages_of, table_of
from ..models import Enrollment, Module
from .batches import CohortReadMixin

PAGE_LENGTH = 50
# One cell of each kind, for the key below the grid.
KEY = [Cell(1, 2, 2), Cell(1, 1, 2), Cell(1, 0, 2), Cell(1, 0, 0)]


class GridMixin(CohortReadMixin):
    """People of one batch as they are searched and filtered, in the order of their names."""

    @cached_property
    def filters(self) -> GridFilterForm:
        return GridFilterForm(self.request.GET)

    @cached_property
    def modules(self) -> list[Module]:
        return list(Module.objects.filter(version=self.cohort.version_id).order_by("week"))

    @property
    def weeks(self) -> list[int]:
        return [module.week for module in self.modules]

    def get_queryset(self) -> QuerySet[Enrollment]:
        people = Enrollment.objects.coached_by(self.request.user).filter(cohort=self.cohort)
        people = with_care(people.select_related("person", "summary"), self.cohort)
        return self.filters.apply(people).order_by("person__name", "pk")


class CohortDetailView(GridMixin, ListView):
    request: SignedInRequest
    template_name = "academy/cohort_detail.html"
    context_object_name = "enrollments"
    paginate_by = PAGE_LENGTH

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        query = self.request.GET.copy()
        query.pop("page", None)
        return context | {
            "filters": self.filters,
            "is_filtered": any(self.filters.data.get(name) for name in self.filters.fields),
            "query": query.urlencode(),
            "modules": self.modules,
            "stages": stages_of(self.modules),
            "rows": rows_of(context["enrollments"], self.weeks),
            "marks": [(cell.state, cell.state_label) for cell in KEY],
        }


class CohortExportView(GridMixin):
    """The grid as it is filtered, as a file. `kind` is csv or xlsx."""

    kind = "csv"

    def get(self, request: SignedInRequest, pk: int) -> HttpResponse:
        rows = table_of(self.cohort, rows_of(self.get_queryset(), self.weeks), self.weeks)
        if self.kind == "xlsx":
            content = write_xlsx({_("Batch"): rows})
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        else:
            content, content_type = write_csv(rows), "text/csv; charset=utf-8"
        response = HttpResponse(content, content_type=content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="batch-{pk}-{today()}.{self.kind}"'
        response.headers["Cache-Control"] = "no-store"
        return response
