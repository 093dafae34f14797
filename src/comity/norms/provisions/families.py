"""The drafting families: which marks begin a provision, and where each may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.norms.provisions.numerals import Style
from comity.norms.provisions.types import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of numbering.

    Attributes
    ----------
    kind : Kind
        What a provision of this level is.
    prefix : str
        Stem of its part of the ``eid``.
    pattern : pattern
        Matches the mark at the start of a line; group ``n`` is the number, ``t`` a title.
    style : Style
        How it is numbered; ``order`` counts marks that carry no number.
    within : tuple of str
        Prefixes of the levels that may hold it; ``""`` is the top.
    certain : bool
        The mark cannot be anything else, so a gap in the numbers is believed, and noted.
    whole : bool
        Numbers run through the document, not within each holder.
    titled : bool
        A title may follow on a line of its own.
    before, after : str
        It stands only before, or only after, the first provision with this prefix.
    under_title : pattern, optional
        The holder's title must match.
    not_under_title : pattern, optional
        The holder's title must not match.
    """

    kind: Kind
    prefix: str
    pattern: re.Pattern[str]
    style: Style
    within: tuple[str, ...] = ("",)
    certain: bool = False
    whole: bool = False
    titled: bool = False
    before: str = ""
    after: str = ""
    under_title: re.Pattern[str] | None = None
    not_under_title: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A drafting family.

    Attributes
    ----------
    name : str
        Key in `FAMILIES`.
    levels : tuple of Level
        From the outermost inwards.
    divisions : pattern
        Headings of chapters, parts and sections that hold provisions and are none themselves.
    closing : pattern, optional
        The formula that ends the body; only an annex may follow.
    least : int
        Provisions at the top that must be found for the family to be recognised.
    needs : str
        Prefix of a level without which the family is not recognised.
    """

    name: str
    levels: tuple[Level, ...]
    divisions: re.Pattern[str]
    closing: re.Pattern[str] | None = None
    least: int = 3
    needs: str = ""


_I = re.IGNORECASE
_NONE = re.compile(r"(?!)")
_DEFINING = re.compile(r"defini|défini|определени|понятия|تعاريف|تعريفات|定义|用语", _I)
_DIVISION = re.compile(
    r"(?:CHAPTER|CHAPITRE|CAP[IÍ]TULO|CAPO|KAPITEL|ГЛАВА|الفصل|TITLE|TITRE|T[IÍ]TULO|РАЗДЕЛ|الباب"
    r"|PART|PARTIE|PARTE|SECTION|SECCI[OÓ]N|SEÇÃO|ABSCHNITT|القسم|BOOK|LIVRE)"
    r"\s+(?:[IVXLC]+|\d+|[A-Z]|[А-Я]|\S{2,10})\b[\s.:–—-]*(?:\S.{0,120})?$"
    # The enacting formula stands between the recitals and the articles.
    r"|(?:HAS|HAVE) ADOPTED THIS |(?:A|ONT) ADOPTÉ |HAN? ADOPTADO |HA ADOTADO |ПРИНЯЛИ? НАСТОЯЩ"
    r"|HABEN FOLGENDE|Have agreed as follows|Sont convenus de ce qui suit"
)
_CLOSING = re.compile(
    r"(?:Done (?:at|in) |Fait à |Hecho en |Feito em |Совершено в |حرر في |Geschehen zu "
    r"|This (?:Regulation|Directive|Decision) shall be binding in its entirety"
    r"|Le présent règlement est obligatoire dans tous ses éléments"
    r"|El presente Reglamento será obligatorio en todos sus elementos)"
)
_ARTICLE = re.compile(
    r"(?:Article|Art\.|Art[ií]culo|Artikel|Articolo|Artigo|Статья|المادة|अनुच्छेद)\s*"
    r"\(?(?P<n>\d+|[٠-٩]+|premier|first|primero|الأولى)\)?\.?"
    r"(?:\s*$|\s*[.:–—-]\s*(?P<t>\S.{0,200})$|\s+(?P<t2>[A-ZÀ-Ý][^.;:]{2,120})$)"
)
_ARABIC_DOT = re.compile(r"(?P<n>\d{1,3}|[٠-٩]{1,3})[.\-–]\s+(?=\S)|(?P<n2>\d{1,3})\.$")
_ARABIC_ANY = re.compile(r"\(?(?P<n>\d{1,3})[.)](?:\s|$)")
_ARABIC_BRACKET = re.compile(r"\(?(?P<n>\d{1,3})\)(?:\s|$|(?=\())")
_LETTER = re.compile(r"\(?(?P<n>[a-z]{1,2}|[а-я]|[أ-ي])\)(?:\s|$|(?=\())")
_LOWER_ROMAN = re.compile(r"\(?(?P<n>[ivxl]{1,6})\)(?:\s|$|(?=\())")
_CAPITAL = re.compile(r"\((?P<n>[A-Z]{1,2})\)(?:\s|$|(?=\())")
_ANNEX = re.compile(
    r"(?:ANNEX|ANNEXE|ANEXO|ALLEGATO|ANHANG|ПРИЛОЖЕНИЕ|المرفق|APPENDIX|SCHEDULE)"
    r"\s+(?P<n>[IVXLC]+|\d+)\b(?:\s*$|\s*[.:–—-]\s*(?P<t>\S.{0,200})$)"
)
_HAN = "一二三四五六七八九十百零〇两"

_POINTS = (
    Level(kind=Kind.POINT, prefix="point", pattern=_LETTER, style="letter",
          within=("def", "para", "annexpara", "annex", "art")),
    Level(kind=Kind.POINT, prefix="item", pattern=_LOWER_ROMAN, style="roman", within=("point",)),
)  # fmt: skip

ACT = Family(
    name="act",
    levels=(
        Level(kind=Kind.ARTICLE, prefix="art", pattern=_ARTICLE, style="arabic", certain=True,
              whole=True, titled=True),
        Level(kind=Kind.RECITAL, prefix="rec", pattern=re.compile(r"\((?P<n>\d{1,3})\)(?:\s|$)"),
              style="arabic", before="art"),
        Level(kind=Kind.ANNEX, prefix="annex", pattern=_ANNEX, style="roman", certain=True,
              whole=True, titled=True),
        Level(kind=Kind.DEFINITION, prefix="def", pattern=_ARABIC_ANY, style="arabic",
              within=("art",), under_title=_DEFINING),
        Level(kind=Kind.PARAGRAPH, prefix="para", pattern=_ARABIC_DOT, style="arabic",
              within=("art",), not_under_title=_DEFINING),
        Level(kind=Kind.PARAGRAPH, prefix="annexpara", pattern=_ARABIC_DOT, style="arabic",
              within=("annex",)),
        Level(kind=Kind.POINT, prefix="num", pattern=_ARABIC_BRACKET, style="arabic",
              within=("art",), not_under_title=_DEFINING),
        *_POINTS,
    ),
    divisions=_DIVISION,
    closing=_CLOSING,
    needs="art",
)  # fmt: skip

_PARTICIPLES = re.compile(
    r"(?:(?:Also|Further|Deeply|Gravely|Fully|Taking|Bearing|Having|Keeping|Mindful|Aware|Conscious"
    r"|Convinced|Concerned|Determined|Encouraged|Guided|Alarmed|Cognizant)\b"
    r"|(?:Re)?(?:Affirm|Call|Not|Recogni[sz]|Welcom|Acknowledg|Stress|Emphasi[sz]|Underlin|Observ"
    r"|Underscor|Express|Consider|Desir|Believ|Appreciat|Seek|Declar|Commend|Highlight|Recall"
    r"|affirm|iterat)ing\b"
    r"|(?:Rappelant|Réaffirmant|Notant|Reconnaissant|Considérant|Consciente?|Soulignant|Prenant"
    r"|Saluant|Sachant|Ayant|Affirmant|Convaincue?|Préoccupée?|Constatant|Guidée?|Tenant)\b"
    r"|(?:Recordando|Reafirmando|Observando|Reconociendo|Consciente|Subrayando|Tomando|Acogiendo"
    r"|Destacando|Teniendo|Afirmando|Convencida|Preocupada|Considerando|Guiada)\b"
    r"|(?:Ссылаясь|Подтверждая|Отмечая|Признавая|Учитывая|Подчеркивая|Принимая|Приветствуя"
    r"|Сознавая|Будучи|Руководствуясь|Напоминая|Вновь)\b"
    r"|إذ\s|وإذ\s|(?:回顾|重申|注意到|认识到|铭记|强调|欢迎|考虑到|确认|意识到|关切|深信|赞赏|又|还))"
)
RESOLUTION = Family(
    name="resolution",
    levels=(
        Level(kind=Kind.PREAMBULAR, prefix="pp", pattern=_PARTICIPLES, style="order",
              before="op"),
        Level(kind=Kind.OPERATIVE, prefix="op", pattern=_ARABIC_DOT, style="arabic"),
        Level(kind=Kind.POINT, prefix="point", pattern=_LETTER, style="letter", within=("op",)),
        Level(kind=Kind.POINT, prefix="item", pattern=_LOWER_ROMAN, style="roman",
              within=("point",)),
        Level(kind=Kind.ANNEX, prefix="annex", pattern=_ANNEX, style="roman", certain=True,
              whole=True, titled=True),
    ),
    divisions=_NONE,
    needs="pp",
)  # fmt: skip

STATUTE_ZH = Family(
    name="statute_zh",
    levels=(
        Level(kind=Kind.ARTICLE, prefix="art", style="chinese", certain=True, whole=True,
              pattern=re.compile(rf"第(?P<n>[{_HAN}\d]+)[条條](?:\s|(?=\S))")),
        Level(kind=Kind.POINT, prefix="point", style="chinese", within=("art",),
              pattern=re.compile(rf"[（(](?P<n>[{_HAN}]+)[）)]")),
        Level(kind=Kind.POINT, prefix="item", style="arabic", within=("point",),
              pattern=re.compile(r"(?P<n>\d{1,2})[.．、]")),
    ),
    divisions=re.compile(rf"第[{_HAN}\d]+[章节節编編]"),
)  # fmt: skip

NOTICE_ZH = Family(
    name="notice_zh",
    levels=(
        Level(kind=Kind.PARAGRAPH, prefix="para", style="chinese",
              pattern=re.compile(rf"(?P<n>[{_HAN}]+)、")),
        Level(kind=Kind.POINT, prefix="point", style="chinese", within=("para",),
              pattern=re.compile(rf"[（(](?P<n>[{_HAN}]+)[）)]")),
        Level(kind=Kind.POINT, prefix="item", style="arabic", within=("point", "para"),
              pattern=re.compile(r"(?P<n>\d{1,2})[.．、]")),
    ),
    divisions=_NONE,
)  # fmt: skip

COMMON_LAW = Family(
    name="common_law",
    levels=(
        Level(kind=Kind.SECTION, prefix="sec", style="arabic", certain=True, whole=True,
              pattern=re.compile(
                  r"(?:SECTION|Section|SEC\.|Sec\.|§)\s*(?P<n>\d{1,4})\s*"
                  r"(?:$|[.:–—-]\s*(?P<t>[^.\n]{2,120})\.?\s*$|[.:–—-]|\s(?=[A-Z]))"
              )),
        Level(kind=Kind.PARAGRAPH, prefix="subsec", pattern=_ARABIC_BRACKET, style="arabic",
              within=("sec", "point")),
        Level(kind=Kind.POINT, prefix="point", pattern=_LETTER, style="letter",
              within=("sec", "subsec")),
        Level(kind=Kind.POINT, prefix="cap", pattern=_CAPITAL, style="capital",
              within=("point", "subsec")),
        Level(kind=Kind.POINT, prefix="item", pattern=_LOWER_ROMAN, style="roman",
              within=("point", "cap", "subsec")),
    ),
    divisions=_DIVISION,
)  # fmt: skip

PRINCIPLES = Family(
    name="principles",
    levels=(
        Level(kind=Kind.PRINCIPLE, prefix="prin", style="arabic", titled=True,
              pattern=re.compile(
                  r"(?:Principle|Principe|Principio|Princípio|Принцип|المبدأ|原则)\s*"
                  r"(?P<n>\d{1,2})\b(?:\s*$|\s*[.:–—-]\s*(?P<t>\S.{0,160})$|[.:–—-])"
              )),
        Level(kind=Kind.POINT, prefix="point", pattern=_LETTER, style="letter", within=("prin",)),
    ),
    divisions=_NONE,
)  # fmt: skip

DECLARATION = Family(
    name="declaration",
    levels=(
        Level(kind=Kind.PARAGRAPH, prefix="para", pattern=_ARABIC_ANY, style="arabic"),
        Level(kind=Kind.POINT, prefix="point", pattern=_LETTER, style="letter", within=("para",)),
        Level(kind=Kind.POINT, prefix="item", pattern=_LOWER_ROMAN, style="roman",
              within=("point",)),
    ),
    divisions=_NONE,
)  # fmt: skip

FAMILIES: dict[str, Family] = {
    each.name: each
    for each in (ACT, STATUTE_ZH, COMMON_LAW, RESOLUTION, PRINCIPLES, NOTICE_ZH, DECLARATION)
}
"""By name, in the order they are tried."""
