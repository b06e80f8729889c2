"""When things fall due. The vectors are worked by hand on a calendar of August and September 2026."""

from datetime import date

from academy.calendar import Calendar, due_on

# 10 August 2026 is a Monday; 17 August is a holiday, a Monday, too.
START = date(2026, 8, 10)
HOLIDAY = date(2026, 8, 17)
OFFSETS = (0, 4, 5, 9, 10, 19)


def dues(blocked):
    return [due_on(START, offset, blocked).strftime("%m-%d") for offset in OFFSETS]


def test_due_on_skips_weekends_and_the_holiday():
    # Week 1: 10-14. Offset 5 would be Monday 17, the holiday: Tuesday 18. Offset 19 is four weeks less a day, and one.
    assert dues({HOLIDAY}) == ["08-10", "08-14", "08-18", "08-24", "08-25", "09-07"]


def test_due_on_skips_own_school_days_too():
    school = {date(2026, 8, 14), date(2026, 8, 21)}

    assert dues({HOLIDAY} | school) == ["08-10", "08-18", "08-19", "08-26", "08-27", "09-09"]


def test_due_on_counts_from_the_first_day_that_counts():
    # A start on a Saturday, or on a holiday, is the next working day; one day later is one day later.
    assert due_on(date(2026, 8, 8), 1) == date(2026, 8, 11)
    assert due_on(HOLIDAY, 0, {HOLIDAY}) == date(2026, 8, 18)


def test_calendar_survives_json_and_knows_its_weeks():
    calendar = Calendar.work_out(start=START, offsets={"a": 0, "b": 9}, weeks=[1, 2, 3], blocked={HOLIDAY})

    assert Calendar.from_json(calendar.as_json()) == calendar
    assert calendar.due == {"a": START, "b": date(2026, 8, 24)}
    # Weeks of five days that count: 10 to 14; 18 to 24; 25 to 31.
    assert calendar.weeks == {1: START, 2: date(2026, 8, 18), 3: date(2026, 8, 25)}
    assert calendar.ends_on == date(2026, 8, 31)
    assert [calendar.week_of(day) for day in (date(2026, 8, 1), date(2026, 8, 17), date(2026, 9, 30))] == [
        1,
        1,
        3,
    ]
