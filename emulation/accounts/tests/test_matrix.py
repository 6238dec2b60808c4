"""The matrix says what the predicates say, because it asks them."""

from datetime import date

import pytest

from emulation.accounts import matrix, permissions
from emulation.accounts.tests.factories import holder
from emulation.organisations.offices import Office
from emulation.organisations.tests import factories
from emulation.verdicts import YES, No

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)


def cells(act: str) -> dict[str, bool]:
    line = next(line for line in matrix.lines(TODAY) if str(line.act) == act)
    return {str(name): bool(verdict) for name, verdict in line.cells}


def test_every_office_and_nobody_and_the_superuser_have_a_column():
    assert len(matrix.columns(TODAY)) == len(Office) + 2


def test_no_post_and_superuser_may_do_nothing_at_all():
    for line in matrix.lines(TODAY):
        assert not any(verdict for _name, verdict in line.cells[-2:]), line.act


def test_only_administrators_invite_close_and_help():
    right = [right for right in matrix.RIGHTS if right.ask.__module__ == "emulation.accounts.rights"][1:]
    assert len(right) == 4
    for one in right:
        allowed = {
            name
            for name, verdict in next(x for x in matrix.lines(TODAY) if x.act == one.act).cells
            if verdict
        }
        assert allowed == {Office.ADMINISTRATOR.label}


def test_a_cell_equals_the_answer_to_a_real_holder():
    unit = factories.organisation()
    for office in Office:
        user = holder(unit, office)
        column = next(column for column in matrix.columns(TODAY) if column.name == office.label)
        for ask in (permissions.may_see_outbox, permissions.may_read_matrix):
            assert bool(ask(user, on=TODAY)) == bool(ask(column.user, on=TODAY)), (office, ask)


def test_a_changed_predicate_changes_the_matrix_and_an_act_stands_once(monkeypatch):
    monkeypatch.setattr(matrix, "RIGHTS", [])
    answer = {"verdict": No("x")}
    matrix.register("room", "act", lambda user, on: answer["verdict"])
    assert not any(cells("act").values())
    answer["verdict"] = YES
    assert all(cells("act").values())
    with pytest.raises(ValueError, match="already"):
        matrix.register("room", "act", lambda user, on: YES)


def test_rights_in_words_are_those_of_the_posts_held():
    user = holder(factories.organisation(), Office.ADMINISTRATOR)
    staff = holder(factories.organisation(), Office.STAFF)
    accounts = [right for right in matrix.RIGHTS if right.ask.__module__ == "emulation.accounts.rights"]
    assert [right for right in matrix.rights_of(user, TODAY) if right in accounts] == accounts
    assert [right for right in matrix.rights_of(staff, TODAY) if right in accounts] == accounts[:1]


def test_the_questions_of_this_room_ask_no_database(monkeypatch, django_assert_num_queries):
    own = [right for right in matrix.RIGHTS if right.ask.__module__ == "emulation.accounts.rights"]
    monkeypatch.setattr(matrix, "RIGHTS", own)
    with django_assert_num_queries(0):
        matrix.lines(TODAY)
