"""Writes provisions as Akoma Ntoso."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.norms.provisions.types import Expression, Kind, Provision, Segmentation

if TYPE_CHECKING:
    from lxml import etree

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_ELEMENTS = {
    Kind.RECITAL: "recital",
    Kind.PREAMBULAR: "recital",
    Kind.ARTICLE: "article",
    Kind.SECTION: "section",
    Kind.DEFINITION: "point",
    Kind.PARAGRAPH: "paragraph",
    Kind.OPERATIVE: "paragraph",
    Kind.PRINCIPLE: "section",
    Kind.POINT: "point",
    Kind.ANNEX: "part",
}


def to_akn(expression: Expression, segmentation: Segmentation) -> bytes:
    """An Akoma Ntoso 3.0 document with the provisions and their identifiers.

    Parameters
    ----------
    expression : Expression
        The work, its language and date, for the identification.
    segmentation : Segmentation
        Its provisions.

    Returns
    -------
    bytes
        UTF-8 XML. The same provisions give the same bytes.

    References
    ----------
    .. [1] OASIS, *Akoma Ntoso Version 1.0*, 2018; naming convention: *AKN-NC*, 2019.
    """
    from lxml import etree

    root = etree.Element("akomaNtoso", nsmap={None: NAMESPACE})
    act = etree.SubElement(root, "act", name="act")
    _identify(etree.SubElement(act, "meta"), expression)
    tops = [each for each in segmentation.provisions if not each.parent]
    parts = _parts(segmentation)
    recitals = [each for each in tops if _ELEMENTS[each.kind] == "recital"]
    if recitals:
        held = etree.SubElement(etree.SubElement(act, "preamble"), "recitals")
        for each in recitals:
            _write(held, each, parts)
    body = etree.SubElement(act, "body")
    for each in tops:
        if each not in recitals:
            _write(body, each, parts)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _parts(segmentation: Segmentation) -> dict[str, list[Provision]]:
    parts: dict[str, list[Provision]] = {}
    for each in segmentation.provisions:
        parts.setdefault(each.parent, []).append(each)
    return parts


def _identify(meta: etree._Element, expression: Expression) -> None:
    from lxml import etree

    held = etree.SubElement(meta, "identification", source="#comity")
    work = expression.work
    levels = (
        ("FRBRWork", work.uri, work.date),
        ("FRBRExpression", expression.uri, expression.date or work.date),
    )
    for name, uri, date in levels:
        level = etree.SubElement(held, name)
        etree.SubElement(level, "FRBRthis", value=uri)
        etree.SubElement(level, "FRBRuri", value=uri)
        etree.SubElement(level, "FRBRdate", date=date, name="")
        etree.SubElement(level, "FRBRauthor", href=f"#{work.issuer or 'unknown'}")
        if name == "FRBRExpression":
            etree.SubElement(level, "FRBRlanguage", language=expression.language)


def _write(holder: etree._Element, made: Provision, parts: dict[str, list[Provision]]) -> None:
    from lxml import etree

    name = _ELEMENTS[made.kind]
    element = etree.SubElement(holder, name, eId=made.eid)
    etree.SubElement(element, "num").text = _mark(made)
    if made.heading:
        etree.SubElement(element, "heading").text = made.heading
    inside = parts.get(made.eid, [])
    own = made.text[: inside[0].start - made.start] if inside else made.text
    own = _without_number(own, made)
    if not inside:
        content = element if name == "recital" else etree.SubElement(element, "content")
        _lines(content, own)
        return
    if own and name != "recital":
        _lines(etree.SubElement(element, "intro"), own)
    for each in inside:
        _write(element, each, parts)


def _mark(made: Provision) -> str:
    """The number as printed, with the word before it and its dot or bracket (``Article 3``)."""
    head, found, rest = made.text.partition(made.number)
    if not found or len(head) > 12:
        return made.number
    after = rest[: len(rest) - len(rest.lstrip(").、"))]
    return f"{head}{made.number}{after}".strip()


def _without_number(text: str, made: Provision) -> str:
    """The text after its number and heading, which have elements of their own."""
    head, mark, rest = text.partition(made.number)
    if mark and len(head) <= 12:
        text = rest.lstrip("().、:–—- \n」条條")
    if made.heading:
        spread = " ".join(text.split())
        if spread.startswith(made.heading):
            text = spread[len(made.heading) :]
    return text.strip()


def _lines(holder: etree._Element, text: str) -> None:
    from lxml import etree

    for line in text.split("\n") or [""]:
        etree.SubElement(holder, "p").text = line
