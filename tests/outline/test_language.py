from __future__ import annotations

import pytest

from report_linter.document import Document
from report_linter.errors import ReadError

from .made import document

NB = "Vi har ikke avdekket noen brudd hos leverandørene, men vi følger dem opp gjennom året og etter behov."
NN = "Me har ikkje avdekt nokon brot hos leverandørane, men me følgjer dei opp gjennom året og etter behov."
EN = "We have not found any breach at our suppliers, but we follow them up during the year and as needed."

REFUSED = {
    "Danish": "Vi har ikke fundet nogen overtrædelser hos vores leverandører, men vi følger dem efter "
    "behov. Virksomheden arbejder med risici, og det blev behandlet af bestyrelsen.",
    "Swedish": "Vi har inte hittat några överträdelser hos våra leverantörer, men vi följer upp dem under "
    "året. Styrelsen är ansvarig för arbetet och det gäller hela verksamheten.",
    "German": "Wir haben bei unseren Lieferanten keine Verstöße gefunden, und wir werden sie weiter "
    "begleiten. Der Vorstand ist für die Arbeit verantwortlich.",
    "French": "Nous n'avons pas constaté de violations chez nos fournisseurs, et le conseil est "
    "responsable de la mise en œuvre dans les filiales.",
    "Spanish": "No hemos encontrado infracciones en los proveedores, y el consejo es responsable de las "
    "medidas para la empresa.",
    "Dutch": "Wij hebben geen schendingen gevonden bij onze leveranciers, en het bestuur is "
    "verantwoordelijk voor het werk van de groep.",
    "Finnish": "Emme ole havainneet rikkomuksia, ja hallitus on vastuussa työstä. Se on myös osa "
    "raporttia, mutta yhtiö ei voi tehdä kaikkea.",
}


@pytest.mark.parametrize(("text", "language"), [(NB, "nb"), (NN, "nn"), (EN, "en")])
def test_supported(text: str, language: str) -> None:
    assert document(text, None).language == language


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name(name: str) -> None:
    with pytest.raises(ReadError) as error:
        document(REFUSED[name], None)
    assert error.value.code == "unknown_language"
    assert error.value.message == (
        f"the text looks {name}; supported are English (en), Bokmål (nb), Nynorsk (nn); "
        "--document-lang overrides the detection"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12 345", "there is too little text to tell its language"),
        ("Kontakt", "there is too little text to tell its language"),
        (
            "Pääkonttori "
            * 3
            + "Nie stwierdziliśmy naruszeń u dostawców, zarząd odpowiada za działania spółki "
            "oraz za ocenę ryzyka w całym łańcuchu",
            "the language of the text was not recognised",
        ),
    ],
)
def test_unknown(text: str, reason: str) -> None:
    with pytest.raises(ReadError) as error:
        document(text, None)
    assert error.value.code == "unknown_language"
    assert error.value.message.startswith(f"{reason}; supported are ")


def test_given_language_overrides() -> None:
    assert document(REFUSED["Danish"], "nb").language == "nb"


def test_languages_of_blocks() -> None:
    found: Document = document(f"{NB} {NB}\n\n{NB}\n\n{EN}\n\nWe are here.\n\n# {EN}", None)
    assert (found.language, found.languages) == ("nb", ("nb", "nb", "en", "nb", "nb"))
    assert [sentence.language for sentence in found.sentences] == ["nb", "nb", "nb", "en", "nb", "nb"]
