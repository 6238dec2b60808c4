"""Whatever happens to organisations, the stored path is the chain of their superiors."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulation.lifecycle import TransitionRefused
from emulation.organisations import services
from emulation.organisations.models import Organisation
from emulation.organisations.selectors import subtree
from emulation.organisations.tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
numbers = st.integers(min_value=0, max_value=30)
days = st.sampled_from([date(2015, 1, 1), date(2024, 3, 1), TODAY])
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["register", "move", "merge", "absorb", "rename", "split"]), numbers, numbers, days
    ),
    min_size=1,
    max_size=14,
)


def act(what, one, other, on, number):
    """Do it to two of the living, as a click would; what is refused leaves everything as it was."""
    living = list(Organisation.objects.filter(ended_on=None).order_by("pk"))
    first, second = living[one % len(living)], living[other % len(living)]
    papers = {"on": on, "document": "1/QĐ", "by": None}
    if what == "register":
        factories.organisation(f"Mới {number}", parent=first, valid_from=on)
    elif what == "move":
        services.revise(first, parent=second if other % 7 else None, on=on, by=None)
    elif what == "merge":
        services.merge([first, second], name=f"Hợp nhất {number}", parent=first.parent, **papers)
    elif what == "absorb":
        services.merge([first], into=second, **papers)
    elif what == "rename":
        services.rename(first, name=f"Tên mới {number}", **papers)
    else:
        services.split(first, [{"name": f"Phần {number} a"}, {"name": f"Phần {number} b"}], **papers)


def assert_the_tree_is_true():
    parents = dict(Organisation.objects.values_list("pk", "parent_id"))
    paths = dict(Organisation.objects.values_list("pk", "path"))
    chains = {}
    for pk in parents:
        chain = [pk]
        while parents[chain[0]]:
            chain.insert(0, parents[chain[0]])
            assert len(chain) <= len(parents), "an organisation lies below itself"
        chains[pk] = chain
    assert paths == {pk: f"/{'/'.join(map(str, chain))}/" for pk, chain in chains.items()}
    for pk in parents:
        assert set(subtree([pk]).values_list("pk", flat=True)) == {
            other for other, chain in chains.items() if pk in chain
        }
    assert set(subtree(list(parents)[:2]).values_list("pk", flat=True)) == {
        other for other, chain in chains.items() if set(chain) & set(list(parents)[:2])
    }


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_paths_and_subtrees_are_true_after_any_sequence_of_acts(acts):
    with transaction.atomic(), time_machine.travel(TODAY, tick=False):
        root = factories.organisation("Gốc")
        for number in range(4):
            factories.organisation(f"Cành {number}", parent=root)
        for number, (what, one, other, on) in enumerate(acts):
            try:
                with transaction.atomic():
                    act(what, one, other, on, number)
            except (ValidationError, TransitionRefused):
                pass
            assert_the_tree_is_true()
        transaction.set_rollback(True)
