"""Grammars of Spanish, Russian, Chinese and Arabic, and the registry of all."""

from __future__ import annotations

import re

from comity.norms.modality.grammar import (
    ENGLISH,
    FRENCH,
    C,
    E,
    F,
    Grammar,
    O,
    P,
    R,
    _compiled,
    _markers,
)

SPANISH = Grammar(
    language="es",
    markers=_markers(
        ("exempt", P, r"no\s+(?:estará|estarán|está|están)\s+obligad[oa]s?|no\s+será\s+necesario|"
         r"(?:queda|quedan|estarán?)\s+exent[oa]s?|"
         r"(?:ningun[oa]?|ningún|nadie)(?:\s+[^.;:,]{0,80}?)?\s(?:está|estará)\s+obligad[oa]"),
        ("not-prevented", P, r"no\s+(?:impide|impiden|impedirá|obsta|obstará)"),
        ("may-only", P, r"(?:solo|sólo|únicamente)\s+(?:podrán?|puede|pueden)|"
         r"(?:podrán?|puede|pueden)\s+(?:solo|sólo|únicamente)"),
        ("not", F, r"no\s+(?:se\s+)?(?:podrán?|puede|pueden|deberán?|debe|deben)"),
        # "nadie será", "ninguna persona podrá", "a nadie se privará", "tampoco se impondrá"
        ("no-subject", F, r"(?:ningun[oa]?|ningún|nadie|tampoco)(?:\s+[^.;:,]{0,80}?)?\s"
         r"(?!estará|será\s+necesario)(?:puede|pueden|debe|deben|\w+rán?)"),
        ("prohibited", F, r"(?:queda|quedan|quedará|quedarán|está|están|estará|"
         r"estarán)\s+prohibid[oa]s?|"
         r"se\s+prohíben?|se\s+prohibirán?|se\s+abst(?:endrá|endrán|iene|ienen)"),
        ("right", E, r"(?:tiene|tienen|tendrá|tendrán)\s+(?:el\s+|un\s+)?derecho"),
        ("permitted", P, r"(?:está|están|estará|estarán|queda)\s+(?:facultad|autorizad|"
         r"habilitad)[oa]s?|"
         r"se\s+(?:permite|permitirá|autoriza)"),
        ("means", C, r"se\s+entenderá\s+por|se\s+entiende\s+por|se\s+define"),
        ("must", O, r"deberán?|deben?|tendrán?\s+que|(?:estará|estarán|está|están)\s+obligad[oa]s?|"
         r"velarán?\s+por|(?:ha|han|habrán?)\s+de|"
         r"(?:tiene|tienen|tendrán?)\s+(?:el\s+deber|deberes|la\s+obligación|obligaciones)"),
        ("may", P, r"podrán?|puede|pueden"),
        ("should", R, r"debería|deberían|conviene|se\s+(?:alienta|invita|recomienda)"),
        ("calls", R, r"exhorta|alienta|invita|recomienda|insta"),
    ),
    conditions=_compiled(r"si|cuando|en\s+caso\s+de|siempre\s+que|a\s+condición|a\s+reserva"),
    exceptions=_compiled(
        r"salvo|excepto|a\s+menos|sin\s+perjuicio|no\s+obstante|con\s+excepción|a\s+excepción"
    ),
    subordinate=_compiled(r"que|quien|quienes|cuy[oa]s?|donde|si|cuando|cual|cuales"),
    structural=True,
    negation=_compiled(r"no\s+(?:se\s+|le\s+|les\s+)?\w+(?:rá|rán|n|e|a)"),
    statement=_compiled(
        r"(?:tiene|tendrá)\s+por\s+objet(?:o|ivo)|entrará\s+en\s+vigor|se\s+(?:crea|establece)|"
        r"(?:se\s+entenderá|se\s+entiende)\s+sin\s+perjuicio|el\s+presente\s+\w+\s+establece"
    ),
)  # fmt: skip

RUSSIAN = Grammar(
    language="ru",
    markers=_markers(
        ("exempt", P, r"не\s+обязан[аоы]?|не\s+требуется|освобожда(?:ется|ются)"),
        ("not", F, r"не\s+(?:может|могут|должен|должна|должно|должны|вправе|подлежит|подлежат)|"
         r"нельзя"),
        ("prohibited", F, r"запреща(?:ется|ются|ет|ют)|запрещен[аоы]?|запрещён|"
         r"не\s+(?:допускается|допускаются|разрешается)|воспрещается"),
        ("no-subject", F, r"(?:никто|ничто|ни\s+одн[аоы]\w*|никак\w+)(?:\s+[^.;:]{0,80}?)?\sне"
         r"(?!\s+обязан)\s+\w+"),
        ("right", E, r"(?:име|да)[её]т\s+право|(?:име|да)ют\s+право|вправе"),
        ("permitted", P, r"(?:раз|до)решается|допускается|допускаются|уполномочен\w*"),
        ("means", C, r"(?:означает|понимается|понимаются)"),
        ("must", O, r"должен|должна|должно|должны|обязан[аоы]?|обязуется|обязуются|необходимо|"
         r"подлежит|подлежат|обеспечива(?:ет|ют)|име(?:ет|ют)\s+обязанност\w+"),
        ("may", P, r"может|могут|можно"),
        ("should", R, r"следует|рекомендуется"),
        ("calls", R, r"призывает|рекомендует|предлагает|поощряет"),
    ),
    conditions=_compiled(r"если|когда|в\s+случае|при\s+условии|при\s+наличии"),
    exceptions=_compiled(r"кроме|за\s+исключением|если\s+не|без\s+ущерба|помимо|несмотря\s+на"),
    subordinate=_compiled(r"котор\w+|что|чтобы|если|когда|где|чей"),
    structural=True,
    negation=_compiled(r"не\s+\w+(?:ет|ют|ит|ят|ется|ются|ится|ятся)"),
    statement=_compiled(r"вступает\s+в\s+силу|устанавливает|учреждается|имеет\s+целью"),
)  # fmt: skip

