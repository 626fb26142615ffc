"""Between allauth and us: codes leave through the outbox, nobody signs up, and a stranger learns nothing."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.forms import CharField
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kith.accounts import actions as accounts
from kith.accounts import queries
from kith.accounts.models import User
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.outbox import actions as outbox
from kith.outbox.problems import CannotBeSent

log = logging.getLogger("kith.web")

DIGITS = 6


class StaffAdapter(DefaultAccountAdapter):
    """Sign-in by a one-time code, for people who already have an account."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": gettext_lazy("That is not the code we sent. Look at the newest message and try again."),
        "too_many_login_attempts": gettext_lazy("That was too many tries. Wait five minutes, then ask for a new code."),
        "rate_limited": gettext_lazy("That was too many tries. Wait five minutes, then ask for a new code."),
        "account_inactive": gettext_lazy("This account has ended. Ask your team for a new one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by a team, never by whoever comes along."""
        return False

    def generate_login_code(self) -> str:
        """Six digits, which most phones offer to fill in."""
        return "".join(secrets.choice("0123456789") for _digit in range(DIGITS))

    def generate_phone_verification_code(self, *, user: Any, phone: str) -> str:
        """The same for a text."""
        return self.generate_login_code()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Only a code ever leaves; to an address we do not know nothing is sent, and nobody is told so."""
        if template_prefix == "account/email/login_code":
            self._send(queries.user_to_sign_in(email=email), context["code"], to_email=email)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **_more: Any) -> None:
        """A code by text."""
        self._send(user, code, to_phone=phone)

    def send_unknown_account_sms(self, phone: str, **_more: Any) -> None:
        """Nothing: a text to a stranger would say that somebody tried."""

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Nothing, for the same reason."""

    def get_user_by_phone(self, phone: str) -> User | None:
        """Whoever signs in with this number."""
        return queries.user_to_sign_in(phone=phone)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """Their number. It was given by their team, so it counts as verified."""
        return (user.phone, True) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """Changed by ``accounts.actions.change_user``, never here."""

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Nothing to note: see ``get_phone``."""

    def phone_form_field(self, **kwargs: Any) -> CharField:
        """Asked by allauth of every adapter; our own form has one box for either way."""
        return CharField(**kwargs)

    def add_message(
        self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **more: Any
    ) -> None:
        """Only what somebody has to do something about; "you have signed in" can be seen."""
        if message and level >= messages.ERROR:
            messages.add_message(request, level, message)

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in and write it down."""
        super().login(request, user)
        accounts.note_sign_in(user=user, how="code", by=Actor.user(user), now=clock.now())

    def _send(self, user: User | None, code: str, to_email: str = "", to_phone: str = "") -> None:
        if user is None:
            return
        body = _(
            "Your code to sign in to Kith is %(code)s. It works for 10 minutes. None of us will ever ask you for it."
        )
        letter = outbox.Letter(
            kind="sign-in-code",
            body=body % {"code": code},
            key=f"sign-in-code:{uuid7()}",
            subject=_("Your code to sign in"),
            urgent=True,
        )
        by = Actor.system("sign-in")
        try:
            outbox.send_staff_code(
                user=user, letter=letter, to_email=to_email, to_phone=to_phone, by=by, now=clock.now()
            )
        except CannotBeSent as why:
            # Said to the log alone: on the page it would tell a stranger that the account is there.
            log.warning("A sign-in code was not sent: %s", why)
