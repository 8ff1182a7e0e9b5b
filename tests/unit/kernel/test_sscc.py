"""The number of a carton: extension, company prefix, serial, check digit."""

import pytest

from erp.kernel.errors import Refused
from erp.kernel.gs1.check_digit import check_digit, is_checked
from erp.kernel.gs1.write import is_gs1_text, sscc


def test_the_example_of_the_general_specifications() -> None:
    assert check_digit("37610425002123456") == 9  # section 7.9.1
    assert sscc("9501101", 530003) == "095011010005300038"
    assert is_checked(sscc("9501101", 530003))


@pytest.mark.parametrize("prefix", ["4012", "401234", "401234567890"])
def test_every_length_of_prefix_gives_eighteen_digits(prefix: str) -> None:
    number = sscc(prefix, 7)
    assert (len(number), is_checked(number), number[1 : 1 + len(prefix)]) == (18, True, prefix)


def test_used_up_serials_and_wrong_prefixes_are_refused() -> None:
    with pytest.raises(Refused, match="used up"):
        sscc("401234567890", 10_000)
    for wrong in ("", "123", "1234567890123", "40-12", "４０１２３４"):
        with pytest.raises(Refused, match="4 to 12 digits"):
            sscc(wrong, 1)


def test_lots_that_gs1_can_carry() -> None:
    assert is_gs1_text("L-77/a_B.1")
    for wrong in ("", "two words", "L(1)", "Größe", "x" * 21):
        assert not is_gs1_text(wrong)
