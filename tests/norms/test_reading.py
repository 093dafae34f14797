import contextlib
import io
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import norms_files as files
from comity.errors import ComityError, UnknownName
from comity.norms.reading import (
    READERS,
    BlockKind,
    Encrypted,
    Limits,
    NoText,
    TooLarge,
    Unreadable,
    canonical,
    format_of,
    read,
)
from comity.norms.reading.container import members
from comity.norms.reading.limits import STANDARD

DECLARATIONS = {
    "amh": "am", "arb": "ar", "ben": "bn", "cmn_hans": "zh", "eng": "en", "fra": "fr",
    "hin": "hi", "ind": "id", "por_BR": "pt", "rus": "ru", "spa": "es", "swh": "sw",
    "vie": "vi", "yor": "yo",
}  # fmt: skip


def texts(reading, kind=None):
    return [each.text for each in reading.blocks if kind is None or each.kind is kind]


def test_every_reader_has_a_sample():
    assert set(files.SAMPLES) == set(READERS)


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_reader_gives_blocks_at_their_offsets(name):
    reading = read(files.SAMPLES[name], name)

    assert "This Law applies to providers." in reading.text
    for block in reading.blocks:
        assert reading.text[block.start : block.end] == block.text
    assert [each.start for each in reading.blocks] == sorted(each.start for each in reading.blocks)


@pytest.mark.parametrize("name", sorted(READERS))
@pytest.mark.parametrize("data", [b"", b"\x00\xff\x00\xff", b"PK\x03\x04 nothing", b"<", b"%PDF-"])
def test_damaged_bytes_end_in_one_sentence(name, data):
    said = ""
    try:
        said = read(data, name).text
    except ComityError as error:
        said = str(error)

    assert said
    assert "\n" not in said


@pytest.mark.parametrize("name", sorted(READERS))
def test_a_file_above_the_limit_is_refused_before_it_is_read(name):
    with pytest.raises(TooLarge, match="at most 100 MB"):
        read(bytes(100_000_001), name)


def test_an_unknown_format_offers_the_nearest():
    with pytest.raises(UnknownName, match="docx"):
        format_of("law.doc")
    assert format_of("LAW.PDF") == "pdf"


@given(st.text())
def test_canonical_text_is_in_normal_form_c_and_stays(text):
    once = canonical(text)

    assert unicodedata.is_normalized("NFC", once)
    assert canonical(once) == once


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_same_text_in_any_normal_form_reads_the_same(form):
    text = "Điều 1. Mọi người đều được hưởng tự do và bình đẳng về nhân phẩm và các quyền."

    assert read(unicodedata.normalize(form, text).encode(), "text").text == text


def test_controls_of_direction_are_dropped_and_letters_stay_in_logical_order():
    reading = read("يجب على \u202bProvider\u202c \u2067أن يعلن\u2069 ذلك للجمهور".encode(), "text")

    assert reading.text == "يجب على Provider أن يعلن ذلك للجمهور"


def test_arabic_letter_shapes_become_letters():
    assert canonical("\ufef3\ufea0\ufe90") == "يجب"


def test_each_block_has_its_own_language():
    text = (
        "Les fournisseurs de systèmes veillent à la transparence de leurs modèles.\n\n"
        "Providers of such systems shall ensure that their models are transparent.\n\n"
        "提供者应当确保其系统具有透明度并接受监督。\n\nOK"
    )

    reading = read(text.encode(), "text")

    assert [each.language for each in reading.blocks[:3]] == ["fr", "en", "zh"]
    assert reading.blocks[3].language == reading.language


def test_text_of_another_encoding_is_refused():
    with pytest.raises(Unreadable, match="UTF-8"):
        read("fédération".encode("latin-1"), "text")


def test_text_in_utf_16_with_its_mark_is_read():
    assert read("fédération".encode("utf-16"), "text").text == "fédération"


def test_markdown_drops_marks_and_keeps_numbers():
    data = b"""---
title: x
---
Title
=====
1. **Providers** shall _test_ [systems](http://x.y).

- **(a)** with care; snake_case_name
- (b) again.

<!-- note -->
> ## Quoted
"""
    reading = read(data, "markdown")

    assert texts(reading) == [
        "Title", "1. Providers shall test systems.", "(a) with care; snake_case_name",
        "(b) again.", "Quoted",
    ]  # fmt: skip
    assert texts(reading, BlockKind.HEADING) == ["Title", "Quoted"]


