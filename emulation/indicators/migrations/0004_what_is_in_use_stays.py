"""A population can be locked and retired, a table discarded; the words of hedging have one definition."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0003_figures_stay'),
        ('organisations', '0002_longer_names'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='figureimport',
            name='discarded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='population',
            name='locked_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='locked at'),
        ),
        migrations.AddField(
            model_name='population',
            name='retired_on',
            field=models.DateField(blank=True, null=True, verbose_name='retired on'),
        ),
        migrations.AlterField(
            model_name='figure',
            name='qualifier',
            field=models.CharField(blank=True, choices=[('', 'exactly'), ('gần', 'gần'), ('khoảng', 'khoảng'), ('khoảng gần', 'khoảng gần'), ('trên', 'trên'), ('hơn', 'hơn')], max_length=12, verbose_name='qualifier'),
        ),
        migrations.AddConstraint(
            model_name='figureimport',
            constraint=models.CheckConstraint(condition=models.Q(('taken_at', None), ('discarded_at', None), _connector='OR'), name='import_taken_or_discarded'),
        ),
    ]
