"""One address for the script that saves while one types: read, save, forget. Only ever one's own drafts."""

import json

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
    if int(request.headers.get("Content-Length") or 0) > 2 * services.LIMIT_BYTES:
        return JsonResponse({"reason": _("The text is too long to be kept as a draft (200 KB).")}, status=413)
    key, seen, fields = _read(request)
    try:
        draft = services.save(author, key, fields, seen=seen)
    except services.TooLong as problem:
        return JsonResponse({"reason": str(problem)}, status=413)
    except services.Conflict as conflict:
        return JsonResponse({"reason": str(conflict), **_described(conflict.draft)}, status=409)
    return JsonResponse(_described(draft, with_fields=False))


def _read(request: HttpRequest) -> tuple[str, int | None, services.Fields]:
    if request.content_type == "application/json":
        return _read_json(request.body)
    form: QueryDict = request.POST
    fields = {name: values for name, values in form.lists() if name not in ("key", "seen", *NEVER_KEPT)}
    seen = form.get("seen", "")
    return _key(form.get("key", "")), int(seen) if seen.isdigit() else None, fields


def _read_json(body: bytes) -> tuple[str, int | None, services.Fields]:
    try:
        sent = json.loads(body)
        fields = {
            str(name): [str(value) for value in values]
            for name, values in sent["fields"].items()
            if name not in NEVER_KEPT
        }
        seen = sent.get("seen")
        return _key(sent["key"]), None if seen is None else int(seen), fields
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotADraft(_("This is no draft of a form.")) from error


def _key(key: object) -> str:
    if not isinstance(key, str) or not 0 < len(key) <= 200 or "\x00" in key:
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
