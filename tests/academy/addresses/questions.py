from tests.permissions import Line

TABLE: dict[str, Line] = {}
