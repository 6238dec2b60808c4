"""A name that is typed shows something, and holds nothing that shows nothing."""

import pytest
from django.core.exceptions import ValidationError

from awards.forms.boards import BoardForm, SeatForm
from awards.forms.corrections import ReissueForm
from awards.forms.decisions import RecordForm
from awards.forms.nominations import NominationForm
from emulation.portal.organisations.forms import AppointForm, MergeForm, PersonForm, RegisterForm, RenameForm

NAMES = [
    (NominationForm, "name"),
    (ReissueForm, "name"),
    (ReissueForm, "unit_name"),
    (RecordForm, "signatory_name"),
    (BoardForm, "name"),
    (SeatForm, "new_name"),
    (RegisterForm, "name"),
    (RegisterForm, "short_name"),
    (RenameForm, "name"),
    (MergeForm, "name"),
    (AppointForm, "full_name"),
    (PersonForm, "full_name"),
]
fields = pytest.mark.parametrize(
    ("form", "field"), NAMES, ids=lambda value: getattr(value, "__name__", value)
)


@fields
@pytest.mark.parametrize("typed", ["\u200b", "\u202e\u2066\u2069", "\x07\xad\ufeff", "\u3164", "– . –"])
def test_a_name_without_a_letter_is_refused_with_a_sentence_or_is_none(form, field, typed):
    field = form.base_fields[field]
    if typed == "– . –" or field.required:
        with pytest.raises(ValidationError) as refusal:
            field.clean(typed)
        assert refusal.value.messages[0].endswith(".")
    else:
        assert field.clean(typed) == ""


@fields
def test_a_name_is_kept_without_marks_of_direction_and_doubled_spaces(form, field):
    typed = "\u202eHTX  Mỹ\u200b Đức\u2069"
    assert form.base_fields[field].clean(typed) == "HTX Mỹ Đức"