def test_html_writes_out_list_numbers_and_leaves_out_scripts():
    data = b"""<html><head><title>t</title><script>var x</script></head><body><nav>menu</nav>
    <h2>Duties</h2>Lead<ol start="3"><li>three<ol type="a"><li>sub</li></ol></li><li>four</li></ol>
    <p>one <b>bold</b><br>two</p>tail</body></html>"""

    assert texts(read(data, "html")) == [
        "Duties", "Lead", "3. three", "(a) sub", "4. four", "one bold\ntwo", "tail",
    ]  # fmt: skip


def test_a_paragraph_in_a_list_item_keeps_its_number():
    data = b"<ol><li>\n <p>one</p><p>more</p></li><li><p>two</p></li></ol>"

    assert texts(read(data, "html")) == ["1. one", "more", "2. two"]


def test_html_in_a_declared_encoding_is_read():
    data = '<meta charset="windows-1251"><p>Каждый человек имеет право</p>'.encode("cp1251")

    assert read(data, "html").text == "Каждый человек имеет право"


def test_html_nested_without_end_is_no_crash():
    data = b"<div>" * 50_000 + b"deep" + b"</div>" * 50_000
    try:
        said = read(data, "html").text
    except Unreadable as error:
        said = str(error)

    assert said in ("deep", "The page shows no text; it may be built by a script.")


