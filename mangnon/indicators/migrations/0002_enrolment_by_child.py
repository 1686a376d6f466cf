"""Enrolments are asked for by child and school year, or by school year and outcome."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='penrolment',
            name='p_enrolment_0',
        ),
        migrations.RemoveIndex(
            model_name='penrolment',
            name='p_enrolment_1',
        ),
        migrations.AddIndex(
            model_name='penrolment',
            index=models.Index(fields=['child', 'first_year', 'grade'], name='p_enrolment_0'),
        ),
        migrations.AddIndex(
            model_name='penrolment',
            index=models.Index(fields=['first_year', 'outcome'], name='p_enrolment_1'),
        ),
    ]
