"""The words that carry a modality, by language; and how a language forms clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.norms.modality.types import Modality

O, F, P = Modality.OBLIGATION, Modality.PROHIBITION, Modality.PERMISSION  # noqa: E741
E, C, R = Modality.ENTITLEMENT, Modality.CONSTITUTIVE, Modality.RECOMMENDATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Words that carry a modality.

    Attributes
    ----------
    name : str
        Name of the rule, without the language.
    modality : Modality
        What they do.
    pattern : pattern
        Matches the words.
    main : bool
        Whether they count in a main clause only.
    """

    name: str
    modality: Modality
    pattern: re.Pattern[str]
    main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """How a language says what must, may and must not be done.

    Attributes
    ----------
    language : str
        ISO 639-1 code.
    markers : tuple of Marker
        Where two match at overlapping places, the one that begins first is taken; of two that
        begin together, the longer.
    conditions, exceptions : pattern
        Words that open such a clause.
    subordinate : pattern
        Words that open a clause whose verb is not the main one.
    structural : bool
        Whether the operative present or future indicative states a duty in a binding text.
    negation : pattern, optional
        A negated main verb, where the indicative carries the duty.
    statement : pattern, optional
        Indicative verbs that found, define or describe, and so state no duty.
    """

    language: str
    markers: tuple[Marker, ...]
    conditions: re.Pattern[str]
    exceptions: re.Pattern[str]
    subordinate: re.Pattern[str]
    structural: bool = False
    negation: re.Pattern[str] | None = None
    statement: re.Pattern[str] | None = None


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _markers(
    *rows: tuple[str, Modality, str], bounded: bool = True, main: tuple[str, ...] = ()
) -> tuple[Marker, ...]:
    return tuple(
        Marker(
            name=name, modality=modality,
            pattern=_compiled(words) if bounded else re.compile(words), main=name in main,
        )
        for name, modality, words in rows
    )  # fmt: skip


