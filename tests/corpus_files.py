"""Synthetic instruments of varied vocabulary, for tests and benchmarks of the corpus."""

import random

LETTERS = {
    "en": ("b d f g k l m n p r s t v w st tr pl", "a e i o u ea ou"),
    "es": ("b c d f g l m n p r s t v ll ñ", "a e i o u ió á"),
    "fr": ("b c d f g l m n p r s t v ch qu", "a é i ou eau ai on"),
    "ru": ("б в г д ж з к л м н п р с т ш", "а е и о у я ы"),
}
HEADS = {
    "en": "Article {n}. {t}", "es": "Artículo {n}. {t}", "fr": "Article {n}. {t}",
    "ru": "Статья {n}. {t}",
}  # fmt: skip
JOIN = {
    "en": "the provider shall ensure that {a} and {b} are {c} before the {d} of the system",
    "es": "el proveedor garantizará que {a} y {b} sean {c} antes de la {d} del sistema",
    "fr": "le fournisseur veille à ce que {a} et {b} soient {c} avant la {d} du système",
    "ru": "поставщик обеспечивает, чтобы {a} и {b} были {c} до того, как {d} этой системы",
}


def vocabulary(language, rng, count):
    heads, tails = (part.split() for part in LETTERS[language])
    return [
        "".join(rng.choice(heads) + rng.choice(tails) for _ in range(rng.randint(2, 4)))
        for _ in range(count)
    ]


def instrument(seed, *, provisions=100, words=2_000):
    """A plain text of numbered articles; the same seed gives the same text."""
    rng = random.Random(seed)
    language = sorted(LETTERS)[seed % len(LETTERS)]
    own = vocabulary(language, rng, words)

    def said():
        return JOIN[language].format(**{slot: rng.choice(own) for slot in "abcd"})

    parts = [f"{rng.choice(own).title()} {rng.choice(own)} {seed}"]
    for number in range(1, provisions + 1):
        title = f"{rng.choice(own).title()} {rng.choice(own)}"
        parts.append(HEADS[language].format(n=number, t=title))
        parts.append(". ".join(said().capitalize() for _ in range(rng.randint(1, 3))) + ".")
    return "\n\n".join(parts)
