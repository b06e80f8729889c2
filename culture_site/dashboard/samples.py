"""Sample content for the page that shows every component in every state."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from culture_site.culture.models import CoreValue

from .forms import MoreFieldsForm, SampleForm


def sample_content() -> dict[str, Any]:
    return {
        "sample_form": SampleForm({"full_name": "", "phone": "0813 9021 4475"}),
        "more_form": MoreFieldsForm(initial={"language": "id", "agreed": True, "office": "Semarang"}),
        "sample_values": [
            CoreValue(code=name.lower(), name=name) for name in ("Friendly", "Proactive", "Simple", "Trusted")
        ],
        "sample_date": date(2026, 7, 25),
        "sample_page": Paginator(range(60), 20).page(2),
        "slots": [
            {"value": "0930", "time": "09.30", "state": "full", "places": _("Full, 3 waiting")},
            {
                "value": "1030",
                "time": "10.30",
                "state": "few",
                "places": _("2 places left"),
                "is_chosen": True,
            },
            {"value": "1130", "time": "11.30", "state": "few", "places": _("3 places left")},
            {"value": "1300", "time": "13.00", "state": "free", "places": _("12 places")},
            {"value": "1400", "time": "14.00", "state": "closed", "places": _("Closed")},
            {"value": "1500", "time": "15.00", "state": "chosen", "places": _("You are here")},
        ],
        "steps": [
            {"state": "done", "title": _("Team talk"), "when": _("Monday"), "note": "3/7"},
            {
                "state": "now",
                "title": _("Listen first, then help"),
                "when": _("Today"),
                "note": _("12 minutes"),
            },
            {"state": "next", "title": _("Practice sentences"), "when": _("Thursday")},
            {"state": "rest", "title": _("School time"), "when": _("Friday"), "icon": "school"},
        ],
        "facts": [
            {"icon": "clock", "text": _("12 minutes")},
            {"icon": "layers", "text": _("Step 2 of 6")},
        ],
        "definitions": [(_("Name"), "Contoh Rani"), (_("Office"), "Yogyakarta 1"), (_("Batch"), "12")],
        "table_head": [_("Office"), _("Answered"), _("Score")],
        "table_rows": [
            ["Jakarta 1", "171", "72"],
            ["Semarang 1", "187", "74"],
            ["Yogyakarta 1", "121", "79"],
        ],
        "tabs": [
            {"text": _("All"), "url": "?", "is_current": True, "count": 5},
            {"text": _("Waiting"), "url": "?waiting"},
        ],
        "chips": [("delivery", _("Delivery")), ("payment", _("Payment")), ("account", _("Account"))],
        "urgency": [("low", _("Low")), ("middle", _("Middle")), ("high", _("High"))],
        "trail": [(_("Home"), "?"), (_("Components"), "")],
        "bar": ["done", "done", "half", "open", "open", "open"],
    }
