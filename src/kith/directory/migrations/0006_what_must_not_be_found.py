from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0005_meanings_at_half_the_size'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='service',
            index=models.Index(
                condition=models.Q(('confidential', True)), fields=['id'], name='directory_service_hidden'
            ),
        ),
        migrations.AddIndex(
            model_name='location',
            index=models.Index(
                condition=models.Q(('confidential', True)), fields=['id'], name='directory_house_hidden'
            ),
        ),
        migrations.AddIndex(
            model_name='searchrow',
            index=models.Index(
                condition=models.Q(('confidential', True)), fields=['service'], name='directory_search_hidden'
            ),
        ),
    ]
