"""The register of instruments, the base salary, the legal grounds and what has been told of their end."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0002_longer_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=120, verbose_name='number and symbol')),
                ('number_key', models.CharField(db_index=True, editable=False, max_length=120)),
                ('search', models.CharField(editable=False, max_length=640)),
                ('kind', models.CharField(choices=[('LAW', 'Law'), ('ORDINANCE', 'Ordinance'), ('RESOLUTION', 'Resolution'), ('DECREE', 'Decree'), ('CIRCULAR', 'Circular'), ('DECISION', 'Decision of an authority'), ('DIRECTIVE', 'Directive'), ('CONCLUSION', 'Conclusion'), ('REGULATION', 'Regulation'), ('PROGRAMME', 'Programme'), ('PLAN', 'Plan'), ('GUIDANCE', 'Guidance'), ('OTHER', 'Other instrument')], max_length=12, verbose_name='kind')),
                ('title', models.CharField(max_length=500, verbose_name="title of the instrument")),
                ('issuer', models.CharField(max_length=200, verbose_name='issued by')),
                ('issued_on', models.DateField(blank=True, null=True, verbose_name='issued on')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('in_force_to', models.DateField(blank=True, null=True, verbose_name='last day in force')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('confidence', models.CharField(choices=[('S', 'Sourced'), ('M', 'From general knowledge'), ('U', 'Not verified')], default='U', max_length=1, verbose_name='confidence')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('organisation', models.ForeignKey(blank=True, help_text='empty: it holds for the whole installation', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='instruments', to='organisations.organisation', verbose_name='kept by')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='legislation.instrument', verbose_name='replaced by')),
            ],
            options={
                'verbose_name': 'instrument',
                'verbose_name_plural': 'instruments',
                'ordering': ['number_key', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Ground',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document_kind', models.CharField(choices=[('DECISION', 'Decision on commendation'), ('LAUNCH', 'Launch of a movement'), ('REGISTRATION', 'Emulation registration'), ('PROGRAMME', 'Cooperation programme'), ('SIGNING_MINUTES', 'Minutes of signing'), ('ANNUAL_PLAN', 'Annual plan'), ('REPORT', 'Report'), ('STATISTICS_0601', 'Statistical form 0601')], max_length=20, verbose_name='kind of document')),
                ('text', models.CharField(max_length=500, verbose_name='text after “Căn cứ”')),
                ('official_order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('organisation', models.ForeignKey(blank=True, help_text='empty: it holds for the whole installation', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='organisations.organisation', verbose_name='kept by')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grounds', to='legislation.instrument', verbose_name='instrument')),
            ],
            options={
                'verbose_name': 'legal ground',
                'verbose_name_plural': 'legal grounds',
                'ordering': ['document_kind', 'official_order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BaseSalary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(unique=True, verbose_name='valid from')),
                ('amount', models.PositiveBigIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='amount in dong')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
                ('confidence', models.CharField(choices=[('S', 'Sourced'), ('M', 'From general knowledge'), ('U', 'Not verified')], default='U', max_length=1, verbose_name='confidence')),
                ('instrument', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='base_salaries', to='legislation.instrument', verbose_name='instrument')),
            ],
            options={
                'verbose_name': 'base salary',
                'verbose_name_plural': 'base salaries',
                'ordering': ['-valid_from'],
            },
        ),
        migrations.CreateModel(
            name='Warned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_day', models.DateField()),
                ('days', models.PositiveSmallIntegerField()),
                ('told_on', models.DateField()),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='warnings', to='legislation.instrument')),
            ],
        ),
        migrations.AddIndex(
            model_name='instrument',
            index=models.Index(fields=['in_force_to'], name='instrument_by_its_end'),
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=models.CheckConstraint(condition=models.Q(('in_force_from', None), ('in_force_to', None), ('in_force_to__gte', models.F('in_force_from')), _connector='OR'), name='instrument_dates_ordered', violation_error_message='It cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=models.CheckConstraint(condition=models.Q(('replaced_by', models.F('id')), _negated=True), name='instrument_not_its_own_successor'),
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confidence', 'S'), _negated=True), models.Q(('source', ''), _negated=True), _connector='OR'), name='instrument_sourced_names_source', violation_error_message='Name the source, or do not call it sourced.'),
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=models.CheckConstraint(condition=models.Q(('number_key', ''), _negated=True), name='instrument_numbered'),
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation', None)), fields=('number_key', 'issued_on'), name='one_national_instrument_a_number'),
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=models.UniqueConstraint(condition=models.Q(('issued_on', None), ('organisation', None)), fields=('number_key',), name='one_undated_national_instrument'),
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=models.UniqueConstraint(fields=('organisation', 'number_key', 'issued_on'), name='one_own_instrument_a_number'),
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='ground_dates_ordered', violation_error_message='It cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='ground_says_something'),
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.UniqueConstraint(condition=models.Q(('organisation', None)), fields=('document_kind', 'instrument', 'valid_from'), name='one_national_ground_a_day'),
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.UniqueConstraint(fields=('organisation', 'document_kind', 'instrument', 'valid_from'), name='one_own_ground_a_day'),
        ),
        migrations.AddConstraint(
            model_name='basesalary',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='base_salary_positive'),
        ),
        migrations.AddConstraint(
            model_name='basesalary',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confidence', 'S'), _negated=True), models.Q(('source', ''), _negated=True), _connector='OR'), name='base_salary_sourced_names_source', violation_error_message='Name the source, or do not call it sourced.'),
        ),
        migrations.AddConstraint(
            model_name='warned',
            constraint=models.UniqueConstraint(fields=('instrument', 'last_day', 'days'), name='one_warning_a_threshold'),
        ),
    ]
