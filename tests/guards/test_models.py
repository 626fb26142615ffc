"""Every row about people says whose data it is, and can be narrowed to what one may see."""

from __future__ import annotations

from .reading import listed, rank, settle

REMEDY = "a `controller` foreign key to accounts.Organisation from the first migration, and a VisibleQuerySet manager."

_PUBLIC = "what stands in the directory is public; who runs a group is a Leader, who has a controller"
# model: why it holds nothing about a person, or is asked in another way
WITHOUT_CONTROLLER: dict[str, str] = {
    "promises.Beat": "when a check of ours last ran, about nobody",
    **dict.fromkeys(
        (
            "directory.Source", "directory.Taxonomy", "directory.TaxonomyTerm", "directory.Organization",
            "directory.Service", "directory.Location", "directory.ServiceAtLocation", "directory.Schedule",
            "directory.ServiceTerm", "directory.Assurance", "directory.Edit", "directory.MergeProposal",
            "directory.Tally", "directory.SearchRow",
        ),
        _PUBLIC,
    ),
}  # fmt: skip
WITHOUT_VISIBLE_TO: dict[str, str] = {
    "promises.Beat": "when a check of ours last ran, about nobody",
}


def ours():
    """The models of every package after access: from people onwards all rows are taken to be about somebody."""
    from django.apps import apps

    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("kith.") and rank(model._meta.app_label) < rank("access"):
            yield model


def test_every_personal_row_says_whose_data_it_is():
    found = {m._meta.label: "has no `controller`" for m in ours() if not has_controller(m)}
    settle(found, WITHOUT_CONTROLLER, REMEDY)


def test_every_personal_row_can_be_narrowed_to_what_one_may_see():
    found = {
        m._meta.label: "has no `objects.visible_to`" for m in ours() if not hasattr(m._default_manager, "visible_to")
    }
    settle(found, WITHOUT_VISIBLE_TO, REMEDY)


def test_no_column_holds_what_we_promised_not_to_keep():
    never = ("certificate", "nhs_number", "date_of_birth", "ethnic", "diagnos", "password")
    problems = [
        f"{model._meta.label}.{field.name}"
        for model in ours()
        for field in model._meta.get_fields()
        if any(word in field.name for word in never)
    ]
    assert not problems, listed(problems, "leave it out: help first, and only what the help needs.")


def test_every_migration_is_made():
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
    from django.db.migrations.state import ProjectState

    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("kith.")}
    loader = MigrationLoader(None, ignore_no_migrations=True)
    asked = NonInteractiveMigrationQuestioner(specified_apps=labels, dry_run=True)
    wanted = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps), asked).changes(loader.graph)
    missing = [
        f"{label}: {op.describe()}" for label in labels & set(wanted) for m in wanted[label] for op in m.operations
    ]
    assert not missing, listed(missing, "python -m django makemigrations, with a name that says what it is for.")


def has_controller(model) -> bool:
    fields = {field.name: field for field in model._meta.get_fields()}
    return "controller" in fields and getattr(fields["controller"].related_model, "__name__", "") == "Organisation"
