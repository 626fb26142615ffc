"""Nobody holds a promise past the day their part in a team was given for: the database refuses the commit."""

from typing import ClassVar

from django.db import migrations

# The moment is the one the promise itself names (``held_since``): the database knows no other clock than ours.
CHECK = """
CREATE OR REPLACE FUNCTION promises_check_holder(wanted uuid) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    what text;
BEGIN
    -- Locked, so that somebody who leaves at the same moment waits for this commit, or this one for theirs.
    PERFORM 1
      FROM promises_promise promise
      JOIN accounts_membership membership ON membership.id = promise.holder_id
      JOIN accounts_user person ON person.id = membership.user_id
     WHERE promise.id = wanted AND promise.state = 'open'
       AND membership.ended_at IS NULL AND person.is_active
       {ends}
       FOR SHARE OF membership, person;
    IF FOUND THEN
        RETURN;
    END IF;
    SELECT label INTO what FROM promises_promise WHERE id = wanted AND state = 'open';
    IF FOUND THEN
        RAISE EXCEPTION 'Nobody who is still here holds the promise "%". Give it to a colleague first.', what
            USING ERRCODE = 'check_violation', CONSTRAINT = 'promises_open_has_live_holder';
    END IF;
END $$;
"""
ENDS = "AND (membership.ends_at IS NULL OR membership.ends_at > COALESCE(promise.held_since, promise.opened_at))"

FORWARD = (
    CHECK.format(ends=ENDS)
    + """
CREATE CONSTRAINT TRIGGER promises_part_ends_with_nothing_behind
    AFTER UPDATE OF ends_at ON accounts_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.ends_at IS NOT NULL AND NEW.ended_at IS NULL)
    EXECUTE FUNCTION promises_holder_of_membership();
"""
)
BACK = "DROP TRIGGER promises_part_ends_with_nothing_behind ON accounts_membership;" + CHECK.format(ends="")


class Migration(migrations.Migration):
    """The same check, with the day it ends, and one more trigger over it."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("promises", "0004_promises_everywhere"),
        ("accounts", "0004_membership_ends_and_away"),
    ]
    operations: ClassVar[list[migrations.RunSQL]] = [migrations.RunSQL(FORWARD, BACK)]
