"""A small survey that is answered on the site: per value two questions of knowledge and one to agree with."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from culture_site.core.dates import today
from culture_site.people.models import Office
from surveys.answering import submit
from surveys.closing import carry_on, close
from surveys.models import Invitation, ItemKind, SurveyVersion, Wave
from surveys.opening import open_wave, plan_wave, request_opening
from tests.factories.people import CityFactory, OfficeFactory, UserFactory
from tests.factories.surveys import ItemFactory, SurveyVersionFactory

VALUES = ("Friendly", "Proactive")
OPTIONS = ("a", "b", "c")
RIGHT = {"Friendly-k1": "a", "Friendly-k2": "b", "Friendly-a1": 5,
         "Proactive-k1": "a", "Proactive-k2": "b", "Proactive-a1": 5}  # fmt: skip


def site_version(**fields) -> SurveyVersion:
    version = SurveyVersionFactory(comment_ind="Ada lagi?", comment_eng="Anything else?", **fields)
    position = 0
    for value in VALUES:
        for name, key in (("k1", "a"), ("k2", "b")):
            ItemFactory(
                version=version, position=position, uid=f"{value}-{name}", value=value, key=[key],
                options=list(OPTIONS), text_ind=f"Tanya {name}?", text_eng=f"Ask {name}?",
                option_texts={option: {"ind": f"Opsi {option}", "eng": f"Option {option}"} for option in OPTIONS},
            )  # fmt: skip
            position += 1
        ItemFactory(
            version=version, position=position, uid=f"{value}-a1", value=value, kind=ItemKind.AGREEMENT, key=[],
            points=5, text_ind="Setuju?", text_eng="Agree?",
        )  # fmt: skip
        position += 1
    return version


def people_in(office: Office, number: int, **fields) -> list:
    return UserFactory.create_batch(number, office=office, **fields)


def offices(*sizes: int, cities: Sequence[int] | None = None) -> list[Office]:
    """Offices A, B, ... with so many agents each; `cities` numbers the city of each."""
    made = {number: CityFactory() for number in set(cities or range(len(sizes)))}
    found = []
    for number, size in enumerate(sizes):
        code = chr(ord("A") + number)
        city = made[cities[number] if cities else number]
        office = OfficeFactory(code=code, name=f"Kantor {code}", city=city)
        people_in(office, size)
        found.append(office)
    return found


def planned(label: str = "Gelombang 1", **rules) -> Wave:
    version = rules.pop("version", None) or site_version()
    return plan_wave(version=version, label=label, closes_on=today() + timedelta(days=7), **rules)


def opened(label: str = "Gelombang 1", **rules) -> Wave:
    wave = request_opening(wave=planned(label, **rules))
    open_wave(wave_id=wave.pk)
    wave.refresh_from_db()
    return wave


def answer(invitation: Invitation, answers: Mapping[str, object] | None = None, comment: str = "") -> None:
    submit(
        invitation=invitation,
        person=invitation.person,
        answers=RIGHT if answers is None else answers,
        comment=comment,
    )


def counted(wave: Wave) -> Wave:
    close(wave=wave)
    carry_on(wave_id=wave.pk)
    wave.refresh_from_db()
    return wave
