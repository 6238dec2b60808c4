"""One row per piece of background work: the row is the truth, the broker's message only a nudge."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emulation.jobs.states import LIVE, JobState


class Job(models.Model):
    """What runs, for whom, how far it got and how it ended.

    `kind` names the registered runner, `payload` is what it needs (ids, never objects). `attempts` counts the
    claims and tells one claim from the next: whoever lost the lease can no longer write.
    """

    State = JobState

    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict)
    organisation_id = models.PositiveBigIntegerField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs"
    )
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    result = models.JSONField(null=True, blank=True)
    result_url = models.CharField(max_length=500, blank=True)
    error = models.TextField(blank=True)
    key = models.CharField(max_length=200, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=LIVE, key__isnull=False), name="one_live_job_a_key"
            ),
            models.CheckConstraint(
                name="job_leased_iff_running",
                condition=Q(state=JobState.RUNNING, lease_until__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(lease_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="job_finished_iff_dated",
                condition=Q(state__in=LIVE, finished_at__isnull=True)
                | (~Q(state__in=LIVE) & Q(finished_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="job_by_owner"),
            models.Index(fields=["state", "lease_until"], condition=Q(state__in=LIVE), name="job_live"),
        ]

    def __str__(self) -> str:
        return self.title or self.kind

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state not in LIVE
