import csv
import http.server
import io
import json
import threading

import pytest

from comity.cli import main
from comity.store.corpus import eurlex
from norms_files import pdf

ACT = "Act on Testing\n\n" + "\n\n".join(
    f"Article {n}\n\n1. Providers shall keep record {n} of the energy their system {n} uses."
    for n in range(1, 6)
)


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("COMITY_CORPUS", str(tmp_path / "corpus"))

    def ran(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(["norms", *map(str, arguments)])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return ran


@pytest.fixture
def act(tmp_path):
    path = tmp_path / "act.txt"
    path.write_text(ACT)
    return path


def test_an_empty_corpus_says_how_to_fill_it(run):
    for command in (["list"], ["table"]):
        status, out, _ = run(*command)
        assert status == 0
        assert "comity norms add" in out
    for command in (["search", "energy"], ["links"], ["links", "--kind", "borrowed"]):
        status, out, err = run(*command)
        assert (status, out) == (2, "")
        assert "comity norms add" in err
    status, out, _ = run("list", "--json")
    assert (status, json.loads(out)["instruments"]) == (0, [])


def test_add_says_one_line_a_file_and_a_second_time_that_it_is_there(run, act, tmp_path):
    (tmp_path / "scan.pdf").write_bytes(pdf([None]))
    status, out, _ = run("add", act, tmp_path / "scan.pdf", "--force", "binding")
    lines = out.splitlines()

    assert status == 0
    assert lines[0].startswith(f"added: {act} (")
    assert lines[1].startswith("refused: ")
    assert "scan" in lines[1]
    assert lines[2] == "1 added; 1 refused"
    assert run("add", act)[1].splitlines()[-1] == "1 already there"


def test_add_of_nothing_but_refused_files_is_status_2(run, tmp_path):
    path = tmp_path / "empty.txt"
    path.touch()

    assert run("add", path)[0] == 2


def test_the_digest_in_json_is_the_same_after_the_same_files(run, act):
    first = json.loads(run("add", act, "--json")[1])
    again = json.loads(run("add", act, "--json")[1])

    assert first["digest"] == again["digest"]
    assert [each["outcome"] for each in first["files"]] == ["added"]
    assert [each["outcome"] for each in again["files"]] == ["already there"]


def test_search_prints_the_reason_and_json_gives_offsets(run, act):
    run("add", act, "--language", "en", "--title", "The Act")
    status, out, _ = run("search", "energy", "--encoder", "ngrams", "--limit", "2")
    found = json.loads(run("search", "energy", "--encoder", "ngrams", "--json")[1])

    assert status == 0
    assert "The Act" in out
    assert "why: words: energy" in out
    for hit in found["hits"]:
        for each in hit["matches"]:
            assert hit["text"][each["start"] : each["end"]] == "energy"


def test_a_word_nobody_uses_finds_nothing_by_words(run, act):
    run("add", act, "--language", "sw")
    status, out, _ = run("search", "zebra", "--encoder", "muse", "--query-language", "sw")

    assert status == 0
    assert "No provision has a word of the query." in out


def test_links_and_exports(run, act, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(ACT.replace("Act on Testing", "Rules on Trials"))
    run("add", act, other, "--language", "en")
    status, out, _ = run("links", "--encoder", "ngrams", "--limit", "2")
    shown = json.loads(run("links", "--kind", "borrowed", "--json")[1])
    table = list(
        csv.DictReader(io.StringIO(run("links", "--encoder", "ngrams", "--format", "csv")[1]))
    )

    assert status == 0
    assert "2 are shown" in out
    assert shown["found"] >= 5
    assert {row["kind"] for row in table} == {"overlap"}
    target = tmp_path / "list.parquet"
    assert "2 rows" in run("list", "--output", target)[1]
    assert target.read_bytes()[:4] == b"PAR1"


def test_table_uses_our_catalogue_for_a_work_of_that_identifier(run, act):
    run("add", act, "--work", "coe_fc")
    rows = json.loads(run("table", "--json")[1])["rows"]
    counted = json.loads(run("table", "--counts", "--json")[1])["rows"]

    assert {row["basis"] for row in rows} == {"catalogue"}
    assert "democracy" in {row["concept"] for row in rows}
    assert all(row["of"] == 1 for row in counted)


def test_an_instrument_without_concepts_is_said_to_have_none(run, act):
    run("add", act)

    assert "No instrument of the corpus has concepts" in run("table")[1]


def test_export_writes_akoma_ntoso(run, act, tmp_path):
    run("add", act, "--work", "act")
    target = tmp_path / "act.xml"
    status, _, _ = run("export", "act", "--output", target)

    assert status == 0
    assert b"<akomaNtoso" in target.read_bytes()
    assert "<akomaNtoso" in run("export", "act")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add"], "Name a file"),
        (["add", "/nowhere/at/all"], "no file or folder"),
        (["add", "ACT", "--force", "hard"], "self-commitment"),
        (["add", "ACT", "--jurisdiction", "Kenia"], "Kenya"),
        (["add", "ACT", "--date", "2024"], "2024-09-19"),
        (["add", "ACT", "--dataset", "agorra"], "agora"),
        (["add", "ACT", "--language", "English"], "en, fr or zh"),
        (["add", "--celex", "AI Act"], "32024R1689"),
        (["add", "--celex", "32024R1689", "--language", "zh"], "official language"),
        (["export", "nothing"], "instrument of the corpus"),
        (["links", "--kind", "overlaps"], "overlap"),
        (["list", "--format", "xlsx"], "parquet"),
        (["search", "?!"], "no word"),
        (["search", "energy", "--encoder", "bert"], "encoder"),
    ],
)
def test_bad_input_is_one_sentence(run, act, arguments, said):
    run("add", act)
    status, out, err = run(*[act if each == "ACT" else each for each in arguments])

    assert status == 2
    assert said in err + out
    assert len((err or out.splitlines()[0]).splitlines()) == 1


