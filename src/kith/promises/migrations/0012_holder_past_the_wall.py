"""Whether somebody live holds a promise is looked up past the second wall: a row not seen must not count as kept."""

from typing import ClassVar

from django.db import migrations

NAMES = (
    "promises_check_holder(uuid)",
    "promises_holder_of_promise()",
    "promises_holder_of_membership()",
    "promises_holder_of_user()",
)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("promises", "0011_emergency_use")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunSQL(
            [f"ALTER FUNCTION {name} SECURITY DEFINER SET search_path = public, pg_temp" for name in NAMES],
            [f"ALTER FUNCTION {name} SECURITY INVOKER" for name in NAMES],
        )
    ]
