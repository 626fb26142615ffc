"""The tree of places and what leads to it, with the trigger that keeps the tree a tree."""

import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import kith.kit.ids

# The order of kinds and the parents allowed are those of places/kinds.py; a test compares the two.
KEEP_THE_TREE = """
CREATE FUNCTION places_keep_the_tree() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above places_place%ROWTYPE;
    allowed text[] := CASE NEW.kind
        WHEN 'street' THEN ARRAY['community']
        WHEN 'community' THEN ARRAY['neighbourhood', 'district', 'system']
        WHEN 'neighbourhood' THEN ARRAY['district', 'system']
        WHEN 'district' THEN ARRAY['system']
        ELSE ARRAY[]::text[] END;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.kind <> OLD.kind THEN
        RAISE EXCEPTION 'A place keeps its kind: % was a % and stays one.', OLD.name, OLD.kind
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.parent_id IS NULL THEN
        IF NEW.path <> ARRAY[NEW.id] THEN
            RAISE EXCEPTION 'The path of % must be itself alone.', NEW.name USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO above FROM places_place WHERE id = NEW.parent_id FOR SHARE;
    IF NOT above.kind = ANY (allowed) THEN
        RAISE EXCEPTION 'A % cannot lie in a %: % and %.', NEW.kind, above.kind, NEW.name, above.name
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.path <> above.path || NEW.id THEN
        RAISE EXCEPTION 'The path of % must be that of % and then itself.', NEW.name, above.name
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER places_place_tree BEFORE INSERT OR UPDATE OF kind, parent_id, path ON places_place
    FOR EACH ROW EXECUTE FUNCTION places_keep_the_tree();
"""

FORGET_THE_TREE = """
DROP TRIGGER places_place_tree ON places_place;
DROP FUNCTION places_keep_the_tree();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lsoa21", "LSOA 2021"),
                            ("lsoa11", "LSOA 2011"),
                            ("msoa21", "MSOA 2021"),
                            ("msoa11", "MSOA 2011"),
                            ("ward", "ward"),
                            ("lad", "local authority"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("imd_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("imd_decile", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("imd_rank", models.PositiveIntegerField(blank=True, null=True)),
                ("boundary", models.JSONField(blank=True, null=True)),
                ("south", models.FloatField(blank=True, null=True)),
                ("west", models.FloatField(blank=True, null=True)),
                ("north", models.FloatField(blank=True, null=True)),
                ("east", models.FloatField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "code"), name="places_one_area_of_a_kind_and_code"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("imd_decile__isnull", True), ("imd_decile__range", (1, 10)), _connector="OR"
                        ),
                        name="places_decile_is_one_to_ten",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("street", "street"),
                            ("community", "community"),
                            ("neighbourhood", "neighbourhood"),
                            ("district", "district"),
                            ("system", "system"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("slug", models.SlugField(max_length=140, unique=True)),
                ("path", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("opens", models.TimeField(default=datetime.time(8, 0))),
                ("closes", models.TimeField(default=datetime.time(20, 0))),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("colour", models.CharField(blank=True, max_length=7)),
                ("settings", models.JSONField(blank=True, default=dict)),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("homes", models.PositiveIntegerField(default=0)),
                ("lat", models.FloatField(blank=True, null=True)),
                ("lon", models.FloatField(blank=True, null=True)),
                ("boundary", models.JSONField(blank=True, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="places.place",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Postcode",
            fields=[
                ("postcode", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("lat", models.FloatField()),
                ("lon", models.FloatField()),
                ("lsoa21", models.CharField(blank=True, max_length=9)),
                ("lsoa11", models.CharField(blank=True, max_length=9)),
                ("lad", models.CharField(blank=True, max_length=9)),
                ("ward", models.CharField(blank=True, max_length=9)),
                ("terminated_on", models.DateField(blank=True, null=True)),
                (
                    "place",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="postcodes",
                        to="places.place",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StreetName",
            fields=[
                ("id", models.UUIDField(default=kith.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=140)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="places.place"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="place",
            index=django.contrib.postgres.indexes.GinIndex(fields=["path"], name="places_place_by_path"),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["kind", "name"], name="places_plac_kind_05d800_idx"),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.UniqueConstraint(
                fields=("parent", "kind", "name"), name="places_one_of_a_name_under_a_parent"
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lat__isnull", True), ("lon__isnull", True)),
                    models.Q(("lat__range", (-90, 90)), ("lon__range", (-180, 180))),
                    _connector="OR",
                ),
                name="places_both_coordinates_or_neither",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "street"), ("parent__isnull", True), _negated=True),
                name="places_street_has_community",
            ),
        ),
        migrations.AddConstraint(
            model_name="postcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("postcode__regex", "^[A-Z0-9]{2,4} [A-Z0-9]{3}$")), name="places_postcode_is_normal"
            ),
        ),
        migrations.AddIndex(
            model_name="streetname",
            index=models.Index(fields=["key"], name="places_stre_key_fc3b57_idx"),
        ),
        migrations.AddConstraint(
            model_name="streetname",
            constraint=models.UniqueConstraint(fields=("place", "key"), name="places_one_key_for_a_place"),
        ),
        migrations.RunSQL(KEEP_THE_TREE, FORGET_THE_TREE),
    ]
