"""The emulation year becomes rows that administrators keep."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CycleStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('confidence', models.CharField(choices=[('S', 'Sourced'), ('M', 'From general knowledge'), ('U', 'Not verified')], default='U', max_length=1, verbose_name='confidence')),
                ('since', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='first year')),
                ('until', models.PositiveSmallIntegerField(default=2100, validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='last year')),
                ('code', models.SlugField(max_length=30, verbose_name='code')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('first_month', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='first month')),
                ('first_day', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)], verbose_name='first day')),
                ('last_month', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='last month')),
                ('last_day', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)], verbose_name='last day')),
            ],
            options={
                'verbose_name': 'step of the year',
                'verbose_name_plural': 'steps of the year',
                'ordering': ['first_month', 'first_day', 'code', 'since'],
                'constraints': [models.UniqueConstraint(fields=('code', 'since'), name='one_cycle_step_a_beginning'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='cycle_step_years_ordered')],
            },
        ),
        migrations.CreateModel(
            name='ReportDeadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('confidence', models.CharField(choices=[('S', 'Sourced'), ('M', 'From general knowledge'), ('U', 'Not verified')], default='U', max_length=1, verbose_name='confidence')),
                ('since', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='first year')),
                ('until', models.PositiveSmallIntegerField(default=2100, validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)], verbose_name='last year')),
                ('kind', models.CharField(choices=[('half', 'Six-month report'), ('year', 'Yearly report'), ('midterm', 'Mid-term report'), ('closing', 'Closing report')], max_length=8, verbose_name='kind of report')),
                ('month', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='month')),
                ('day', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)], verbose_name='day')),
            ],
            options={
                'verbose_name': 'day a report is due',
                'verbose_name_plural': 'days reports are due',
                'ordering': ['month', 'day', 'kind', 'since'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'since'), name='one_report_deadline_a_beginning'), models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='report_deadline_years_ordered')],
            },
        ),
    ]
