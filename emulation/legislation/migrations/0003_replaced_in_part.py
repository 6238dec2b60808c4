"""Parts of an instrument can be replaced by others while the rest of it holds."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('legislation', '0002_national_rows'),
    ]

    operations = [
        migrations.CreateModel(
            name='PartReplacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(help_text='such as: Articles 5 to 7, Annex II', max_length=300, verbose_name='part that is replaced')),
                ('on', models.DateField(verbose_name='from the day')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts_replaced', to='legislation.instrument')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts_taken', to='legislation.instrument', verbose_name='replaced by')),
            ],
            options={
                'verbose_name': 'replacement of a part',
                'verbose_name_plural': 'replacements of parts',
                'ordering': ['on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('instrument', 'successor', 'part'), name='one_replacement_of_a_part'), models.CheckConstraint(condition=models.Q(('successor', models.F('instrument')), _negated=True), name='part_not_replaced_by_its_own', violation_error_message='An instrument does not replace itself.'), models.CheckConstraint(condition=models.Q(('part', ''), _negated=True), name='part_is_named')],
            },
        ),
    ]
