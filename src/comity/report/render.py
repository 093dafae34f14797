"""A brief as a page, as Markdown or as JSON."""

from __future__ import annotations

import json

from comity.errors import UnknownName
from comity.plans.content import Brief
from comity.report.jsonform import to_json
from comity.report.translate import translator

__all__ = ["FORMATS", "html", "markdown", "render", "start", "to_json"]

FORMATS = ("html", "json", "md")


def render(brief: Brief, form: str = "html", *, language: str = "en") -> str:
    """The brief as text in one of the formats: a page, JSON or Markdown.

    Parameters
    ----------
    brief : Brief
        What is written.
    form : str
        ``html``, ``json`` or ``md``.
    language : str
        One of the six UN languages; JSON is in English whatever it is.

    Raises
    ------
    UnknownName
        If the format or the language is none of ours.
    """
    match form:
        case "html":
            return html(brief, language)
        case "md":
            return markdown(brief, language)
        case "json":
            written = json.dumps(to_json(brief), ensure_ascii=False, indent=1, allow_nan=False)
            return written + "\n"
    raise UnknownName("format", form, FORMATS, near=FORMATS)


def html(brief: Brief, language: str = "en") -> str:
    """One self-contained HTML page: figures inline, no outside request, no script.

    Parameters
    ----------
    brief : Brief
        What the page says.
    language : str
        One of the six UN languages, as ISO 639-1. One that has no catalogue yet is answered in
        English, and the page says so.

    Raises
    ------
    UnknownName
        If it is not a UN language.
    """
    from comity.report import page

    return page.html(brief, translator(language, brief.names))


def markdown(brief: Brief, language: str = "en") -> str:
    """The brief as Markdown: figures as tables, sources as numbered notes.

    Parameters
    ----------
    brief : Brief
        What the text says.
    language : str
        As for `html`.

    Raises
    ------
    UnknownName
        If it is not a UN language.
    """
    from comity.report import markdownform

    return markdownform.markdown(brief, translator(language, brief.names))


def start() -> None:
    """Start the drawing engine, so that the first page does not wait for it."""
    from comity.report import drawing

    drawing.start()
