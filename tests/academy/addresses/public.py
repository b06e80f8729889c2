from tests.permissions import EVERYBODY, Line

TABLE: dict[str, Line] = {
    "academy:curriculum": Line(open_to=EVERYBODY, is_public=True),
    "academy:syllabus": Line(open_to=EVERYBODY, is_public=True),
}
