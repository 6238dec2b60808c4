"""Conferences, their records and flags. Attendance, signatures and custody are only ever added."""

import django.core.validators
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


ADDED_ONLY = {
    "attendance": "Attendance is only ever added.",
    "recordsignature": "Signatures are only ever added.",
    "custody": "The custody of a flag is only ever added.",
}
FROZEN = "A record that was closed is not changed."
SQLITE = [
    f"""
    CREATE TRIGGER clusters_{table}_stays_{event.lower()} BEFORE {event} ON clusters_{table}
    BEGIN SELECT RAISE(ABORT, '{words}'); END
    """
    for table, words in ADDED_ONLY.items()
    for event in ("UPDATE", "DELETE")
] + [
    f"""
    CREATE TRIGGER clusters_record_stays_update BEFORE UPDATE ON clusters_record
    WHEN OLD.state IN ('signed', 'replaced') AND (NEW.state NOT IN ('signed', 'replaced')
        OR NEW.payload IS NOT OLD.payload OR NEW.digest <> OLD.digest)
      OR OLD.state = 'closed' AND NEW.state <> 'draft'
        AND (NEW.payload IS NOT OLD.payload OR NEW.digest <> OLD.digest)
    BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END
    """
]
POSTGRESQL = (
    "".join(
        f"""
CREATE FUNCTION clusters_{table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER clusters_{table}_stays BEFORE UPDATE OR DELETE ON clusters_{table}
    FOR EACH ROW EXECUTE FUNCTION clusters_{table}_stays();
CREATE TRIGGER clusters_{table}_stays_whole BEFORE TRUNCATE ON clusters_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION clusters_{table}_stays();
"""
        for table, words in ADDED_ONLY.items()
    )
    + f"""
CREATE FUNCTION clusters_record_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('signed', 'replaced') AND (NEW.state NOT IN ('signed', 'replaced')
        OR NEW.payload::text IS DISTINCT FROM OLD.payload::text OR NEW.digest <> OLD.digest)
      OR OLD.state = 'closed' AND NEW.state <> 'draft'
        AND (NEW.payload::text IS DISTINCT FROM OLD.payload::text OR NEW.digest <> OLD.digest)
    THEN
        RAISE EXCEPTION '{FROZEN}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clusters_record_stays BEFORE UPDATE ON clusters_record
    FOR EACH ROW EXECUTE FUNCTION clusters_record_stays();
"""
)


