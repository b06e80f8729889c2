import pytest

from surveys.exceptions import CannotOpenBallot
from surveys.sealing import SHEET_BYTES, new_private_key, open_sealed, public_key_of, seal

PRIVATE = new_private_key()
PUBLIC = public_key_of(PRIVATE)
SHEET = {"unit": 7, "answers": {"q1": "b", "q2": ["a", "c"], "q3": 4}, "comment": "Terima kasih \U0001f642"}


def test_what_is_sealed_opens_with_the_private_key_alone():
    sealed = seal(SHEET, public=PUBLIC, wave_id=1)

    assert open_sealed(sealed, private=PRIVATE, wave_id=1) == SHEET
    with pytest.raises(CannotOpenBallot):
        open_sealed(sealed, private=new_private_key(), wave_id=1)
    with pytest.raises(CannotOpenBallot):
        open_sealed(sealed, private=PUBLIC, wave_id=1)


def test_ballot_belongs_to_its_wave():
    with pytest.raises(CannotOpenBallot):
        open_sealed(seal(SHEET, public=PUBLIC, wave_id=1), private=PRIVATE, wave_id=2)


@pytest.mark.parametrize("place", [0, 31, 32, 500, -1])
def test_ballot_that_was_changed_does_not_open(place):
    sealed = bytearray(seal(SHEET, public=PUBLIC, wave_id=1))
    sealed[place] ^= 1

    with pytest.raises(CannotOpenBallot):
        open_sealed(bytes(sealed), private=PRIVATE, wave_id=1)


@pytest.mark.parametrize("sealed", [b"", b"x" * 10, b"\0" * 32, b"\0" * 5000])
def test_bytes_that_are_no_ballot_do_not_open(sealed):
    with pytest.raises(CannotOpenBallot):
        open_sealed(sealed, private=PRIVATE, wave_id=1)


def test_all_ballots_are_of_one_length_and_no_two_alike():
    sheets = [{}, SHEET, {"comment": "x" * 1000}, {"comment": "\U0001f642" * 1000}]
    sealed = [seal(sheet, public=PUBLIC, wave_id=1) for sheet in [*sheets, *sheets]]

    assert {len(ballot) for ballot in sealed} == {32 + SHEET_BYTES + 16}
    assert len(set(sealed)) == len(sealed)


def test_sheet_that_is_too_long_is_refused_rather_than_cut():
    with pytest.raises(ValueError, match="longer"):
        seal({"comment": "x" * SHEET_BYTES}, public=PUBLIC, wave_id=1)