def test_word_numbers_are_those_word_prints():
    numbering = f"""<w:numbering {files.W}><w:abstractNum w:abstractNumId="7">
    <w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
    <w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
    <w:lvl w:ilvl="2"><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%3"/></w:lvl>
    </w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""
    body = "".join(
        files.word(text, list_id="1", level=level)
        for text, level in [("A", 0), ("B", 1), ("C", 1), ("D", 2), ("E", 0), ("F", 1)]
    )

    assert texts(read(files.docx(body, numbering=numbering), "docx")) == [
        "1. A", "(a) B", "(b) C", "1.i D", "2. E", "(a) F",
    ]  # fmt: skip


def test_word_leaves_out_deleted_text_and_puts_footnotes_last():
    body = (
        "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    )
    notes = f"<w:footnotes {files.W}><w:footnote>{files.word('a note')}</w:footnote></w:footnotes>"
    reading = read(files.docx(body + files.word("last"), footnotes=notes), "docx")

    assert texts(reading) == ["kept", "last", "a note"]
    assert texts(reading, BlockKind.FOOTNOTE) == ["a note"]


@pytest.mark.parametrize("name", ["docx", "odt"])
def test_a_zip_bomb_is_stopped_by_what_it_unpacks_to(name):
    inside = "word/document.xml" if name == "docx" else "content.xml"
    data = files.zipped({inside: b" " * 3_000_000})

    assert len(data) < 10_000
    with pytest.raises(TooLarge, match="unpacks to more than 2 MB"):
        read(data, name, Limits(unpacked=2_000_000))


def test_a_container_that_lies_about_its_size_is_damaged():
    data = bytearray(files.SAMPLES["docx"])
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (5).to_bytes(4, "little")

    with pytest.raises(Unreadable):
        read(bytes(data), "docx")


def test_a_container_of_too_many_files_is_refused():
    data = files.zipped({str(place): "" for place in range(11)})

    with pytest.raises(TooLarge, match="11 files"):
        read(data, "docx", Limits(members=10))


def test_a_locked_word_file_says_so():
    data = bytearray(files.SAMPLES["docx"])
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(mark) + at] |= 1

    with pytest.raises(Encrypted, match="password"):
        read(bytes(data), "docx")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_container_packed_by_another_method_says_what_to_do(method):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as container:
        container.writestr("word/document.xml", "<a/>")

    with pytest.raises(Unreadable, match="ordinary ZIP"):
        members(held.getvalue(), None, STANDARD)


@given(data=st.data())
def test_a_damaged_container_is_read_or_refused_and_never_a_fault_of_ours(data):
    method = data.draw(
        st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as container:
        container.writestr("word/document.xml", "<a>" + "words " * 40 + "</a>")
        container.writestr("é.xml", "<b/>")
    broken = bytearray(held.getvalue())
    for _ in range(data.draw(st.integers(1, 4))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(broken)))

    with contextlib.suppress(ComityError):
        members(bytes(broken[: cut or None]), None, STANDARD)


def test_a_container_of_another_kind_is_told():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as container:
        container.writestr("x.txt", "x")

    with pytest.raises(Unreadable, match=r"word/document\.xml"):
        read(held.getvalue(), "docx")
    with pytest.raises(Unreadable, match=r"content\.xml"):
        read(held.getvalue(), "odt")


def test_an_entity_bomb_is_refused():
    with pytest.raises(Unreadable, match="entities"):
        read(files.BOMB, "akn")


def test_an_entity_that_names_a_file_is_refused():
    data = (
        b'<!DOCTYPE akomaNtoso [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        b"<akomaNtoso><p>&x;</p></akomaNtoso>"
    )
    with pytest.raises(Unreadable, match="entities"):
        read(data, "akn")


def test_akoma_ntoso_keeps_the_addresses():
    reading = read(files.AKN, "akn")

    assert [(each.address, each.text) for each in reading.blocks] == [
        ("art_1", "Article 1"),
        ("art_1", "Subject"),
        ("art_1__para_1", "1. This Law applies to providers."),
    ]


def test_other_xml_is_not_taken_for_akoma_ntoso():
    with pytest.raises(Unreadable, match="root is 'rss'"):
        read(b"<rss><p>x</p></rss>", "akn")


def test_a_pdf_that_asks_for_a_password_says_so():
    with pytest.raises(Encrypted, match="password"):
        read(files.pdf([[(72, 700, 12, "secret")]], encrypt=True), "pdf")


def test_a_scanned_pdf_is_reported():
    with pytest.raises(NoText, match="a scan"):
        read(files.pdf([None, None]), "pdf")


def test_an_empty_pdf_is_reported():
    with pytest.raises(NoText, match="empty"):
        read(files.pdf([[]]), "pdf")


def test_a_pdf_with_one_scanned_page_names_it():
    reading = read(files.pdf([[(72, 700, 12, "Article one")], None]), "pdf")

    assert reading.pages_without_text == (2,)
    assert reading.notes


def test_a_pdf_of_too_many_pages_is_refused():
    with pytest.raises(TooLarge, match="3 pages"):
        read(files.pdf([[], [], []]), "pdf", Limits(pages=2))


def _printed_page(number):
    rows = [(72, 800, 9, f"Official Journal {number}"), (72, 30, 9, f"page {number}")]
    rows += [(72, 760 - 14 * row, 12, f"line {number} {row} of a paragraph") for row in range(4)]
    rows += [(72, 670, 12, "and of the next one"), (72, 60, 9, f"(1) {'no' * number} note.")]
    return rows


def test_pdf_paragraphs_notes_and_running_titles_are_told_apart():
    reading = read(files.pdf([_printed_page(number) for number in range(1, 5)]), "pdf")

    assert not any("Journal" in each or "page" in each for each in texts(reading))
    assert texts(reading, BlockKind.FOOTNOTE) == [f"(1) {'no' * n} note." for n in (1, 2, 3, 4)]
    assert texts(reading)[0].count("\n") == 3
    assert texts(reading)[1] == "and of the next one"
    assert [each.page for each in reading.blocks if each.kind is BlockKind.TEXT] == [
        1, 1, 2, 2, 3, 3, 4, 4,
    ]  # fmt: skip


def test_reading_twice_gives_the_same():
    for name, data in files.SAMPLES.items():
        assert read(data, name) == read(data, name)


@pytest.mark.shared
def test_every_footnote_of_the_ai_act_in_french_is_a_footnote(shared):
    # Official Journal L, 2024/1689, 12.7.2024: 58 numbered footnotes on 144 pages.
    reading = read((shared / "norms/ai_act_fr.pdf").read_bytes(), "pdf")
    notes = [each.text for each in reading.blocks if each.kind is BlockKind.FOOTNOTE]

    assert reading.pages == 144
    assert reading.language == "fr"
    assert [each.partition(")")[0] for each in notes] == [f"({n}" for n in range(1, len(notes) + 1)]
    assert len(notes) == 58
    body = "".join(each.text for each in reading.blocks if each.kind is BlockKind.TEXT)
    assert "/144" not in body


@pytest.mark.shared
@pytest.mark.parametrize(("name", "code"), sorted(DECLARATIONS.items()))
def test_the_universal_declaration_is_told_in_its_language(shared, name, code):
    reading = read((shared / f"norms/udhr/{name}.html").read_bytes(), "html")
    right = sum(each.language == code for each in reading.blocks)

    assert reading.language == code
    assert right / len(reading.blocks) >= 0.95
