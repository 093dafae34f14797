"""Small files in every format, made in memory for the tests of the readers."""

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(pages, *, encrypt=False):
    """A PDF of pages, each a list of (x, y, size, text) or None for a picture."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 3 * place} 0 R" for place in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for place, lines in enumerate(pages):
        first = 4 + 3 * place
        if lines is None:
            drawn = "q 100 0 0 100 50 50 cm /I Do Q"
            used = f"/XObject << /I {first + 2} 0 R >>"
        else:
            drawn = "\n".join(
                f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, size, text in lines
            )
            used = "/Font << /F 3 0 R >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {first + 1} 0 R"
            f" /Resources << {used} >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
        objects.append(
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray"
            " /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
        )
    out, offsets = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n"
    xref = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{each:010d} 00000 n \n" for each in offsets)
    lock = ""
    if encrypt:
        lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"
        lock += f" /ID [<{'43' * 16}> <{'43' * 16}>]"
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {lock} >>\nstartxref\n{xref}\n%%EOF"
    return out.encode("latin-1")


def zipped(files, *, level=zipfile.ZIP_DEFLATED):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", level) as container:
        for name, content in files.items():
            container.writestr(name, content)
    return held.getvalue()


def docx(body, **parts):
    files = {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    files |= {f"word/{name}.xml": content for name, content in parts.items()}
    return zipped(files)


def word(text, *, style="", list_id="", level=0):
    held = f'<w:pStyle w:val="{style}"/>' if style else ""
    if list_id:
        held += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return f"<w:p><w:pPr>{held}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def odt(body):
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    held = f"<office:body>{body}</office:body>"
    content = f"<office:document-content {names}>{held}</office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


AKN = b"""<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act><body>
<article eId="art_1"><num>Article 1</num><heading>Subject</heading>
<paragraph eId="art_1__para_1"><num>1.</num><content><p>This <b>Law</b> applies to providers.</p>
</content></paragraph></article></body></act></akomaNtoso>"""

BOMB = b"""<?xml version="1.0"?><!DOCTYPE akomaNtoso [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><akomaNtoso><p>&b;</p></akomaNtoso>"""

SAMPLES = {
    "akn": AKN,
    "docx": docx(word("Scope", style="Heading1") + word("This Law applies to providers.")),
    "html": b"<html><body><h1>Scope</h1><p>This Law applies to providers.</p></body></html>",
    "markdown": b"# Scope\n\nThis **Law** applies to providers.\n",
    "odt": odt("<text:h>Scope</text:h><text:p>This Law applies to providers.</text:p>"),
    "pdf": pdf([[(72, 700, 12, "Scope"), (72, 660, 12, "This Law applies to providers.")]]),
    "text": b"Scope\n\nThis Law applies to providers.\n",
}