_AUX = r"(?:shall|must|will|may|can|should|could|would)"
_DUTY = (
    r"(?:required|obliged|obligated|bound|liable|responsible|under (?:any|an|no) obligation|"
    r"charged|expected|necessary|mandatory)"
)
ENGLISH = Grammar(
    language="en",
    markers=_markers(
        ("exempt", P, rf"(?:{_AUX}\s+(?:not|at no time)\s+be|(?:is|are)\s+not|(?:shall|"
         rf"will)\s+have\s+no|"
         rf"(?:is|are)\s+in\s+no\s+way|can\s+choose\s+not)\s+(?:{_DUTY}|an obligation|obligation)"),
        ("exempt", P, r"(?:has|have)\s+no\s+(?:obligation|duty|liability|responsibility)|"
         r"(?:does|do)\s+not\s+(?:have|need)\s+to|need\s+not|can\s+choose\s+not\s+to|"
         r"(?:is|are)\s+exempt(?:ed)?\s+from"),
        ("not-prevented", P, r"(?:shall|may|must|can|should)\s+not\s+(?:prevent|preclude|prohibit)"
         r"|(?:shall|may|must)\s+not\s+be,?\s+[^.;]{0,80}?(?:prohibited|prevented|denied)"),
        ("no-right", F, r"(?:shall|will)\s+(?:not\s+have\s+(?:the|any|a)|have\s+no)\s+right|"
         r"(?:has|have)\s+no\s+right|(?:shall\s+not\s+be|(?:is|are)\s+not)\s+(?:entitled|permitted|"
         r"allowed|authori[sz]ed)|(?:does|do)\s+not\s+have\s+(?:the|any)\s+right"),
        ("may-be", P, r"may\s+(?:be\s+(?:required|permitted|allowed|entitled|obliged)|"
         r"have\s+the\s+right)"),
        ("right", E, r"(?:(?:shall|must|will|should)\s+have|has|have)\s+the\s+(?:\w+\s+)?right|"
         r"(?:(?:shall|must|will|should)\s+be|is|are)\s+(?:also\s+)?entitled"),
        ("may-only", P, r"(?:may|can)\s+(?!not)(?:be\s+)?(?:\w+\s+){0,2}?only"),
        ("will-not", F, r"(?:will|can|could)\s+(?:also\s+)?(?:not|never)(?!\s+(?:only|later|"
         r"less|more\s+than))|"
         r"cannot|can't|won't"),
        ("not", F, r"(?:shall|must|may|should|ought)\s+(?:also\s+|in\s+any\s+case\s+|"
         r"in\s+no\s+event\s+|at\s+no\s+time\s+|under\s+no\s+circumstances\s+|neither\s+)?"
         r"(?:not|never)(?!\s+(?:only|later|less|more\s+than|limited))|shan't|mustn't|"
         r"(?:shall|must|may|will|can)\s+(?:at no time|in no event|under no circumstances|neither|"
         r"no longer)"),
        ("no-subject", F, r"(?:no|neither|nor)\s+(?!later|more|less|fewer|event|\d)[^.;:,]{0,70}?\s"
         r"(?:(?:shall|may|will|can|must)(?!\s+not)|(?:is|are)\s+(?:permitted|allowed))|"
         r"in\s+no\s+(?:event|case|way|circumstances?)[^.;:]{0,40}?\s(?:shall|may|will|can)"),
        ("prohibited", F, r"(?:(?:shall|must|will)\s+be|is|are)\s+(?:strictly\s+)?(?:prohibited|"
         r"forbidden|"
         r"banned)|prohibits|forbids|(?:shall|must|will)\s+refrain"),
        ("permitted", P, r"(?:(?:shall|must|will|should)\s+be|is|"
         r"are)\s+(?:also\s+)?(?:permitted|allowed|"
         r"authori[sz]ed|empowered|free)\s+to|has\s+the\s+(?:power|option|discretion)|"
         r"(?:shall|will)\s+have\s+the\s+(?:power|option|discretion)|at\s+(?:its|their)\s+"
         r"(?:sole\s+)?discretion"),
        ("means", C, r"(?:shall\s+)?means?(?=\s+(?:a|an|the|any|all|one|either|that|those)\s)|"
         r"(?:is|are)\s+defined\s+as|"
         r"refers?\s+to\s+(?=any\s|a\s)"),
        ("shall", O, r"shall|must"),
        ("required", O, r"(?:is|are)\s+(?:hereby\s+)?(?:required|obliged|obligated|bound)\s+to|"
         r"(?:is|are)\s+responsible\s+for|(?:has|have)\s+(?:an?|the)\s+(?:obligation|duty)|"
         r"(?:agrees?|undertakes?|covenants?)\s+(?:that|to)|"
         r"(?:has|have)\s+to(?=\s+(?:be|\w+))|(?:is|are)\s+to\s+be"),
        ("will", O, r"will"),
        ("may", P, r"may(?!,?\s+\d)|can"),
        ("should", R, r"should|ought\s+to|(?:is|are)\s+(?:encouraged|invited|recommended|urged)"),
        ("calls", R, r"(?:calls\s+(?:on|upon)|encourages|invites|urges|recommends)(?!\s+by)"),
        main=("will", "will-not"),
    ),
    conditions=_compiled(
        r"if|where|when(?:ever)?|in\s+the\s+event|in\s+case|provided\s+that|subject\s+to|"
        r"only\s+(?:after|when|if|in)|as\s+long\s+as|so\s+long\s+as"
    ),
    exceptions=_compiled(
        r"unless|except(?:\s+(?:that|for|where|when|if|as))?|without\s+prejudice|notwithstanding|"
        r"save\s+(?:for|where)|other\s+than|excluding|with\s+the\s+exception|"
        r"by\s+way\s+of\s+derogation"
    ),
    subordinate=_compiled(r"which|who|whose|whom|that|if|where|when|unless|while|because|whether"),
)  # fmt: skip

