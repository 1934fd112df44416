"""Made-up models, with the names of files that real ones have."""

import hashlib
import io
import random
import zipfile

from tests.scripts.models.local_hub import Hub

TINY = "Systran/faster-whisper-tiny"
ENGLISH = "facebook/wav2vec2-base-960h"
GERMAN = "jonatasgrosman/wav2vec2-large-xlsr-53-german"
SPEAKERS = "pyannote/speaker-diarization-community-1"
TOKEN = "hf_" + "SecretOfAliceExample" * 2
LANGUAGES = ("english", "german")


def noise(seed: int, size: int) -> bytes:
    """Return bytes that look like weights."""
    return random.Random(seed).randbytes(size)


def archive(members: dict[str, bytes] | None = None) -> bytes:
    """Return an archive of rules of sentences."""
    if members is None:
        names = ("abbrev_types.txt", "collocations.tab", "sent_starters.txt", "ortho_context.tab")
        members = {f"punkt_tab/{lang}/{name}": b"" for lang in LANGUAGES for name in names}
        members["punkt_tab/README"] = b"made up\n"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return written.getvalue()


def offer_sentences(hub: Hub, content: bytes | None = None, **wrong: str) -> None:
    """Let the index of NLTK name an archive; *wrong* says what of it is not right."""
    content = archive() if content is None else content
    facts = {
        "id": "punkt_tab",
        "url": "punkt_tab.zip",
        "size": str(len(content)),
        "sha256_checksum": hashlib.sha256(content).hexdigest(),
    } | wrong
    texts = " ".join(f'{name}="{value}"' for name, value in facts.items())
    index = '<?xml version="1.0"?><nltk_data><packages><package id="abc" url="a.zip" size="1"/>'
    hub.pages["/nltk/index.xml"] = f"{index}<package {texts}/></packages></nltk_data>".encode()
    hub.pages["/nltk/punkt_tab.zip"] = content


def a_hub() -> Hub:
    """Return a hub with a small model of each sort."""
    wav2vec2 = {
        "config.json": b"{}",
        "preprocessor_config.json": b"{}",
        "vocab.json": b"{}",
        "README.md": b"# A model",
        "tf_model.h5": noise(1, 20_000),
    }
    hub = Hub(
        repositories={
            TINY: {
                "config.json": b"{}",
                "model.bin": noise(2, 300_000),
                "tokenizer.json": noise(3, 12_000),
                "vocabulary.txt": b"a\nb\n",
                "README.md": b"# A model",
                ".gitattributes": b"",
            },
            ENGLISH: wav2vec2
            | {"model.safetensors": noise(4, 50_000), "pytorch_model.bin": noise(5, 50_000)},
            GERMAN: wav2vec2
            | {"pytorch_model.bin": noise(6, 50_000), "language_model/lm.binary": noise(7, 30_000)},
            SPEAKERS: {
                "config.yaml": b"pipeline: {}\n",
                "segmentation/pytorch_model.bin": noise(8, 30_000),
                "embedding/pytorch_model.bin": noise(9, 30_000),
                "plda/plda.npz": noise(10, 900),
                "plda/xvec_transform.npz": noise(11, 900),
                "README.md": b"# A model",
            },
        },
        gated={SPEAKERS},
        tokens={TOKEN: True},
    )
    offer_sentences(hub)
    return hub
