"""Certificates of seals, the seal of a document, and their guards (emulation/documents/guards.py)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from emulation.documents import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0003_withdrawn'),
        ('organisations', '0002_longer_names'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SealCertificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('made', 'Made by this program'), ('pkcs12', "The organisation's own file (PKCS#12)"), ('pkcs11', "The organisation's own token (PKCS#11)")], max_length=10)),
                ('name', models.CharField(max_length=300)),
                ('fingerprint', models.CharField(max_length=64, unique=True, verbose_name='fingerprint of the certificate')),
                ('pem', models.TextField()),
                ('valid_from', models.DateTimeField()),
                ('valid_to', models.DateTimeField()),
                ('added_at', models.DateTimeField(auto_now_add=True)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('distrusted_at', models.DateTimeField(blank=True, null=True)),
                ('distrust_reason', models.TextField(blank=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'verbose_name': 'certificate of a seal',
                'verbose_name_plural': 'certificates of seals',
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='issueddocument',
            name='seal',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.sealcertificate'),
        ),
        migrations.AddIndex(
            model_name='issueddocument',
            index=models.Index(fields=['file_digest'], name='document_of_file'),
        ),
        migrations.AddConstraint(
            model_name='issueddocument',
            constraint=models.CheckConstraint(condition=models.Q(('seal__isnull', True), ('state', 'rendered'), _connector='OR'), name='document_sealed_only_filed'),
        ),
        migrations.AddConstraint(
            model_name='sealcertificate',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to__gt', models.F('valid_from'))), name='seal_certificate_lasts'),
        ),
        migrations.AddConstraint(
            model_name='sealcertificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('distrust_reason', ''), ('distrusted_at__isnull', True)), models.Q(('distrusted_at__isnull', False), models.Q(('distrust_reason', ''), _negated=True)), _connector='OR'), name='seal_distrusted_iff_explained'),
        ),
        # SQLite rebuilt the tables without their triggers.
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
