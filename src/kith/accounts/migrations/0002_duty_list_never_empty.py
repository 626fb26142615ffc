"""The database refuses a duty team without a live member on its duty list, whoever asks and however."""

from typing import ClassVar

from django.db import migrations

# Checked at commit, so that a team and its first duty member can be made, or swapped, in one transaction.
# The team's row is locked first: two people leaving at the same moment are looked at one after the other.
FORWARD = """
CREATE FUNCTION accounts_check_duty_list(checked_team uuid) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    team_name text;
BEGIN
    SELECT name INTO team_name FROM accounts_team WHERE id = checked_team AND is_duty FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM 1 FROM accounts_dutyturn turn
        JOIN accounts_membership member ON member.id = turn.membership_id AND member.team_id = turn.team_id
        JOIN accounts_user person ON person.id = member.user_id
        WHERE turn.team_id = checked_team AND member.ended_at IS NULL AND person.is_active;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Nobody would be left on the duty list of %. Put somebody else on it first.', team_name
            USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_duty_list_never_empty';
    END IF;
END $$;

CREATE FUNCTION accounts_duty_list_of_team() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM accounts_check_duty_list(NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION accounts_duty_list_of_row() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM accounts_check_duty_list(OLD.team_id);
    RETURN NULL;
END $$;

CREATE FUNCTION accounts_duty_lists_of_user() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM accounts_check_duty_list(team_id) FROM (
        SELECT DISTINCT team_id FROM accounts_membership WHERE user_id = NEW.id ORDER BY team_id
    ) AS teams;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER accounts_duty_list_team
    AFTER INSERT OR UPDATE OF is_duty ON accounts_team
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.is_duty)
    EXECUTE FUNCTION accounts_duty_list_of_team();

CREATE CONSTRAINT TRIGGER accounts_duty_list_turn
    AFTER DELETE OR UPDATE ON accounts_dutyturn
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION accounts_duty_list_of_row();

CREATE CONSTRAINT TRIGGER accounts_duty_list_membership
    AFTER DELETE OR UPDATE OF ended_at, team_id, user_id ON accounts_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION accounts_duty_list_of_row();

CREATE CONSTRAINT TRIGGER accounts_duty_list_user
    AFTER UPDATE OF is_active ON accounts_user
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NOT NEW.is_active)
    EXECUTE FUNCTION accounts_duty_lists_of_user();
"""

BACK = """
DROP TRIGGER accounts_duty_list_user ON accounts_user;
DROP TRIGGER accounts_duty_list_membership ON accounts_membership;
DROP TRIGGER accounts_duty_list_turn ON accounts_dutyturn;
DROP TRIGGER accounts_duty_list_team ON accounts_team;
DROP FUNCTION accounts_duty_lists_of_user();
DROP FUNCTION accounts_duty_list_of_row();
DROP FUNCTION accounts_duty_list_of_team();
DROP FUNCTION accounts_check_duty_list(uuid);
"""


class Migration(migrations.Migration):
    """Four deferred triggers over one check."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("accounts", "0001_initial")]
    operations: ClassVar[list[migrations.RunSQL]] = [migrations.RunSQL(FORWARD, BACK)]
