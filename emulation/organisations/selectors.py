"""Who existed on a date, under which name, with whom in office. Reads only."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, Min, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from emulation.organisations.models import (
    Kind,
    Level,
    Organisation,
    OrganisationVersion,
    OrganisationWord,
    Person,
    Post,
    Succession,
    SuccessionKind,
)
from emulation.organisations.names import search_form, telling_word
from emulation.vietnamese import fold, nfc

NAMES_A_QUERY = 10_000


def held_on(on: date) -> Q:
    """Condition on a post: held on that day, first and last day included."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def alive_on(on: date, organisation: str = "") -> Q:
    """Condition on an organisation, or on a row that points to one by that field: it existed on that day."""
    ended = f"{organisation}__ended_on" if organisation else "ended_on"
    born = OrganisationVersion.objects.filter(
        organisation=OuterRef(f"{organisation}_id" if organisation else "pk"), valid_from__lte=on
    )
    return (Q(**{f"{ended}__isnull": True}) | Q(**{f"{ended}__gt": on})) & Q(Exists(born))


def versions_on(organisation_ids: Iterable[int], on: date) -> dict[int, OrganisationVersion]:
    """{organisation id: its version on the day}; those not yet or no longer existing are left out."""
    newer = OrganisationVersion.objects.filter(
        organisation=OuterRef("organisation"), valid_from__gt=OuterRef("valid_from"), valid_from__lte=on
    )
    rows = OrganisationVersion.objects.filter(
        ~Exists(newer), organisation_id__in=list(organisation_ids), valid_from__lte=on, ended=False
    )
    return {row.organisation_id: row for row in rows}


def version_on(organisation: Organisation, on: date) -> OrganisationVersion | None:
    """The version in force on the day; None before the first and after the end."""
    return versions_on([organisation.pk], on).get(organisation.pk)


def name_on(organisation: Organisation, on: date) -> str:
    """The name borne on the day; before the first version the first name, after the end the last."""
    versions = OrganisationVersion.objects.filter(organisation=organisation)
    row = versions.filter(valid_from__lte=on).order_by("-valid_from").first()
    row = row or versions.order_by("valid_from").first()
    return row.name if row else organisation.name


def names_of(organisation: Organisation) -> frozenset[str]:
    """Every name it ever bore, short names too, folded."""
    rows = OrganisationVersion.objects.filter(organisation=organisation).values_list("name", "short_name")
    return frozenset(fold(name) for pair in rows for name in pair if name)


def subtree(organisation_ids: Collection[int]) -> QuerySet[Organisation]:
    """These organisations and all below them in today's tree; usable as a subquery."""
    return Organisation.objects.filter(_below(organisation_ids))


TREE_OF_A_DAY = """
    WITH RECURSIVE tree(id) AS (
        SELECT id FROM organisations_organisation WHERE id IN ({roots})
        UNION
        SELECT held.organisation_id FROM organisations_organisationversion held
        JOIN tree ON held.parent_id = tree.id
        WHERE held.valid_from <= %s AND NOT held.ended AND NOT EXISTS (
            SELECT 1 FROM organisations_organisationversion newer
            WHERE newer.organisation_id = held.organisation_id
                AND newer.valid_from > held.valid_from AND newer.valid_from <= %s
        )
    )
    SELECT id FROM tree
"""


def below_on(organisation_ids: Collection[int], on: date) -> QuerySet[Organisation]:
    """What stood below these in the tree of that day, they themselves left out; usable as a subquery.

    Scope follows today's tree (`subtree`); this one is for figures of days gone by.
    """
    roots = list(organisation_ids)
    if not roots:
        return Organisation.objects.none()
    tree = TREE_OF_A_DAY.format(roots=", ".join(["%s"] * len(roots)))
    found = RawSQL(tree, [*roots, on.isoformat(), on.isoformat()])  # noqa: S611 -- only marks are put in
    return Organisation.objects.filter(pk__in=found).exclude(pk__in=roots)


def _below(organisation_ids: Collection[int]) -> Q:
    paths = Organisation.objects.filter(pk__in=list(organisation_ids)).values_list("path", flat=True)
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(path__startswith=path)
    return below


