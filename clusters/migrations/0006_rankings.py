"""Versions of rankings, and the database that keeps them: rows are only ever added, and to a frozen version alone;
a version never changes but in its state, and not at all once it is published or taken back.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


KEPT = (
    "season_id", "number", "as_of", "form", "digest", "scores", "ballot", "ballot_reference", "reason", "frozen_at",
    "frozen_by_id",
)  # fmt: skip
JSONS = ("form", "ballot")
ROWS = "Rows of a ranking are only ever added, and to a frozen version."
VERSION = "A version of a ranking is not changed."


def changed(differs, cast=""):
    return " OR ".join(
        f"NEW.{column}{cast if column in JSONS else ''} {differs} OLD.{column}{cast if column in JSONS else ''}"
        for column in KEPT
    )


POSTGRESQL = f"""
CREATE FUNCTION clusters_standingrow_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM clusters_rankingversion WHERE id = NEW.version_id AND state = 'frozen') THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '{ROWS}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER clusters_standingrow_stays BEFORE INSERT OR UPDATE OR DELETE ON clusters_standingrow
    FOR EACH ROW EXECUTE FUNCTION clusters_standingrow_stays();
CREATE TRIGGER clusters_standingrow_stays_whole BEFORE TRUNCATE ON clusters_standingrow
    FOR EACH STATEMENT EXECUTE FUNCTION clusters_standingrow_stays();

CREATE FUNCTION clusters_rankingversion_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION '{VERSION}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.state <> 'frozen' OR {changed("IS DISTINCT FROM", "::text")} THEN
        RAISE EXCEPTION '{VERSION}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clusters_rankingversion_stays BEFORE UPDATE OR DELETE ON clusters_rankingversion
    FOR EACH ROW EXECUTE FUNCTION clusters_rankingversion_stays();
CREATE TRIGGER clusters_rankingversion_stays_whole BEFORE TRUNCATE ON clusters_rankingversion
    FOR EACH STATEMENT EXECUTE FUNCTION clusters_rankingversion_stays();
"""


def refusal(name, event, words, when=""):
    return f"""
    CREATE TRIGGER clusters_{name}_stays_{event.lower()} BEFORE {event} ON clusters_{name} {when}
    BEGIN SELECT RAISE(ABORT, '{words}'); END
    """


SQLITE = [
    refusal(
        "standingrow",
        "INSERT",
        ROWS,
        "WHEN NOT EXISTS (SELECT 1 FROM clusters_rankingversion WHERE id = NEW.version_id AND state = 'frozen')",
    ),
    refusal("standingrow", "UPDATE", ROWS),
    refusal("standingrow", "DELETE", ROWS),
    refusal("rankingversion", "UPDATE", VERSION, f"WHEN OLD.state <> 'frozen' OR {changed('IS NOT')}"),
    refusal("rankingversion", "DELETE", VERSION),
]
NAMES = [
    f"clusters_{name}_stays_{event}"
    for name, events in (
        ("standingrow", ("insert", "update", "delete")),
        ("rankingversion", ("update", "delete")),
    )
    for event in events
]


def install(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else (POSTGRESQL,):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in NAMES:
            schema_editor.execute(f"DROP TRIGGER {name}")
    else:
        for name in ("standingrow", "rankingversion"):
            schema_editor.execute(f"DROP FUNCTION clusters_{name}_stays() CASCADE")


class Migration(migrations.Migration):
    dependencies = [
        ("clusters", "0005_signed_before"),
        ("documents", "0004_seals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RankingVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("frozen", "Frozen, not published"),
                            ("published", "Published"),
                            ("dropped", "Taken back"),
                        ],
                        default="frozen",
                        max_length=9,
                    ),
                ),
                ("as_of", models.DateField(verbose_name="names as of")),
                ("form", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("scores", models.CharField(max_length=64)),
                ("ballot", models.JSONField(blank=True, default=dict)),
                (
                    "ballot_reference",
                    models.CharField(blank=True, max_length=300, verbose_name="record of the secret ballot"),
                ),
                ("reason", models.CharField(blank=True, max_length=2000, verbose_name="why it is corrected")),
                ("frozen_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dropped_because",
                    models.CharField(blank=True, max_length=2000, verbose_name="why it was taken back"),
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
                    "frozen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "season",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rankings",
                        to="clusters.season",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a ranking",
                "verbose_name_plural": "versions of rankings",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="StandingRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("place", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="place")),
                ("name", models.CharField(max_length=300, verbose_name="name")),
                ("short_name", models.CharField(blank=True, max_length=120)),
                ("sector", models.CharField(blank=True, max_length=60, verbose_name="sector")),
                (
                    "points",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=9, null=True, verbose_name="points"
                    ),
                ),
                (
                    "possible",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=9, verbose_name="points possible"
                    ),
                ),
                ("parts", models.JSONField(default=dict)),
                ("cells", models.JSONField(default=dict)),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="clusters.seat"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="clusters.rankingversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "standing of a member",
                "verbose_name_plural": "standings of members",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="rankingversion",
            constraint=models.UniqueConstraint(fields=("season", "number"), name="one_ranking_a_number"),
        ),
        migrations.AddConstraint(
            model_name="rankingversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "frozen")), fields=("season",), name="one_frozen_ranking"
            ),
        ),
        migrations.AddConstraint(
            model_name="rankingversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("published_at__isnull", False),
                        ("published_by__isnull", False),
                        ("state", "published"),
                    ),
                    models.Q(
                        models.Q(("state", "published"), _negated=True),
                        ("published_at", None),
                        ("published_by", None),
                    ),
                    _connector="OR",
                ),
                name="ranking_published_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="rankingversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "dropped"), _negated=True),
                    models.Q(("dropped_because", ""), _negated=True),
                    _connector="OR",
                ),
                name="ranking_dropped_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="rankingversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ballot", {}), models.Q(("ballot_reference", ""), _negated=True), _connector="OR"
                ),
                name="ranking_ballot_has_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="standingrow",
            constraint=models.UniqueConstraint(fields=("version", "seat"), name="one_standing_a_member"),
        ),
        migrations.AddConstraint(
            model_name="standingrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("place", None), ("points__isnull", False), _connector="OR"),
                name="standing_placed_has_points",
            ),
        ),
        migrations.RunPython(install, remove, elidable=False),
    ]
