"""One address for the script that saves while one types: read, save, forget. Only ever one's own drafts."""

import json
import re

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from emulation.drafts import services
from emulation.drafts.models import Draft

# Never kept, whatever a page sends: the form's token and secrets.
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code")
MOST_SAVINGS = 2**31 - 1
# Neither PostgreSQL nor UTF-8 has a place for them.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class NotADraft(Exception):
    """The request is none that the script sends; the message is a sentence."""


@never_cache
@require_http_methods(["GET", "POST", "DELETE"])
def save(request: HttpRequest) -> JsonResponse:
    """GET ?key= the draft; POST key, seen, fields (JSON, or a form whose other fields are the text); DELETE."""
    if not request.user.is_authenticated:
        return JsonResponse({"reason": _("The session has ended.")}, status=401)
    try:
        if request.method == "POST":
            return _save(request, request.user)
        key = _key(request.GET.get("key", ""))
        if request.method == "DELETE":
            services.discard(request.user, key)
            return JsonResponse({})
        return JsonResponse(_described(services.load(request.user, key)))
    except NotADraft as problem:
        return JsonResponse({"reason": str(problem)}, status=400)


def _save(request: HttpRequest, author: AbstractBaseUser) -> JsonResponse:
    # Twice the limit: quotes and escapes make JSON longer than the text that is measured in the end.
    if _announced(request) > 2 * services.LIMIT_BYTES:
        return JsonResponse({"reason": _("The text is too long to be kept as a draft (200 KB).")}, status=413)
    key, seen, fields = _read(request)
    try:
        draft = services.save(author, key, fields, seen=seen)
    except services.TooLong as problem:
        return JsonResponse({"reason": str(problem)}, status=413)
    except services.Conflict as conflict:
        return JsonResponse({"reason": str(conflict), **_described(conflict.draft)}, status=409)
    return JsonResponse(_described(draft, with_fields=False))


def _announced(request: HttpRequest) -> int:
    said = request.headers.get("Content-Length") or "0"
    if not (said.isascii() and said.isdigit() and len(said) < 20):
        raise NotADraft(_("This is no draft of a form."))
    return int(said)


def _read(request: HttpRequest) -> tuple[str, int | None, services.Fields]:
    if request.content_type == "application/json":
        return _read_json(request.body)
    form: QueryDict = request.POST
    fields = {name: values for name, values in form.lists() if name not in ("key", "seen", *NEVER_KEPT)}
    seen = form.get("seen", "")
    # "²" is a digit to isdigit and no number to int.
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 20 else seen or None
    return _key(form.get("key", "")), _seen(number), _storable(fields)


def _read_json(body: bytes) -> tuple[str, int | None, services.Fields]:
    try:
        sent = json.loads(body)
        fields = {name: values for name, values in sent["fields"].items() if name not in NEVER_KEPT}
        return _key(sent["key"]), _seen(sent.get("seen")), _storable(fields)
    # RecursionError: a list in a list in a list, ten thousand deep.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotADraft(_("This is no draft of a form.")) from error


def _seen(sent: object) -> int | None:
    """The version that the window knows: a number that a draft can have, or none at all."""
    if sent is None:
        return None
    if isinstance(sent, bool) or not isinstance(sent, int) or not 0 <= sent <= MOST_SAVINGS:
        raise NotADraft(_("This is no draft of a form."))
    return sent


def _storable(fields: dict[str, object]) -> services.Fields:
    """The fields, once each is a list of texts; half characters and zeros cannot be stored and are refused."""
    kept: services.Fields = {}
    for name, values in fields.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in [name, *values]):
            raise NotADraft(_("This is no draft of a form."))
        if any(UNSTORABLE.search(text) for text in [name, *values]):
            raise NotADraft(_("This is no draft of a form."))
        kept[name] = values
    return kept


def _key(key: object) -> str:
    if not isinstance(key, str) or not 0 < len(key) <= 200 or UNSTORABLE.search(key):
        raise NotADraft(_("This is no draft of a form."))
    return key


def _described(draft: Draft | None, *, with_fields: bool = True) -> dict[str, object]:
    if draft is None:
        return {"version": 0}
    at = timezone.localtime(draft.saved_at)
    words = {"time": time_format(at, "H:i"), "date": date_format(at, "d/m/Y")}
    said: dict[str, object] = {
        "version": draft.version,
        "saved": _("Saved at %(time)s") % words,
        "offer": _("There is a draft saved at %(time)s on %(date)s.") % words,
    }
    if with_fields:
        said["fields"] = draft.data
    return said
