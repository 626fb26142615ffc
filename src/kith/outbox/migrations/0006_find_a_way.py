"""Which messages were refused as unsafe, and wait for somebody to find a safe way."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_membership_ends_and_away'),
        ('outbox', '0005_told_us'),
        ('people', '0004_safe_contact'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='find_a_way',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('find_a_way', True)), fields=['created_at'], name='outbox_find_a_way'),
        ),
    ]
