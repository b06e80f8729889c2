from .health import healthz, readyz
from .inbox import NoticeListView, NoticeOpenView, NoticesReadView, PreferenceEditView

__all__ = [
    "NoticeListView",
    "NoticeOpenView",
    "NoticesReadView",
    "PreferenceEditView",
    "healthz",
    "readyz",
]