def tradition(organisation_ids: Collection[int]) -> QuerySet[Organisation]:
    """These organisations, all below them, and the bodies that any of these continue; usable as a subquery.

    What a merged body did stays readable to its successor.
    """
    if not organisation_ids:
        return Organisation.objects.none()
    below = _below(organisation_ids)
    inside = Organisation.objects.filter(below).values("pk")
    lines = Succession.objects.exclude(kind=SuccessionKind.RENAME).filter(successor__in=inside)
    outside = frozenset(lines.exclude(predecessor__in=inside).values_list("predecessor_id", flat=True))
    return Organisation.objects.filter(below | Q(pk__in=outside | predecessor_ids(outside)))


def predecessor_ids(organisation_ids: Collection[int]) -> frozenset[int]:
    """Ids of the bodies whose tradition these continue, however far back: theirs is for reading only."""
    found: set[int] = set()
    generation = set(organisation_ids)
    while generation:
        before = Succession.objects.filter(successor_id__in=generation).exclude(kind=SuccessionKind.RENAME)
        generation = set(before.values_list("predecessor_id", flat=True)) - found
        found |= generation
    return frozenset(found)


def heir_ids(organisation_ids: Collection[int]) -> frozenset[int]:
    """Ids of the bodies that continue these, however long after."""
    found: set[int] = set()
    generation = set(organisation_ids)
    while generation:
        after = Succession.objects.filter(predecessor_id__in=generation, successor__isnull=False)
        after = after.exclude(kind=SuccessionKind.RENAME)
        generation = set(after.values_list("successor_id", flat=True)) - found
        found |= generation
    return frozenset(found)


def succeeded(organisation_ids: Collection[int]) -> frozenset[int]:
    """Which of these are continued by another body. One query."""
    rows = Succession.objects.filter(predecessor_id__in=organisation_ids, successor__isnull=False)
    return frozenset(rows.exclude(kind=SuccessionKind.RENAME).values_list("predecessor_id", flat=True))


def matching(term: str) -> QuerySet[OrganisationVersion]:
    """Versions that have, for every word of the term, a word beginning with it. Folded.

    The most telling word is looked up in the index of words; the others are compared on the rows found.
    """
    form = search_form(term)
    versions = OrganisationVersion.objects.all()
    indexed = telling_word(form)
    if indexed:
        hits = OrganisationWord.objects.filter(word__startswith=indexed[:60]).values("version")
        versions = versions.filter(pk__in=hits)
    for word in set(form.split()) - {indexed}:
        versions = versions.filter(has_word(word, "search") | has_word(word, "short_search"))
    return versions


def has_word(word: str, column: str) -> Q:
    """Condition: the search form in the column has a word beginning so."""
    return Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})


def everywhere(form: str) -> QuerySet[Organisation]:
    """Organisations of today with these words, for terms that tell so little that no index helps.

    So many match that a page of them, in the order of the register, is found at once.
    """
    rows = Organisation.objects.all()
    for word in set(form.split()):
        rows = rows.filter(has_word(word, "search"))
    return rows


