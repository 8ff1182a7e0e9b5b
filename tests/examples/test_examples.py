"""Worked examples: our own, with figures worked out by hand, and the open ones where they are at hand."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from erp.kernel.assembly import Services
from erp.kernel.db import new_session
from erp.kernel.errors import Refused
from erp.overview.examples.read_cases import Case, read_cases
from erp.overview.examples.run import FAILED, NOT_COVERED, NOT_OUR_CHOICE, PASSED, Verdict, counts, run_case
from erp.overview.verify.run import verify_books

HERE = Path(__file__).parent
OTHERWISE = {"OWN-03": NOT_OUR_CHOICE, "OWN-04": FAILED, "OWN-05": NOT_COVERED}
OPEN_CASES = Path(os.environ.get("ERP_CASES", HERE.parents[2] / "shared" / "cases"))


def _explained(verdict: Verdict) -> str:
    wrong = [f"{f.path}: expected {f.expected}, found {f.found}" for f in verdict.figures if not f.agrees]
    return f"{verdict.case.id} {verdict.reason} {'; '.join(wrong)}"


@pytest.mark.parametrize("case", read_cases(HERE), ids=lambda case: case.id)
def test_our_own_examples(services: Services, case: Case) -> None:
    verdict = run_case(case, services)
    assert verdict.outcome == OTHERWISE.get(case.id, PASSED), _explained(verdict)


def test_a_wrong_figure_is_named_beside_the_right_one(services: Services) -> None:
    (case,) = [case for case in read_cases(HERE) if case.id == "OWN-04"]
    (wrong,) = [figure for figure in run_case(case, services).figures if not figure.agrees]
    assert (wrong.path, wrong.expected) == ("checkpoints.0.stock.P.value", "21.00")
    assert Decimal(wrong.found) == Decimal("20.00")


def test_the_books_are_clean_after_all_of_them(services: Services) -> None:
    for case in read_cases(HERE):
        run_case(case, services)
    with new_session(services.engine) as session:
        assert [finding for finding in verify_books(session, services.bus) if finding.broken] == []


def test_counts_add_up(services: Services) -> None:
    cases = [case for case in read_cases(HERE) if case.id in ("OWN-03", "OWN-04", "OWN-05", "OWN-12")]
    result = counts([run_case(case, services) for case in cases])
    assert [result[name] for name in (PASSED, FAILED, NOT_OUR_CHOICE, NOT_COVERED)] == [1, 1, 1, 1]
    assert result["areas"]["taxes-rounding"][PASSED] == 1


def test_a_folder_without_examples_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="holds no examples"):
        read_cases(tmp_path)
    (tmp_path / "other.json").write_text('{"cases": 1}')
    with pytest.raises(Refused, match="no file of worked examples"):
        read_cases(tmp_path)


@pytest.mark.skipif(not OPEN_CASES.is_dir(), reason=f"no open examples at {OPEN_CASES} (set ERP_CASES)")
def test_no_open_example_fails(services: Services) -> None:
    verdicts = [run_case(case, services) for case in read_cases(OPEN_CASES)]
    with new_session(services.engine) as session:
        assert [finding for finding in verify_books(session, services.bus) if finding.broken] == []
    assert [_explained(verdict) for verdict in verdicts if verdict.outcome == FAILED] == []
    assert counts(verdicts)[PASSED] >= 100