PAGE = """<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>
<p>{name} 2024/1689</p>{articles}</body></html>"""
SAID = {
    "eng": ("REGULATION (EU)", "Article", "Providers of systems shall keep a record of their use."),
    "fra": ("RÈGLEMENT (UE)", "Article", "Les fournisseurs de systèmes d'IA tiennent un registre."),
}  # fmt: skip


@pytest.fixture
def cellar(monkeypatch):
    asked = []
    state = {"status": 200, "body": None}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            language = self.headers["Accept-Language"]
            asked.append((self.path, language))
            name, article, text = SAID[language]
            articles = "".join(f"<p>{article} {n}</p><p>{n}. {text} ({n})</p>" for n in range(1, 5))
            self.send_response(state["status"])
            self.end_headers()
            body = state["body"] or PAGE.format(name=name, articles=articles).encode()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(eurlex, "ADDRESS", f"http://127.0.0.1:{server.server_address[1]}/celex")
    yield asked, state
    server.shutdown()
    server.server_close()


def test_an_act_of_the_union_is_fetched_in_each_language_and_once(run, cellar):
    asked, _ = cellar
    status, out, _ = run("add", "--celex", "32024r1689", "--language", "en,fr")
    again = run("add", "--celex", "32024R1689", "--language", "en,fr")[1]
    held = json.loads(run("list", "--json")[1])["instruments"]

    assert status == 0
    assert out.splitlines()[-1] == "2 added"
    assert again.splitlines()[-1] == "2 already there"
    assert asked == [("/celex/32024R1689", "eng"), ("/celex/32024R1689", "fra")]
    assert {each["work"] for each in held} == {"celex:32024R1689"}
    assert {each["language"] for each in held} == {"en", "fr"}
    assert {each["force"] for each in held} == {"binding"}
    assert all("2011/833/EU" in each["licences"] and each["urls"] for each in held)


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [(503, None, "503"), (202, b"<html></html>", "something else"), (200, b"%PDF-", "something")],
)
def test_a_source_that_does_not_give_the_act_is_status_4_and_adds_nothing(
    run, cellar, status, body, said
):
    cellar[1].update(status=status, body=body)
    ended, out, err = run("add", "--celex", "32024R1689")

    assert (ended, out) == (4, "")
    assert said in err
    assert len(err.splitlines()) == 1
    assert json.loads(run("list", "--json")[1])["instruments"] == []


def test_a_silent_source_is_status_4(run, monkeypatch):
    monkeypatch.setattr(eurlex, "ADDRESS", "http://127.0.0.1:9/celex")

    assert run("add", "--celex", "32024R1689")[0] == 4


def test_an_answer_over_the_limit_is_not_believed(run, cellar, monkeypatch):
    from comity.norms.reading import Limits

    monkeypatch.setattr(eurlex, "STANDARD", Limits(bytes=100))
    status, _, err = run("add", "--celex", "32024R1689")

    assert status == 4
    assert "limits" in err
