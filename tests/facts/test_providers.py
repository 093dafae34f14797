"""Online weather against a server of our own: asked once, kept with its checksum, never guessed."""

import http.server
import json
import threading

import pytest

from comity.cli import main
from comity.errors import SourceUnavailable, UnknownName
from comity.facts.outside import ONLINE, online_weather
from comity.facts.providers import nasa_power, open_meteo, pvgis
from comity.facts.types import Source
from sites.test_readers import open_meteo as open_meteo_answer
from sites.test_readers import power as power_answer
from sites.test_readers import pvgis as pvgis_answer

MODULES = {"pvgis": pvgis, "nasa_power": nasa_power, "open_meteo": open_meteo}


@pytest.fixture
def server(monkeypatch):
    answers = {
        "/pvgis": pvgis_answer(longitude=36.8),
        "/nasa_power": power_answer(standard="UTC").replace("[30.0, -1.3", "[36.8, -1.3"),
        "/open_meteo": open_meteo_answer(),
    }
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200 if answers else 503)
            self.end_headers()
            if answers:
                self.wfile.write(answers[self.path.split("?")[0]].encode())

        def log_message(self, *_):
            pass

    held = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=held.serve_forever, daemon=True).start()
    for name, module in MODULES.items():
        address = f"http://127.0.0.1:{held.server_address[1]}/{name}"
        monkeypatch.setattr(module, "ADDRESS", address)
    yield answers, asked
    held.shutdown()
    held.server_close()


def ask(cache, provider="pvgis"):
    return online_weather(provider, -1.29, 36.82, year=2023, cache=cache)


@pytest.mark.parametrize("provider", ONLINE)
def test_a_source_is_asked_once_and_its_answer_is_kept(server, tmp_path, provider):
    _, asked = server

    first, source = ask(tmp_path, provider)
    second, again = ask(tmp_path, provider)

    assert len(asked) == 1
    assert (first, source) == (second, again)
    assert isinstance(source, Source)
    assert len(source.title.rsplit(" ", 1)[1]) == 64


def test_a_kept_answer_that_fails_its_checksum_is_asked_for_again(server, tmp_path):
    _, asked = server
    ask(tmp_path)
    (kept,) = (tmp_path / "pvgis").glob("*.txt")
    kept.write_text(kept.read_text().replace("20.0", "21.0", 1) + " ")

    text, _ = ask(tmp_path)

    assert len(asked) == 2
    assert text == pvgis_answer(longitude=36.8)


def test_a_damaged_answer_of_a_silent_source_is_not_used(server, tmp_path):
    answers, _ = server
    ask(tmp_path)
    (kept,) = (tmp_path / "pvgis").glob("*.txt")
    kept.write_text("{}")
    answers.clear()

    with pytest.raises(SourceUnavailable, match=r"503.*checksum"):
        ask(tmp_path)


def test_an_unknown_source_offers_those_that_exist():
    with pytest.raises(UnknownName, match="open_meteo"):
        online_weather("meteonorm", 0.0, 0.0, year=2023)


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    return ended.value.code, said.out, said.err


@pytest.mark.parametrize("provider", ONLINE)
def test_the_command_line_runs_on_online_weather(server, tmp_path, monkeypatch, capsys, provider):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    status, out, err = run(capsys, "sites", "run", "KEN", "--online", provider, "--json")

    assert status == 0, err
    assert json.loads(out)["weather"].startswith(f"weather: {provider}")
    assert "km from the site" in json.loads(out)["weather"]


def test_a_source_that_does_not_answer_is_one_sentence_and_status_4(
    server, tmp_path, monkeypatch, capsys
):
    server[0].clear()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    status, out, err = run(capsys, "sites", "run", "KEN", "--online", "pvgis")

    assert status == 4
    assert out == ""
    assert err.count("\n") == 1
    assert "--weather" in err
