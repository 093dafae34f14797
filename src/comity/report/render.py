"""A brief as a page, as Markdown or as JSON."""

from __future__ import annotations

from comity.plans.content import Brief
from comity.report.jsonform import to_json
from comity.report.translate import translator

__all__ = ["html", "markdown", "start", "to_json"]


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
