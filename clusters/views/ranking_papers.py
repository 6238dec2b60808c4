"""The papers of a ranking and the matrix of scores: issued, printed for whoever asks, or as a Word file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from clusters.selectors.rankings import ranking_for
from clusters.services import ranking_papers as papers
from clusters.services.rankings import page_of_ranking
from clusters.views.standings import provisional
from emulation.accounts.requests import SignedInRequest
from emulation.acts import to_job
from emulation.documents.selectors import issued_bytes
from emulation.serving import download, pdf

PAPERS = {"a4": "A4", "a3": "A3"}


def paper_named(name: str) -> str:
    if name not in PAPERS:
        raise Http404
    return PAPERS[name]


@login_required
@require_GET
def ranking_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The paper issued with the publication."""
    version = ranking_for(request.user, pk)
    if version.document is None:
        raise Http404
    return pdf(issued_bytes(version.document), f"xep-hang-{version.season.year}-{version.number}.pdf")


@login_required
@require_GET
def ranking_word(request: SignedInRequest, pk: int) -> HttpResponse:
    version = ranking_for(request.user, pk)
    data = papers.ranking_word(papers.printed_version(version))
    return download(data, f"xep-hang-{version.season.year}-{version.number}.docx")


@login_required
@require_POST
def ranking_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """The paper as it would be issued, for whoever asks alone."""
    version = ranking_for(request.user, pk)
    job = papers.print_ranking(papers.printed_version(version), by=request.user)
    return to_job(job, page_of_ranking(version))


@login_required
@require_POST
def matrix_print(request: SignedInRequest, pk: int, paper: str) -> HttpResponse:
    version = ranking_for(request.user, pk)
    job = papers.print_matrix(papers.printed_version(version), paper_named(paper), by=request.user)
    return to_job(job, page_of_ranking(version))


@login_required
@require_GET
def matrix_word(request: SignedInRequest, pk: int, paper: str) -> HttpResponse:
    version = ranking_for(request.user, pk)
    data = papers.matrix_word(papers.printed_version(version), paper_named(paper))
    return download(data, f"tong-hop-diem-{version.season.year}-{version.number}.docx")


@login_required
@require_POST
def standings_print(request: SignedInRequest, pk: int) -> HttpResponse:
    """The standings of the day on paper, marked as provisional."""
    season, found, _known = provisional(request, pk)
    job = papers.print_ranking(papers.printed_standings(found), by=request.user)
    return to_job(job, reverse("clusters:standings", args=[season.pk]))


@login_required
@require_POST
def standings_matrix(request: SignedInRequest, pk: int, paper: str) -> HttpResponse:
    season, found, _known = provisional(request, pk)
    job = papers.print_matrix(papers.printed_standings(found), paper_named(paper), by=request.user)
    return to_job(job, reverse("clusters:standings", args=[season.pk]))


@login_required
@require_GET
def standings_matrix_word(request: SignedInRequest, pk: int, paper: str) -> HttpResponse:
    season, found, _known = provisional(request, pk)
    data = papers.matrix_word(papers.printed_standings(found), paper_named(paper))
    return download(data, f"tong-hop-diem-tam-tinh-{season.year}.docx")