def install(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else (POSTGRESQL,):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in ADDED_ONLY:
            for event in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER clusters_{table}_stays_{event}")
        schema_editor.execute("DROP TRIGGER clusters_record_stays_update")
    else:
        for table in (*ADDED_ONLY, "record"):
            schema_editor.execute(f"DROP FUNCTION clusters_{table}_stays() CASCADE")


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0005_papers_stay"),
        ("clusters", "0006_rankings"),
        ("documents", "0004_seals"),
        ("organisations", "0002_longer_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("OPENING", "opening"),
                            ("REPORT", "report"),
                            ("SPEECH", "speeches and discussion"),
                            ("STANDINGS", "standings"),
                            ("DISPUTES", "disputes"),
                            ("NOMINATION", "vote on who is put forward"),
                            ("PLEDGE", "pledge"),
                            ("ELECTION", "election of leader and deputy"),
                            ("HAND_OVER", "hand-over"),
                            ("CLOSING", "closing"),
                            ("OTHER", "other"),
                        ],
                        default="OTHER",
                        max_length=10,
                        verbose_name="about",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="item")),
                ("minutes", models.PositiveSmallIntegerField(default=15, verbose_name="minutes")),
                ("presenter", models.CharField(blank=True, max_length=300, verbose_name="presented by")),
                ("said", models.TextField(blank=True, verbose_name="what was said and agreed")),
            ],
            options={
                "verbose_name": "item of the agenda",
                "verbose_name_plural": "items of the agenda",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Conference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("MIDYEAR", "Mid-year conference"), ("YEAREND", "Year-end conference")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("running", "Under way"),
                            ("held", "Held"),
                            ("cancelled", "Called off"),
                        ],
                        default="planned",
                        max_length=9,
                    ),
                ),
                ("state_since", models.DateTimeField()),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("day", models.DateField(verbose_name="day")),
                ("until", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("begins", models.CharField(blank=True, help_text="such as 07:30", max_length=5, verbose_name="begins at")),
                ("place", models.CharField(max_length=300, verbose_name="place")),
                ("town", models.CharField(max_length=120, verbose_name="place name of the date line")),
                (
                    "invited",
                    models.TextField(
                        blank=True, help_text="besides the members; one a line", verbose_name="invited bodies"
                    ),
                ),
                (
                    "letter_number",
                    models.CharField(blank=True, max_length=120, verbose_name="number of the invitation"),
                ),
                ("invited_at", models.DateTimeField(blank=True, null=True)),
                (
                    "quorum",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("66.66"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="quorum, percent of all members",
                    ),
                ),
                (
                    "chair_title",
                    models.CharField(blank=True, max_length=200, verbose_name="position of the chair"),
                ),
                (
                    "secretary_title",
                    models.CharField(blank=True, max_length=200, verbose_name="position of the secretary"),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "chair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.person",
                        verbose_name="chair",
                    ),
                ),
                (
                    "convener",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="convened by",
                    ),
                ),
                (
                    "current",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="clusters.agendaitem",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conferences",
                        to="clusters.season",
                    ),
                ),
                (
                    "secretary",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.person",
                        verbose_name="secretary",
                    ),
                ),
            ],
            options={
                "verbose_name": "conference",
                "verbose_name_plural": "conferences",
                "ordering": ["day", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "manner",
                    models.CharField(
                        choices=[
                            ("IN_PERSON", "in the hall"),
                            ("ONLINE", "online"),
                            ("WRITTEN", "absent, sends a written opinion"),
                            ("ABSENT", "absent"),
                        ],
                        max_length=9,
                        verbose_name="takes part",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="position")),
                (
                    "representation",
                    models.CharField(blank=True, max_length=300, verbose_name="represents by"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=500, verbose_name="reason of the absence"),
                ),
                (
                    "companions",
                    models.PositiveSmallIntegerField(default=0, verbose_name="others who come with"),
                ),
                ("confirmed", models.BooleanField(default=False, help_text="by the member itself")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.person",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clusters.seat"
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="clusters.conference",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="conference",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="clusters.conference"
            ),
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="clusters.cluster",
                    ),
                ),
            ],
            options={
                "verbose_name": "rotating flag",
                "verbose_name_plural": "rotating flags",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Guest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="position")),
                ("body", models.CharField(blank=True, max_length=300, verbose_name="body")),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guests",
                        to="clusters.conference",
                    ),
                ),
            ],
            options={
                "verbose_name": "guest",
                "verbose_name_plural": "guests",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day of the hand-over")),
                ("files", models.JSONField(blank=True, default=list)),
                (
                    "flag_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("GOOD", "in good order"),
                            ("WORN", "worn"),
                            ("DAMAGED", "damaged"),
                            ("LATE", "not brought: handed over later"),
                            ("MISSING", "missing"),
                        ],
                        max_length=8,
                        verbose_name="the flag is",
                    ),
                ),
                (
                    "flag_note",
                    models.CharField(blank=True, max_length=500, verbose_name="remark on the flag"),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "conference",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_over",
                        to="clusters.conference",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "flag",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clusters.flag",
                        verbose_name="flag",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-over",
                "verbose_name_plural": "hand-overs",
            },
        ),
        migrations.CreateModel(
            name="Motion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("NOMINATION", "Who is put forward for the flag"),
                            ("TIE_BREAK", "Which of the tied members stands higher"),
                            ("LEADER", "Leader of next year"),
                            ("DEPUTY", "Deputy of next year"),
                        ],
                        max_length=10,
                        verbose_name="decides",
                    ),
                ),
                (
                    "departs",
                    models.CharField(blank=True, max_length=500, verbose_name="why other candidates"),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions",
                        to="clusters.conference",
                    ),
                ),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ballots.question"
                    ),
                ),
            ],
            options={
                "verbose_name": "motion",
                "verbose_name_plural": "motions",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("MINUTES", "Minutes of the conference"), ("HAND_OVER", "Hand-over record")],
                        max_length=9,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("closed", "Closed, to be signed"),
                            ("signed", "Signed by both"),
                            ("replaced", "Replaced"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("symbol", models.CharField(blank=True, max_length=120, verbose_name="number and symbol")),
                ("opening", models.TextField(blank=True, verbose_name="opening words")),
                (
                    "discussion",
                    models.TextField(blank=True, help_text="one paragraph a line", verbose_name="discussion"),
                ),
                (
                    "conclusion",
                    models.TextField(blank=True, help_text="one paragraph a line", verbose_name="conclusion"),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="why it is corrected")),
                ("payload", models.JSONField(blank=True, null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="clusters.conference",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.issueddocument",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clusters.record",
                    ),
                ),
                (
                    "sealed",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.issueddocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "record",
                "verbose_name_plural": "records",
                "ordering": ["kind", "number"],
            },
        ),
        migrations.CreateModel(
            name="Custody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder_name", models.CharField(max_length=300)),
                ("giver_name", models.CharField(blank=True, max_length=300)),
                ("since", models.DateField(verbose_name="since")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("GOOD", "in good order"),
                            ("WORN", "worn"),
                            ("DAMAGED", "damaged"),
                            ("LATE", "not brought: handed over later"),
                            ("MISSING", "missing"),
                        ],
                        max_length=8,
                        verbose_name="the flag is",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "flag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="custodies",
                        to="clusters.flag",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clusters.record",
                    ),
                ),
            ],
            options={
                "verbose_name": "custody of a flag",
                "verbose_name_plural": "custodies of flags",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RecordSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hand",
                    models.CharField(
                        choices=[
                            ("CHAIR", "Chair"),
                            ("SECRETARY", "Secretary"),
                            ("GIVER", "Hands over"),
                            ("TAKER", "Takes over"),
                        ],
                        max_length=9,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("name", models.CharField(max_length=200)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("body", models.CharField(blank=True, max_length=300)),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("password", "password entered again"),
                            ("second_factor", "one-time code"),
                            ("paper", "on paper, scan attached"),
                        ],
                        max_length=13,
                    ),
                ),
                ("account", models.CharField(blank=True, max_length=254)),
                ("signed_on", models.DateField(blank=True, help_text="the day on the paper", null=True)),
                (
                    "scan",
                    models.FileField(blank=True, upload_to="conferences/%Y/", verbose_name="signed scan"),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="clusters.record",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature under a record",
                "verbose_name_plural": "signatures under records",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("season", "kind"),
                name="one_conference_a_kind",
                violation_error_message="The season has a conference of this kind already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="conference",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("day__lte", models.F("until")), _connector="OR"),
                name="conference_days_ordered",
                violation_error_message="It cannot end before it begins.",
            ),
        ),
        migrations.AddIndex(
            model_name="attendance",
            index=models.Index(fields=["conference", "seat", "-id"], name="attendance_newest"),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("manner", "ABSENT"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="attendance_absent_says_why",
                violation_error_message="Say why the member is absent.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("manner", "ABSENT"),
                    models.Q(("person__isnull", False), models.Q(("name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="attendance_names_who_comes",
                violation_error_message="Say who takes part for the member.",
            ),
        ),
        migrations.AddConstraint(
            model_name="flag",
            constraint=models.UniqueConstraint(fields=("cluster", "name"), name="one_flag_a_name"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("flag", None), models.Q(("flag_state", ""), _negated=True), _connector="OR"
                ),
                name="hand_over_says_how_the_flag_is",
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.UniqueConstraint(
                fields=("conference", "kind", "number"), name="one_record_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "replaced"), _negated=True),
                fields=("conference", "kind"),
                name="one_record_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("digest", ""), ("state", "draft")),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        models.Q(("digest", ""), _negated=True),
                        ("payload__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="record_frozen_iff_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="recordsignature",
            constraint=models.UniqueConstraint(
                fields=("record", "hand", "digest"), name="one_signature_a_hand"
            ),
        ),
        migrations.AddConstraint(
            model_name="recordsignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("method", "paper"), _negated=True),
                    models.Q(models.Q(("scan", ""), _negated=True), ("signed_on__isnull", False)),
                    _connector="OR",
                ),
                name="record_signature_on_paper_has_its_scan",
            ),
        ),
        migrations.RunPython(install, remove, elidable=False),
    ]
