"""An act behind a form: what it returns, or what was refused on the form at its place, with what was typed kept."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from emulation.uploads.checking import UploadRefused
from emulation.verdicts import Refused

Done = TypeVar("Done")


def attempt(form: BaseForm, act: Callable[[], Done], *, file_field: str | None = None) -> Done | None:
    """What `act` returns; None where it was refused, the sentence then stands on the form.

    A model's complaint stands at the field it names, that of an uploaded file at `file_field`.
    """
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, str(refusal.reason))
    except UploadRefused as refusal:
        form.add_error(file_field, str(refusal))
    except ValidationError as error:
        take(form, error)
    return None


def take(form: BaseForm, error: ValidationError) -> None:
    """Put what was found wrong at the fields it names, the rest at the head of the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)