_NE = r"(?:ne\s+|n')"
_PAS = r"(?:pas|plus|point|jamais|aucun(?:e|es|s)?|ni|nul(?:le)?|guère)"
FRENCH = Grammar(
    language="fr",
    markers=_markers(
        ("exempt", P, rf"{_NE}(?:est|sont|sera|seront)\s+(?:pas\s+)?(?:tenue?s?|obligée?s?|"
         rf"exigée?s?|"
         rf"requise?s?|nécessaires?|soumise?s?)|{_NE}(?:est|sont)\s+pas\s+(?:tenue?s?|obligée?s?|"
         r"exigée?s?|requise?s?|nécessaires?)|(?:est|sont|peu(?:t|vent)\s+être)\s+"
         r"(?:dispensée?s?|exemptée?s?)"),
        ("not-prevented", P, rf"{_NE}(?:empêche|interdit|fait\s+(?:pas\s+)?obstacle|"
         rf"font\s+obstacle|"
         r"exclu|s'oppose)\w*(?:\s+pas)?"),
        ("may-only", P, rf"{_NE}(?:peut|peuvent|pourra|pourront)\s+[^.;:,]{{0,80}}?qu(?:e\s|')"
         r"(?:avec|après|si|lorsqu|dans|à|en|pour|par|sur|aux?|sous)\w*|"
         rf"{_NE}(?:peut|peuvent|pourra|pourront)\s+\w+\s+qu(?:e\s|')\w+|"
         r"(?:peut|peuvent)\s+(?:être\s+\w+\s+)?(?:uniquement|seulement)"),
        ("not", F, rf"{_NE}(?:peut|peuvent|pourra|pourront|saurai(?:t|ent)|doit|doivent|devra|"
         rf"devront)"
         rf"(?:\s+(?:en\s+)?(?:pas|plus|aucun\w*|jamais|ni))?"),
        ("no-subject", F, rf"(?:nul(?:le)?|aucune?|ni)(?:\s+[^.;:,]{{0,80}}?)?\s{_NE}(?!devrai|"
         r"(?:est|sont|sera|seront)\s+(?:tenu|obligé|requis|nécessaire))\w+"),
        ("prohibited", F, r"(?:est|sont|sera|seront|soit)\s+(?:strictement\s+)?(?:interdite?s?|"
         r"prohibée?s?)|interdi(?:t|sent)(?!e?s?\s+(?:par|en|visé))|il\s+est\s+interdit|"
         r"s'abst(?:ient|iennent|iendra|iendront)"),
        ("right", E, r"(?:a|ont|aura|auront|dispose(?:nt)?|bénéficie(?:nt)?)\s+(?:également\s+)?"
         r"(?:le|du|d'un)\s+droit|(?:est|sont)\s+en\s+droit|"
         r"(?:a|ont|aura|auront)\s+droit(?!\s+de\s+vote)"),
        ("permitted", P, r"(?:est|sont)\s+(?:également\s+)?(?:habilitée?s?|autorisée?s?|"
         r"libres?)\s+(?:à|de)|"
         r"il\s+est\s+permis|(?:a|ont)\s+(?:la\s+faculté|le\s+pouvoir)|a\s+compétence"),
        ("means", C, r"on\s+entend\s+par|s'entend(?:ent)?\s+(?:de|comme)|"
         r"(?:est|sont)\s+définie?s?\s+comme|désigne(?:nt)?(?=\s+(?:un|une|le|la|tout|toute)\s)"),
        ("must", O, r"doit|doivent|devra|devront|(?:est|sont|sera|seront)\s+(?:tenue?s?|"
         r"obligée?s?)\s+"
         r"(?:de|d'|à)|il\s+(?:incombe|appartient)|(?:a|ont)\s+(?:l'obligation|"
         r"(?:le|des)\s+devoirs?)"),
        ("may", P, r"peut|peuvent|pourra|pourront"),
        ("should", R, r"devrai(?:t|ent)|il\s+convient|(?:est|sont)\s+(?:encouragée?s?|invitée?s?)"),
        ("calls", R, r"(?:encourage|invite|recommande|exhorte|demande\s+instamment)(?:nt)?"),
        main=("not", "no-subject"),
    ),
    conditions=_compiled(
        r"si|s'ils?|lorsqu(?:e|')(?:ils?|elles?)?|lorsque|dans\s+le\s+cas\s+où|en\s+cas\s+de|"
        r"pour\s+autant\s+que|"
        r"à\s+condition|sous\s+réserve|quand|dès\s+(?:lors\s+)?que"
    ),
    exceptions=_compiled(
        r"sauf|à\s+moins|excepté|hormis|sans\s+préjudice|nonobstant|à\s+l'exception|"
        r"à\s+l'exclusion|"
        r"par\s+dérogation|autres?\s+que"
    ),
    subordinate=_compiled(
        r"qui|que|qu'\w*|dont|où|lequel|laquelle|lesquels|lesquelles|duquel|desquels|desquelles|"
        r"auquel|auxquels|si|s'ils?|lorsque|lorsqu'\w*|quand|afin|moins|sauf"
    ),
    structural=True,
    negation=re.compile(
        rf"(?<!\w){_NE}(?:(?:en|y|l'|le|la|les|lui|leur|se\s|"
        rf"s')\s*)*\w+(?:\s+\w+){{0,3}}?\s+{_PAS}(?!\w)",
        re.IGNORECASE,
    ),
    # Verbs that found, define or describe in general drafting French.
    statement=re.compile(
        r"(?<!\w)(?:(?:est|sont)\s+(?:sans\s+préjudice|(?:par\s+la\s+présente\s+)?(?:institué|"
        r"créé)e?s?|"
        r"conférée?s?|réputée?s?|modifiée?s?|abrogée?s?)|"
        r"a\s+pour\s+(?:objet|objectif|but)|l'objectif\s+d|entre(?:nt)?\s+en\s+vigueur|"
        r"le\s+présent\s+\w+\s+(?:établit|fixe|prévoit|définit))(?!\w)",
        re.IGNORECASE,
    ),
)  # fmt: skip
