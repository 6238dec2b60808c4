"""The paper of a secret ballot, and the acts around it. None of these forms is kept as a draft."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from emulation.accounts.models import User
from emulation.ballots.models import PositionValue, Question, QuestionKind, RollEntry, Teller
from emulation.ballots.services.casting import options_of
from emulation.ballots.services.counting import Batch
from emulation.ballots.tally import BLANK, INVALID, Papers
from emulation.fields import ConfirmationField, VisibleField

LEFT_BLANK = gettext_lazy("Blank paper: I choose nothing here")
FEW_PAPERS = 2
"""Of so few papers whoever counts them knows whose they are."""


def words_of(question: Question) -> dict[str, str]:
    """{option: what it is called} in the order of the paper."""
    if question.kind == QuestionKind.ELECTION:
        return {one.code: one.name for one in question.candidates.all()}
    return {option: str(PositionValue(option).label) for option in options_of(question)}


class PaperForm(forms.Form):
    """One field a question. What is chosen stays in this request: it is in no address, draft or session."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[name_of(question)] = _field(question)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in self.questions:
            chosen = cleaned.get(name_of(question))
            if chosen is not None:
                self._check(question, chosen)
        return cleaned

    def _check(self, question: Question, chosen: Sequence[str]) -> None:
        marks = [one for one in chosen if one != BLANK]
        if BLANK in chosen and marks:
            self.add_error(name_of(question), _("Either choose, or leave the paper blank."))
        elif len(marks) > question.places:
            told = _("Choose at most %(places)s.") % {"places": question.places}
            self.add_error(name_of(question), told)

    @property
    def choices(self) -> dict[int, list[str]]:
        """{question id: options chosen} of a valid form."""
        return {
            question.pk: [one for one in _listed(self.cleaned_data[name_of(question)]) if one != BLANK]
            for question in self.questions
        }

    def in_words(self) -> list[tuple[Question, list[str]]]:
        """What the member is about to put in, question by question; nothing for a blank paper."""
        return [
            (question, [words_of(question)[one] for one in self.choices[question.pk]])
            for question in self.questions
        ]

    def sent(self) -> list[tuple[str, str]]:
        """The fields as they go on to the last page, which shows them and asks for the password."""
        return [
            (name_of(question), one)
            for question in self.questions
            for one in _listed(self.cleaned_data[name_of(question)])
        ]


def name_of(question: Question) -> str:
    return f"question-{question.pk}"


def _listed(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _field(question: Question) -> forms.Field:
    choices = [*words_of(question).items(), (BLANK, LEFT_BLANK)]
    wanted = {"required": gettext_lazy("Choose one of them; a blank paper is a choice as well.")}
    if question.kind == QuestionKind.ELECTION and question.places > 1:
        return forms.MultipleChoiceField(
            label=question.text, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=wanted
        )
    return SingleField(label=question.text, choices=choices, widget=forms.RadioSelect, error_messages=wanted)


class SingleField(forms.ChoiceField):
    """One option, as a list of one: every paper is read alike."""

    def clean(self, value: Any) -> list[str]:
        return [super().clean(value)]


class PasswordForm(forms.Form):
    """The password once more: a vote cannot be taken back from whoever sat down at a screen left open."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SecretForm(forms.Form):
    """A teller's secret, twice."""

    password1 = forms.CharField(
        label=gettext_lazy("Your secret for this vote"),
        help_text=gettext_lazy(
            "Ten characters at least, not of digits alone: a short sentence is easy to keep."
        ),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=gettext_lazy("The same secret once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        secret: str = self.cleaned_data["password1"]
        validate_password(secret, self.user)
        return secret

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two do not agree."))
        return cleaned


class ReasonForm(forms.Form):
    """An act that needs nothing but its reason."""

    reason = VisibleField(label=gettext_lazy("Reason"), max_length=300)


class WordForm(forms.Form):
    """A typed confirmation of an act that cannot be undone."""

    def __init__(self, *args: Any, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmation"] = ConfirmationField(word)


class AnnulForm(WordForm):
    reason = VisibleField(label=gettext_lazy("Reason"), max_length=300)


class PaperVotersForm(forms.Form):
    """Who is given a paper or has sent a written opinion."""

    def __init__(self, *args: Any, voters: Iterable[RollEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = {str(entry.pk): entry for entry in voters}
        self.fields["members"] = forms.MultipleChoiceField(
            label=gettext_lazy("Members who vote on paper or in writing"),
            choices=[(key, entry.member_name) for key, entry in self.entries.items()],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": gettext_lazy("Choose at least one member.")},
        )

    @property
    def chosen(self) -> list[RollEntry]:
        return [self.entries[key] for key in self.cleaned_data["members"]]


class BatchForm(forms.Form):
    """How many papers came back, and for each question what they say."""

    def __init__(self, *args: Any, questions: Sequence[Question], issued: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.fields["returned"] = _number(gettext_lazy("Papers that came back"), most=issued)
        for question in questions:
            for key, label in columns_of(question).items():
                self.fields[f"{name_of(question)}-{key}"] = _number(label, most=issued)

    def groups(self) -> list[tuple[Question, list[forms.BoundField]]]:
        """(question, its fields)."""
        return [
            (question, [self[f"{name_of(question)}-{key}"] for key in columns_of(question)])
            for question in self.questions
        ]

    @property
    def batch(self) -> Batch:
        return {question.pk: self._papers(question) for question in self.questions}

    def _papers(self, question: Question) -> Papers:
        number = {key: self.cleaned_data[f"{name_of(question)}-{key}"] for key in columns_of(question)}
        votes = {key: value for key, value in number.items() if key not in (BLANK, INVALID)}
        return Papers(self.cleaned_data["returned"], votes, number[BLANK], number[INVALID])


def columns_of(question: Question) -> dict[str, str]:
    """{what is counted on the papers of a question: its label}"""
    return {**words_of(question), BLANK: _("Blank papers"), INVALID: _("Invalid papers")}


def _number(label: Any, *, most: int) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": "5", "autocomplete": "off"})
    return forms.IntegerField(label=label, min_value=0, max_value=most, widget=widget)


class CountForm(WordForm):
    """The secrets of two tellers, and the word."""

    def __init__(self, *args: Any, tellers: Sequence[Teller], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tellers = tellers
        for teller in tellers:
            self.fields[f"password-{teller.pk}"] = forms.CharField(
                label=_("Secret of %(name)s") % {"name": teller.name},
                strip=False,
                required=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
            )
        self.order_fields([*(f"password-{teller.pk}" for teller in tellers), "confirmation"])

    @property
    def secrets(self) -> dict[int, str]:
        typed = {teller.pk: self.cleaned_data.get(f"password-{teller.pk}", "") for teller in self.tellers}
        return {pk: secret for pk, secret in typed.items() if secret}
