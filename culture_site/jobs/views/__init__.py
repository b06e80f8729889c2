from .inbox import NoticeListView, NoticeOpenView, NoticesReadView, PreferenceEditView

__all__ = ["NoticeListView", "NoticeOpenView", "NoticesReadView", "PreferenceEditView"]
