from django.db import migrations, models


class Migration(migrations.Migration):
    """Names and titles as long as nominations may hold them: a decision enters its people from there."""

    dependencies = [("organisations", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="full_name",
            field=models.CharField(max_length=200, verbose_name="full name"),
        ),
        migrations.AlterField(
            model_name="post",
            name="title",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="title as printed"),
        ),
    ]
