from .ledger import Heartbeat, Job
from .notices import MailLog, Notice, NoticePreference

__all__ = ["Heartbeat", "Job", "MailLog", "Notice", "NoticePreference"]
