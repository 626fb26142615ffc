"""./kith places: load, add, list and streets, as somebody at the keyboard meets them."""

import argparse
import json

import pytest

from kith.kit.cli import Stop
from kith.places.commands import COMMANDS
from kith.places.models import Place, Postcode

POSTCODES = "Postcode,Latitude,Longitude\nZZ34 0AB,51.2051,-4.0351\nnothing,51,-4\n"


def run(name, *words):
    """Run one command with these words; its exit code."""
    command = next(command for command in COMMANDS if command.name == name)
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args(words))


def last_line(capsys):
    """The JSON object a command ended with."""
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.django_db
def test_a_file_is_loaded_once_and_what_could_not_be_used_lies_beside_it(land, tmp_path, capsys):
    path = tmp_path / "codes.csv"
    path.write_text(POSTCODES, encoding="utf-8")
    assert run("places load", "--postcodes", str(path), "--under", "Combe Martin", "--json") == 0
    [report] = last_line(capsys)["postcodes"]
    assert (report["rows"], report["added"], report["rejected"]) == (2, 1, 1)
    assert "is not a whole postcode" in (tmp_path / "codes.csv.rejected.csv").read_text(encoding="utf-8-sig")
    run("places load", "--postcodes", str(path), "--under", "combe-martin", "--json")
    [again] = last_line(capsys)["postcodes"]
    assert (again["added"], again["changed"], again["same"]) == (0, 0, 1)
    assert Postcode.objects.get().place == land.quay


@pytest.mark.django_db
def test_without_a_place_the_file_is_kept_and_the_next_step_is_said(tmp_path, capsys):
    path = tmp_path / "codes.csv"
    path.write_text(POSTCODES, encoding="utf-8")
    assert run("places load", "--postcodes", str(path)) == 0
    assert "Add a place" in capsys.readouterr().err


@pytest.mark.parametrize("words", [(), ("--postcodes", "not-there.csv")])
@pytest.mark.django_db
def test_a_load_that_cannot_begin_says_what_to_do(words):
    with pytest.raises(Stop, match="file"):
        run("places load", *words)


@pytest.mark.django_db
def test_a_pdf_is_refused_with_a_sentence(land, tmp_path):
    (tmp_path / "codes.csv").write_bytes(b"%PDF-1.7")
    with pytest.raises(Stop, match="export it as CSV"):
        run("places load", "--postcodes", str(tmp_path / "codes.csv"))


@pytest.mark.django_db
def test_a_place_is_added_and_listed(land, capsys):
    words = ("--under", "Coast", "--at", "51.1,-4.1", "--opens", "09:00", "--phone", "01632 960009", "--json")
    assert run("places add", "community", "Braunton", *words) == 0
    made = Place.objects.get(slug=last_line(capsys)["slug"])
    assert (made.parent, made.opens.hour, made.lat, made.phone) == (land.hood, 9, 51.1, "+441632960009")
    run("places list", "--json")
    out = capsys.readouterr().out
    assert "      Braunton (community)" in out
    with pytest.raises(Stop, match="there already"):
        run("places add", "community", "Braunton", "--under", "Coast")
    with pytest.raises(Stop, match="no place called"):
        run("places add", "community", "Elsewhere", "--under", "Gotham")
    with pytest.raises(Stop, match="more than one"):
        run("places list", "--under", "High Street")


@pytest.mark.django_db
def test_a_typed_list_of_streets_is_added(land, tmp_path, capsys):
    (tmp_path / "streets.txt").write_text("Seaside, 20 homes\nQuay Street\n", encoding="utf-8")
    assert run("places streets", str(tmp_path / "streets.txt"), "--under", "Combe Martin", "--json") == 0
    assert last_line(capsys) == {"streets": 2, "added": 1}
    with pytest.raises(Stop, match="community"):
        run("places streets", str(tmp_path / "streets.txt"), "--under", "Coast")
