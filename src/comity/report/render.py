"""A brief as a page, as Markdown or as JSON."""

from __future__ import annotations

from comity.errors import UnknownName
from comity.plans.content import Brief
from comity.report.jsonform import to_json
from comity.report.translate import translator

__all__ = ["FORMATS", "html", "markdown", "render", "start", "to_json"]


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


FORMATS = ("html", "json", "md")


def render(brief: Brief, form: str, *, language: str = "en") -> str:
    """The brief in one of its forms.

    Parameters
    ----------
    brief : Brief
        What is written.
    form : {"html", "json", "md"}
        A page, data or Markdown.
    language : str
        As for `html`; data is in English.

    Raises
    ------
    UnknownName
        If there is no such form or language.
    """
    if form == "html":
        return html(brief, language)
    if form == "md":
        return markdown(brief, language)
    if form != "json":
        raise UnknownName("form", form, FORMATS, near=FORMATS)
    import json

    return json.dumps(to_json(brief), ensure_ascii=False, indent=1, allow_nan=False)