def by_name(
    term: str, *, kinds: Collection[str] | None = None, on: date | None = None, limit: int = 20
) -> list[Organisation]:
    """Organisations that ever bore a name with these words (or beginnings of words), best first.

    First names that contain the term with exactly its accents, then folded names equal to it, beginning
    with it, containing it, then the words in any order; the living before the ended. A term of common words
    only ("hợp tác xã") finds today's names in the order of the register. `on` keeps those that existed that
    day. An empty term finds nothing.
    """
    form = search_form(term)
    if not form:
        return []
    if not telling_word(form):
        rows = everywhere(form).filter(Q() if kinds is None else Q(kind__in=list(kinds)))
        rows = rows.filter(Q() if on is None else alive_on(on))
        return list(rows.order_by("official_order", "sort_key", "pk")[:limit])
    versions = matching(term).filter(Q() if kinds is None else Q(organisation__kind__in=list(kinds)))
    versions = versions.filter(Q() if on is None else alive_on(on, "organisation"))
    typed = " ".join(nfc(term).lower().split())
    rank = Case(
        When(lowered=typed, then=Value(0)),
        When(lowered__contains=typed, then=Value(1)),
        When(Q(search=form) | Q(short_search=form), then=Value(2)),
        When(search__startswith=form, then=Value(3)),
        When(search__contains=form, then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )
    best = versions.values("organisation_id").annotate(best=Min(rank))
    ranked = best.order_by(
        "best",
        F("organisation__ended_on").desc(nulls_first=True),
        "organisation__official_order",
        "organisation__sort_key",
        "organisation_id",
    )
    order = list(ranked.values_list("organisation_id", flat=True)[:limit])
    found = Organisation.objects.in_bulk(order)
    return [found[pk] for pk in order]


def exact_names(
    names: Iterable[str], *, on: date | None = None, near: Organisation | None = None
) -> dict[str, list[Organisation]]:
    """{folded name: organisations that ever bore it}, every name asked for being a key.

    Compares search forms: accents, case, punctuation and the usual abbreviations (HTX, QTDND…) do not
    matter. `on` keeps those that existed that day; `near` puts its own subtree first. One query up to
    10,000 different names.
    """
    forms = {fold(name): search_form(name) for name in names}
    wanted = sorted(set(forms.values()) - {""})
    found: dict[str, dict[int, Organisation]] = {form: {} for form in wanted}
    for start in range(0, len(wanted), NAMES_A_QUERY):
        part = wanted[start : start + NAMES_A_QUERY]
        rows = OrganisationVersion.objects.filter(Q(search__in=part) | Q(short_search__in=part))
        rows = rows.filter(Q() if on is None else alive_on(on, "organisation"))
        for row in rows.select_related("organisation").order_by("organisation_id", "valid_from"):
            for form in (row.search, row.short_search):
                if form in found:
                    found[form][row.organisation_id] = row.organisation

    def far_and_order(organisation: Organisation) -> tuple[bool, str, int]:
        outside = near is not None and not organisation.path.startswith(near.path)
        return (outside, organisation.sort_key, organisation.pk)

    return {name: sorted(found.get(form, {}).values(), key=far_and_order) for name, form in forms.items()}


def named(term: str) -> QuerySet[Organisation]:
    """Organisations that ever bore such a name, and what followed or went before them; all for an empty term."""
    form = search_form(term)
    if not telling_word(form):
        return everywhere(form)
    own = matching(term).values("organisation")
    followed = Succession.objects.filter(predecessor__in=own, successor__isnull=False).values("successor")
    preceded = Succession.objects.filter(successor__in=own).values("predecessor")
    return Organisation.objects.filter(pk__in=own.union(followed, preceded))


def register_page(
    *,
    on: date,
    term: str = "",
    kind: str = "",
    level: str = "",
    province: int | None = None,
    parent: int | None = None,
    status: str = "",
) -> QuerySet[Organisation]:
    """The register, filtered, in official order and then by name; each row with `lines_out`, what followed it.

    `term` also finds what followed, and what went before, a body of that name, the living first. `status` is
    "" (all), "alive" or "ended" on the day; `province` is the id of a provincial People's Committee, `parent`
    of the body above.
    """
    rows = named(term)
    if kind:
        rows = rows.filter(kind=kind)
    if level:
        rows = rows.filter(level=level)
    if parent is not None:
        rows = rows.filter(parent_id=parent)
    if province is not None:
        rows = rows.filter(Q(province_id=province) | Q(pk=province))
    if status == "alive":
        rows = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    elif status == "ended":
        rows = rows.filter(ended_on__lte=on)
    after = Succession.objects.exclude(kind=SuccessionKind.RENAME).select_related("successor")
    rows = rows.prefetch_related(Prefetch("successions_out", after.order_by("pk"), to_attr="lines_out"))
    living_first = [F("ended_on").asc(nulls_first=True)] if telling_word(search_form(term)) else []
    return rows.select_related("province").order_by(*living_first, "official_order", "sort_key", "pk")


def provinces_on(on: date) -> QuerySet[Organisation]:
    """The provincial People's Committees that existed on the day, in official order."""
    rows = Organisation.objects.filter(alive_on(on), kind=Kind.PEOPLES_COMMITTEE, level=Level.PROVINCE)
    return rows.order_by("official_order", "sort_key", "pk")


def organisation_of(pk: int) -> Organisation | None:
    """The door to the public register; None for an unknown number."""
    return Organisation.objects.select_related("province").filter(pk=pk).first()


def history_of(organisation: Organisation) -> QuerySet[OrganisationVersion]:
    """All versions, newest first, with the names of the bodies they point to."""
    rows = OrganisationVersion.objects.filter(organisation=organisation)
    return rows.select_related("parent", "province", "system").order_by("-valid_from")


def above(organisation: Organisation) -> list[Organisation]:
    """The organisations above it in today's tree, the highest first."""
    ids = [int(part) for part in organisation.path.strip("/").split("/") if part][:-1]
    found = Organisation.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def children_on(organisation: Organisation, on: date) -> QuerySet[Organisation]:
    """The organisations directly below it that exist on the day, in today's tree."""
    rows = Organisation.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), parent=organisation)
    return rows.order_by("official_order", "sort_key", "pk")