CHINESE = Grammar(
    language="zh",
    markers=_markers(
        ("exempt", P, r"(?:不必|无需|無需|无须|不需要|可以不)"),
        ("prohibited", F, r"(?:不得|禁止|严禁|不应|不應|不可以?(?!或缺|抗)|"
         # before 的 and a noun it only says what something is like
         r"不能(?![^。；，,;]{0,8}的)|不准|不允许)"),
        ("right", E, r"(?:有权|有權|享有|有[^。；;]{1,60}?的权利)"),
        ("means", C, r"(?:是指|系指|指的是)"),
        ("must", O, r"(?:应当|應當|必须|必須|须|应(?=[^用对急答])|有义务|负责|有责任)"),
        ("may", P, r"(?:可以|允许|准许|得以)"),
        ("should", R, r"(?:鼓励|鼓勵|提倡|支持|建议|倡导|宜)"),
        bounded=False,
    ),
    conditions=re.compile(r"如果|若|在.{1,20}情况下|当.{1,20}时|经.{1,12}同意"),
    exceptions=re.compile(r"除.{1,30}外|但是?|除非|另有规定的"),
    subordinate=re.compile(r"(?!)"),
    structural=True,
    statement=re.compile(r"自.{1,20}起(?:施行|实施)|为了|根据.{1,40}制定"),
)  # fmt: skip

ARABIC = Grammar(
    language="ar",
    markers=_markers(
        ("exempt", P, r"لا\s+[يت](?:منع|حظر|حول)|لا\s+(?:يلزم|تلزم|يلتزم|يشترط|يتعين)|"
         r"ي?عفى\s+من|معفا?ة?\s+من"),
        ("not", F, r"لا\s+(?:يجوز|تجوز|يحق|يمكن|ينبغي|يسمح)|لا\s+يجوز\s+أن"),
        # "no person is held": a negated verb whose subject is any person or thing, but for verbs
        # whose negation frees: is required, is bound, prevents, prejudices
        ("no-subject", F, r"لا\s+(?![يت](?:لزم|لتزم|شترط|تعين|جب|منع|حظر|حول|خل)\s)"
         r"[يت]\w{1,12}\s+(?:\S+\s+)?(?:أي|أية|أحدا?ً?)"),
        ("prohibited", F, r"(?:[يت]حظر|محظور(?:ة|اً)?|[يت]منع|ممنوع(?:ة|اً)?|يحرم)"),
        ("right", E, r"(?:ي?حق|الحق\s+في|"
         r"لكل\s+\S+(?:\s+\S+)?\s+(?:الحق|حق|حرية))"),
        ("means", C, r"(?:ي?قصد\s+ب\S*|[يت]عني)"),
        ("must", O, r"(?:[يت]جب|[يت]لتزم|[يت]لتزمون|[يت]تعين|على\s+\S+(?:\s+\S+)?\s+(?:أن|واجبات?)|"
         r"[يت]كفل|[يت]ضمن|يلزم)"),
        ("may", P, r"(?:[يت]جوز|[يت]مكن|ي?سمح)"),
        ("should", R, r"(?:[يت]نبغي|[يت]شجع|[يت]دعو|[يت]وصي|[يت]حث)"),
    ),
    conditions=_compiled(r"إذا|متى|عند|في\s+حال(?:ة)?|شريطة|بشرط"),
    exceptions=_compiled(r"إلا|باستثناء|ما\s+لم|عدا|فيما\s+عدا|دون\s+المساس|مع\s+عدم\s+الإخلال"),
    subordinate=_compiled(r"التي|الذي|الذين|اللذين|أن|إذا"),
    structural=True,
    negation=_compiled(r"لا\s+[يت]\w{2,}"),
    statement=_compiled(r"[يت]هدف|[يت]نشأ|[يت]دخل\s+حيز|[يت]عمل\s+بهذا"),
)  # fmt: skip

GRAMMARS: dict[str, Grammar] = {
    each.language: each for each in (ENGLISH, FRENCH, SPANISH, RUSSIAN, CHINESE, ARABIC)
}
"""By language; a text in any other is flagged as not read."""
