"""What must hold between the files of a curriculum."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from ..models import Kind, Rule
from .plain import Curriculum, PageText

Check = Callable[[Curriculum], Iterator[str]]


def check(curriculum: Curriculum) -> list[str]:
    """A sentence for each fault; none if the curriculum can be loaded."""
    return [sentence for one in CHECKS for sentence in one(curriculum)]


def _weeks(curriculum: Curriculum) -> Iterator[str]:
    numbers = [week.week for week in curriculum.weeks]
    if not numbers:
        yield "There is no week: no file is called week-01.toml."
        return
    for number, times in Counter(numbers).items():
        if times > 1:
            places = ", ".join(week.place for week in curriculum.weeks if week.week == number)
            yield f"{places}: week {number} is there {times} times."
    for number in sorted(set(range(1, max(numbers))) - set(numbers)):
        yield f"Week {number} is missing: there are weeks up to {max(numbers)}."


def _ids(curriculum: Curriculum) -> Iterator[str]:
    for rows in (curriculum.activities, curriculum.questions):
        places = defaultdict(list)
        for row in rows:
            places[row.id].append(row.place)
        for key, found in places.items():
            if key and len(found) > 1:
                yield f"{'; '.join(found)}: the id {key} is there {len(found)} times."


def _offsets(curriculum: Curriculum) -> Iterator[str]:
    for week in curriculum.weeks:
        for before, after in zip(week.activities, week.activities[1:], strict=False):
            if after.offset < before.offset:
                yield (
                    f"{after.place}: offset {after.offset} runs backwards; "
                    f"{before.id} before it has {before.offset}."
                )


def _groups(curriculum: Curriculum) -> Iterator[str]:
    members = Counter(activity.group for activity in curriculum.activities if activity.rule == Rule.GROUP)
    for activity in curriculum.activities:
        if activity.rule == Rule.GROUP and not activity.group:
            yield f"{activity.place}: the rule is “group”, but no group is named."
        elif activity.rule == Rule.GROUP and members[activity.group] == 1:
            yield f"{activity.place}: the group {activity.group} has one member; a choice needs two."
        elif activity.rule != Rule.GROUP and activity.group:
            yield f"{activity.place}: names the group {activity.group}, but its rule is “{activity.rule.value}”."


def _needs(curriculum: Curriculum) -> Iterator[str]:
    order = {activity.id: place for place, activity in enumerate(curriculum.activities)}
    needs = {
        activity.id: [need for need in activity.needs if need in order] for activity in curriculum.activities
    }
    circles = list(_circles(needs))
    for circle in circles:
        yield f"These need one another in a circle: {' > '.join([*circle, circle[0]])}."
    in_circles = {(a, b) for circle in circles for a, b in zip(circle, [*circle[1:], circle[0]], strict=True)}
    for activity in curriculum.activities:
        for need in activity.needs:
            if need not in order:
                yield f"{activity.place}: needs {need}, which no week has."
            elif order[need] >= order[activity.id] and (activity.id, need) not in in_circles:
                yield f"{activity.place}: needs {need}, which comes later than itself."


def _circles(needs: dict[str, list[str]]) -> Iterator[list[str]]:
    """Each circle once, starting with the activity that comes first. Depth first, without recursion."""
    done: set[str] = set()
    for start in needs:
        way: list[str] = []
        ahead: list[Iterator[str]] = [iter([start])]
        while ahead:
            step = next(ahead[-1], None)
            if step is None:
                ahead.pop()
                if way:
                    done.add(way.pop())
            elif step in way:
                yield way[way.index(step) :]
            elif step not in done:
                way.append(step)
                ahead.append(iter(needs[step]))


def _steps(curriculum: Curriculum) -> Iterator[str]:
    for activity in curriculum.activities:
        if activity.kind == Kind.LESSON and len(activity.pages) > 1:
            yield from _against_one_another(*activity.pages.values())


def _against_one_another(one: PageText, other: PageText) -> Iterator[str]:
    keys = [[step.key for step in page.steps] for page in (one, other)]
    if keys[0] != keys[1]:
        yield (
            f"{one.name}, {other.name}: the steps differ: {_list(keys[0])} here, {_list(keys[1])} there; "
            "both need the same keys in the same order."
        )
        return
    for step, translation in zip(one.steps, other.steps, strict=True):
        if step.check != translation.check:
            yield (
                f"{one.name}, {other.name}, step {step.key}: the check questions differ: "
                f"{step.check or 'none'} here, {translation.check or 'none'} there."
            )


def _list(keys: Iterable[str]) -> str:
    return ", ".join(keys) or "none"


def _check_questions(curriculum: Curriculum) -> Iterator[str]:
    pools = {question.id: question.pool for question in curriculum.questions}
    for activity in curriculum.activities:
        for page in activity.pages.values():
            for step in page.steps:
                if step.check and step.check not in pools:
                    yield f"{page.name}, step {step.key}: there is no question {step.check}."
                elif step.check and pools[step.check]:
                    yield (
                        f"{page.name}, step {step.key}: the question {step.check} belongs to the pool "
                        f'{pools[step.check]}; a check question has pool = "".'
                    )


def _lessons_of_questions(curriculum: Curriculum) -> Iterator[str]:
    lessons = {activity.id for activity in curriculum.activities if activity.kind == Kind.LESSON}
    for question in curriculum.questions:
        if question.lesson and question.lesson not in lessons:
            yield f"{question.place}: there is no lesson {question.lesson}."


def _quizzes(curriculum: Curriculum) -> Iterator[str]:
    sizes = Counter(question.pool for question in curriculum.questions)
    for activity in curriculum.activities:
        if activity.quiz is None or not activity.quiz.pool:
            continue
        held = sizes[activity.quiz.pool]
        if not held:
            yield f"{activity.place}: there is no question in the pool {activity.quiz.pool}."
        elif activity.quiz.draw > held:
            yield (
                f"{activity.place}: draws {activity.quiz.draw} questions, but the pool {activity.quiz.pool} "
                f"holds {held}."
            )


CHECKS: tuple[Check, ...] = (
    _weeks,
    _ids,
    _needs,
    _offsets,
    _groups,
    _steps,
    _check_questions,
    _lessons_of_questions,
    _quizzes,
)