def successions_of(organisation: Organisation) -> tuple[list[Succession], list[Succession]]:
    """(what came before it, what became of it), oldest first; a rename stands in the second."""
    rows = Succession.objects.filter(Q(predecessor=organisation) | Q(successor=organisation))
    rows = rows.select_related("predecessor", "successor").order_by("effective_on", "predecessor__sort_key")
    lines = list(rows)
    after = [line for line in lines if line.predecessor_id == organisation.pk]
    before = [line for line in lines if line.predecessor_id != organisation.pk]
    return before, after


def successors_of(organisation: Organisation) -> list[Organisation]:
    """The bodies that took its place directly; empty while it lives and after a dissolution."""
    lines = Succession.objects.filter(predecessor=organisation, successor__isnull=False)
    lines = lines.exclude(kind=SuccessionKind.RENAME).select_related("successor")
    return [line.successor for line in lines.order_by("effective_on", "pk") if line.successor]


def continues(predecessor: Organisation, successor: Organisation, on: date) -> bool:
    """Whether the register says that the one took the other's place by that day, at once or in several steps."""
    seen, step = {predecessor.pk}, {predecessor.pk}
    while step:
        rows = Succession.objects.filter(predecessor__in=step, successor__isnull=False, effective_on__lte=on)
        step = set(rows.values_list("successor", flat=True)) - seen
        seen |= step
    return successor.pk in seen - {predecessor.pk}


def posts_of(person: Person, on: date) -> list[Post]:
    """The posts a person holds on the day, with their organisations."""
    rows = Post.objects.filter(held_on(on), person=person).select_related("organisation")
    return list(rows.order_by("organisation__official_order", "organisation__sort_key", "pk"))


def holders(organisation: Organisation, offices: Collection[str], on: date) -> list[Post]:
    """Who holds one of the offices there on the day, with the people, in name order."""
    rows = Post.objects.filter(held_on(on), organisation=organisation, office__in=list(offices))
    return list(rows.select_related("person", "organisation").order_by("person__sort_key", "pk"))


def posts_in(organisation: Organisation) -> QuerySet[Post]:
    """All posts ever held there, with the people: open ones first, then the newest."""
    rows = Post.objects.filter(organisation=organisation).select_related("person")
    return rows.order_by(F("valid_to").desc(nulls_first=True), "person__sort_key", "-valid_from", "pk")


def career_of(person: Person) -> QuerySet[Post]:
    """All posts of a person, newest first, with the organisations."""
    rows = Post.objects.filter(person=person).select_related("organisation")
    return rows.order_by("-valid_from", "organisation__sort_key", "pk")


def post_of(pk: int) -> Post | None:
    """A post with its person and organisation; None for an unknown number. Callers ask their scope."""
    return Post.objects.select_related("person", "organisation").filter(pk=pk).first()


def people_within(places: Collection[int] | QuerySet[Any]) -> QuerySet[Person]:
    """People who hold or held a post in one of these organisations (ids), or are kept in their registers."""
    served = Post.objects.filter(person=OuterRef("pk"), organisation_id__in=places)
    return Person.objects.filter(Q(Exists(served)) | Q(keeper_id__in=places))


def people_page(places: Collection[int] | QuerySet[Any], *, term: str = "", on: date) -> QuerySet[Person]:
    """People of these organisations (ids) in name order, each with `posts_held` on the day."""
    rows = people_within(places)
    for word in fold(term).split():
        rows = rows.filter(search__contains=word)
    held = Post.objects.filter(held_on(on)).select_related("organisation").order_by("pk")
    return rows.prefetch_related(Prefetch("posts", held, to_attr="posts_held")).order_by("sort_key", "pk")
