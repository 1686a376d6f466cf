# Words of the kindergarten grades; nothing changes in the database.

from django.db import migrations, models

WORDS = {"MG3": "mẫu giáo 3 tuổi", "MG4": "mẫu giáo 4 tuổi", "MG5": "mẫu giáo 5 tuổi"}
GRADES = ["MG3", "MG4", "MG5", *(str(n) for n in range(1, 13))]


class Migration(migrations.Migration):

    dependencies = [("education", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="enrolment", name="grade",
            field=models.CharField(choices=[(g, WORDS.get(g, g)) for g in GRADES], max_length=3, verbose_name="lớp")),
    ]
