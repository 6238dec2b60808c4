"""The projector: one page for the hall and every phone in it, kept live from one cached fragment."""

from hashlib import sha256

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from clusters.selectors.conferences import conference_for
from clusters.selectors.projector import screen_of
from emulation.accounts.requests import SignedInRequest

FRESH = 2
"""Seconds for which all watchers are given the same fragment."""
KNOWN = 30
"""Seconds for which it is remembered that somebody may watch: nothing private is shown."""
BUSY = 10
"""Seconds after which another one computes, should the first have died of it."""


@login_required
@require_GET
def projector(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page itself; what it shows comes anew every few seconds."""
    conference = conference_for(request.user, pk)
    mark, words = part_of(pk)
    context = {"conference": conference, "part": words, "mark": mark}
    return render(request, "clusters/projector.html", context)


@login_required
@require_GET
def projector_part(request: SignedInRequest, pk: int) -> HttpResponse:
    """The fragment; 204 where the screen shows it already (`seen`), so that nothing moves."""
    _watches(request, pk)
    mark, words = part_of(pk)
    if request.GET.get("seen") == mark:
        return HttpResponse(status=204)
    return render(request, "clusters/_projector.html", {"pk": pk, "part": words, "mark": mark})


def _watches(request: SignedInRequest, pk: int) -> None:
    """The door, asked once in a while for each watcher. Raises Http404."""
    key = f"projector-door:{request.user.pk}:{pk}"
    if cache.get(key) is None:
        conference_for(request.user, pk)
        cache.set(key, True, KNOWN)


def part_of(pk: int) -> tuple[str, str]:
    """(mark, HTML) of what the conference shows now, in the reader's language: computed once for all watchers."""
    key = f"projector:{pk}:{get_language()}"
    found: tuple[str, str] | None = cache.get(key)
    if found is not None:
        return found
    older: tuple[str, str] | None = cache.get(f"{key}:last")
    if older is not None and not cache.add(f"{key}:busy", True, BUSY):
        return older
    words = render_to_string("clusters/_screen.html", {"screen": screen_of(pk)})
    found = (sha256(words.encode()).hexdigest()[:16], words)
    cache.set(key, found, FRESH)
    cache.set(f"{key}:last", found, KNOWN)
    cache.delete(f"{key}:busy")
    return found
