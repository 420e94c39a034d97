"""`hakim source`: a spec drafted from a file, and the workbook that analysts fill in."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hakim.commands.source import source
from ingest.draft_columns import Profile, date_style, number_style
from ingest.source_spec import load_spec
from ingest.spec_check import check_spec
from tests.ingest.world import DATA
from tests.shared_data import present

REAL = {
    "aiddata_public/Qatar_TUFFDonorDataset_Level1_v1.0.csv": ("mission", "aiddata-qatar"),
    "fts_emdat_samples/emdat_phl_disasters.csv": ("crisis", "emdat-disasters"),
    "fts_emdat_samples/nepal_earthquake_2015_fts_level_1a.csv": ("mission", "fts-nepal"),
    "iati_samples/iati_2.03_SenegalAIMS_GeocodedResearchRelease.xml": ("mission", "iati-senegal"),
    "outbreaks_don/disease_outbreaks_HDX_hxl.xlsx": ("outbreak", "outbreaks-hxl"),
    "outbreaks_don/outbreaks_13052026.csv": ("outbreak", "outbreaks"),
    "ucdp_acd/ucdp_prio_acd_v25_1_2003on.csv": ("conflict-year", "ucdp-conflicts"),
    "us_vaccine_donations_whitehouse/us_covid19_vaccine_doses_donated_as_of_2021-08-03.csv": (
        "mission",
        "us-vaccine-donations",
    ),
}


def run(*arguments: str) -> Result:
    """The command, run in this process."""
    return CliRunner().invoke(source, arguments)


def drafted(path: Path) -> dict[str, Any]:
    """What the command says of a file, as JSON."""
    told: dict[str, Any] = json.loads(run("new", str(path), "--json").stdout)
    return told


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


ENGLISH = """\
Mission no.;From;To;Type;Start date;Cost USD;Village
A1;Jordan;IRQ;Field hospital;17/05/2023;1.234.567,50;Erbil
A2;Qatar;Lebanon;Medical team;03/04/2023;2.000,00;Beirut
A3;Qatar;SYR;Ambulance parade;28/02/2023;500,25;Homs
"""


def test_a_complete_draft_loads_and_fits_its_kind(tmp_path: Path) -> None:
    path = written(tmp_path / "aid 2023.csv", ENGLISH.replace("Village", "Title"))

    result = run("new", str(path), "-o", str(tmp_path / "aid.yaml"))

    spec = load_spec(tmp_path / "aid.yaml")
    check_spec(spec)
    assert (result.exit_code, spec.source, spec.record, spec.form.csv.delimiter) == (
        0,
        "aid-2023",
        "mission",
        ";",
    )
    assert {column.column: column.field for column in spec.columns} == {
        "From": "sender",
        "To": "recipient",
        "Type": "mission_type",
        "Start date": "start",
        "Cost USD": "value_usd",
        "Title": "name",
    }


def test_a_required_field_that_no_column_fills_is_told(tmp_path: Path) -> None:
    result = run("new", str(written(tmp_path / "aid.csv", ENGLISH)))

    assert result.exit_code == 1
    assert "The name is missing: no column fills it." in result.stderr
    assert "# LACKING: no column fills 'name', which each mission needs." in result.stdout


def test_a_column_without_a_place_is_told_with_what_it_holds_and_is_never_ignored(tmp_path: Path) -> None:
    result = run("new", str(written(tmp_path / "aid.csv", ENGLISH)))

    assert "The column 'Village' fills no field: it holds 3 texts, such as 'Erbil' (1)" in result.stderr
    assert "  # Village: 3 texts, such as 'Erbil' (1), 'Beirut' (1), 'Homs' (1)\n" in result.stdout
    assert "ignore\n" not in result.stdout


def test_a_word_that_is_no_concept_stays_out_of_the_list_of_values(tmp_path: Path) -> None:
    result = run("new", str(written(tmp_path / "aid.csv", ENGLISH)))

    assert (
        "    values:\n"
        "      Field hospital: field-hospital  # 1 times\n"
        "      Medical team: medical-team  # 1 times\n"
        "      # Ambulance parade: WHICH?  # 1 times\n"
    ) in result.stdout
    assert "The column 'Type' holds 'Ambulance parade', which means nothing in the list" in result.stderr


def test_styles_are_drafted_where_the_texts_leave_one_way_to_read_them(tmp_path: Path) -> None:
    result = run("new", str(written(tmp_path / "aid.csv", ENGLISH)))

    assert "  Start date: {field: start, dates: {order: dmy}}\n" in result.stdout
    assert '  Cost USD: {field: value_usd, decimal: ",", thousands: "."}\n' in result.stdout


ARABIC = """\
اسم المهمة,الدولة المرسلة,الدولة المتلقية,نوع المهمة,تاريخ البدء,ملاحظات
مستشفى في بيروت,الأردن,لبنان,مستشفى ميداني,2020-08-06,وصل
لقاحات لتونس,الإمارات العربية المتحدة,تونس,لقاحات,2021-07,وصلت
"""
FRENCH = """\
titre,pays donateur,pays bénéficiaire,type d'aide,date de début,remarques
Hôpital de campagne,Maroc,Liban,Hôpital de campagne,2020-08-06,arrivé
Vaccins,Émirats arabes unis,Tunisie,Vaccins,2021-07,arrivés
"""
TURKISH = """\
başlık,gönderen ülke,alıcı ülke,yardım türü,başlangıç tarihi,notlar
Sahra hastanesi,Türkiye,Lübnan,Sahra hastanesi,2020-08-06,vardı
Aşılar,Birleşik Arap Emirlikleri,Tunus,Aşı,2021-07,vardı
"""


@pytest.mark.parametrize("text", [ARABIC, FRENCH, TURKISH])
def test_columns_are_known_in_other_languages(text: str, tmp_path: Path) -> None:
    told = drafted(written(tmp_path / "aid.csv", text))

    assert (told["record"], told["lacking"], list(told["placed"].values())) == (
        "mission",
        [],
        ["name", "sender", "recipient", "mission_type", "start", "note"],
    )


@pytest.mark.parametrize("name", ["missions.csv", "crises.csv", "organisations.csv", "diplomatic-events.csv"])
def test_the_draft_of_a_shipped_file_is_complete(name: str, tmp_path: Path) -> None:
    result = run("new", str(DATA / name), "-o", str(tmp_path / "draft.yaml"))

    check_spec(load_spec(tmp_path / "draft.yaml"))
    assert result.exit_code == 0


def test_what_a_file_holds_cannot_leave_its_comment_or_its_key(tmp_path: Path) -> None:
    header = '"a\nb: {field: name}",title,type,from,\'x": ignore"\''
    path = written(tmp_path / "bad.csv", f'{header}\n"1\n2",t,Training,JOR,"}}]\u2028\x85: ignore"\n')

    run("new", str(path), "-o", str(tmp_path / "draft.yaml"))

    assert {column.field for column in load_spec(tmp_path / "draft.yaml").columns} == {
        "name",
        "mission_type",
        "sender",
    }


@pytest.mark.parametrize(
    ("texts", "keys", "is_in_doubt"),
    [
        (["1500", "7.5"], {}, False),
        (["1.234", "5.678"], {}, True),
        (["1,234", "12,500,000"], {"decimal": ".", "thousands": ","}, False),
        (["1.234.567,5", "7"], {"decimal": ",", "thousands": "."}, False),
        (["1,5", "2,75"], {"decimal": ",", "thousands": "."}, False),
        (["1,234", "5,678"], {}, True),
        (["١٬٢٣٤"], {}, False),
        (["1.2.3"], {}, True),
    ],
)
def test_a_style_of_numbers_is_drafted_only_where_it_is_sure(
    texts: list[str], keys: dict[str, str], is_in_doubt: bool
) -> None:
    style = number_style(profile(texts))

    assert (dict(style.keys), bool(style.doubt)) == (keys, is_in_doubt)


@pytest.mark.parametrize(
    ("texts", "keys", "is_in_doubt"),
    [
        (["2023-05-17", "2023", "2023-05"], {}, False),
        (["1980-7-19", "1980-7"], {"order": "ymd"}, False),
        (["17/05/2023"], {"order": "dmy"}, False),
        (["05/17/2023"], {"order": "mdy"}, False),
        (["05/06/2023"], {}, True),
        (["28-Jan-2010"], {"order": "dmy", "months": ["en"]}, False),
        (["28-Jan-10"], {"order": "dmy", "months": ["en"]}, True),
    ],
)
def test_a_style_of_dates_is_drafted_only_where_it_is_sure(
    texts: list[str], keys: dict[str, object], is_in_doubt: bool
) -> None:
    style = date_style(profile(texts))

    assert (dict(style.keys), bool(style.doubt)) == (keys, is_in_doubt)


def profile(texts: list[str]) -> Profile:
    found = Profile("column")
    for text in texts:
        found.see(text)
    return found


@pytest.mark.parametrize("name", REAL)
def test_the_files_of_others_are_known_for_what_they_are(name: str) -> None:
    file = present(name)

    result = run("new", str(file), "--json")

    record, shipped = REAL[name]
    assert json.loads(result.stdout)["record"] == record
    assert f"The shipped source spec {shipped!r} reads these columns" in result.stderr.replace("\n", " ")


def test_what_a_text_file_is_found_to_be_is_said_with_the_evidence() -> None:
    text = run("new", str(present("aiddata_public/Qatar_TUFFDonorDataset_Level1_v1.0.csv"))).stdout

    assert "format: {encoding: cp1252, line_end: cr}\n" in text
    assert (
        "# Nearly as well fits: cp1254, cp1256, cp1251. A person who knows the words must say which.\n"
        in text
    )
    assert "# line 59, column funding_agency: 'Microcr’©dit' looks like 'Microcrédit'" in text


@pytest.mark.parametrize("name", ["iati_codelists/Sector.xml", "iati_codelists/OrganisationType.xml"])
def test_a_list_of_codes_holds_no_records(name: str) -> None:
    result = run("new", str(present(name)))

    assert "holds neither IATI activities nor RDF" in str(result.exception)


@pytest.mark.parametrize(("language", "name"), [("en", "mission-template"), ("ar", "mission-template-ar")])
def test_the_template_is_written_and_its_spec_is_named(language: str, name: str, tmp_path: Path) -> None:
    first, second = tmp_path / "one.xlsx", tmp_path / "two.xlsx"

    result = run("template", "--language", language, "-o", str(first))
    run("template", "--language", language, "-o", str(second))

    assert (result.exit_code, first.read_bytes() == second.read_bytes()) == (0, True)
    assert f"--source {name}" in result.stderr.replace("\n", " ")
