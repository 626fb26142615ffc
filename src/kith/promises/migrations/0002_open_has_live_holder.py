"""An open promise is held by somebody who is there: the database refuses the commit otherwise, whoever asks."""

from typing import ClassVar

from django.db import migrations

FORWARD = """
CREATE FUNCTION promises_check_holder(wanted uuid) RETURNS void
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

CREATE FUNCTION promises_holder_of_promise() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM promises_check_holder(NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION promises_holder_of_membership() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM promises_check_holder(id) FROM promises_promise
     WHERE holder_id = OLD.id AND state = 'open';
    RETURN NULL;
END $$;

CREATE FUNCTION promises_holder_of_user() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM promises_check_holder(promise.id) FROM promises_promise promise
      JOIN accounts_membership membership ON membership.id = promise.holder_id
     WHERE membership.user_id = NEW.id AND promise.state = 'open';
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER promises_open_has_live_holder
    AFTER INSERT OR UPDATE OF holder_id, state ON promises_promise
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'open')
    EXECUTE FUNCTION promises_holder_of_promise();

CREATE CONSTRAINT TRIGGER promises_member_leaves_nothing_behind
    AFTER UPDATE OF ended_at ON accounts_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL)
    EXECUTE FUNCTION promises_holder_of_membership();

CREATE CONSTRAINT TRIGGER promises_user_leaves_nothing_behind
    AFTER UPDATE OF is_active ON accounts_user
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NOT NEW.is_active)
    EXECUTE FUNCTION promises_holder_of_user();
"""

BACK = """
DROP TRIGGER promises_user_leaves_nothing_behind ON accounts_user;
DROP TRIGGER promises_member_leaves_nothing_behind ON accounts_membership;
DROP TRIGGER promises_open_has_live_holder ON promises_promise;
DROP FUNCTION promises_holder_of_user();
DROP FUNCTION promises_holder_of_membership();
DROP FUNCTION promises_holder_of_promise();
DROP FUNCTION promises_check_holder(uuid);
"""


class Migration(migrations.Migration):
    """Three deferred triggers over one check."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("promises", "0001_initial"),
        ("accounts", "0002_duty_list_never_empty"),
    ]
    operations: ClassVar[list[migrations.RunSQL]] = [migrations.RunSQL(FORWARD, BACK)]
