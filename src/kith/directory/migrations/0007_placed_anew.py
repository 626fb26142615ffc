from django.db import migrations

# What stood everywhere because nobody knew where it is, is placed when its directory is read next.
PLACED_ANEW = "UPDATE directory_service SET digest = '' WHERE source_id IS NOT NULL AND place_id IS NULL"


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0006_what_must_not_be_found'),
    ]

    operations = [
        migrations.RunSQL(PLACED_ANEW, migrations.RunSQL.noop),
    ]
