"""The models that can be fetched: where each one is, under which licence, and which of its files.

The repositories of the alignment models are those that WhisperX uses, so that a language is as good
here as there; only for English, French, German, Spanish and Italian WhisperX uses files of
torchaudio, which it cannot load without the internet. A licence or a size stands here only where
the page of the model was seen to say so.
"""

from __future__ import annotations

from typing import NamedTuple

HUB = "https://huggingface.co"
SEE_PAGE = "see its page"

USUAL = {"recognition": "large-v3", "diarisation": "community-1"}
"""The model that is used when no other is named."""

_WHISPER = (
    "config.json",
    "preprocessor_config.json",
    "model.bin",
    "tokenizer.json",
    "vocabulary.*",
)
_WAV2VEC2 = (
    "config.json",
    "preprocessor_config.json",
    "processor_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.json",
)
_PYANNOTE = ("config.yaml", "segmentation/*", "embedding/*", "plda/*")
WEIGHTS = (
    ("model.safetensors",),
    ("model.safetensors.index.json", "model-*.safetensors"),
    ("pytorch_model.bin",),
    ("pytorch_model.bin.index.json", "pytorch_model-*.bin"),
)
"""The weights of an alignment model: the first of these that a repository has is fetched.

The other files of the same weights are left: a repository often has three copies of them.
"""


class Item(NamedTuple):
    """A model that can be fetched."""

    part: str
    name: str
    source: str
    """A repository of the Hugging Face Hub, or an address."""
    licence: str = SEE_PAGE
    language: str = ""
    """A code such as ``de``; empty for a model that is for all languages."""
    megabytes: int = 0
    """About how much there is to fetch; 0 where that is not known before."""
    files: tuple[str, ...] = ()
    """Patterns of the files that are needed."""
    gated: bool = False
    """Whether its authors ask for an account and for a word of consent."""
    note: str = ""

    @property
    def page(self) -> str:
        """The address where a person can read about it."""
        if self.part == "sentences":
            return "https://www.nltk.org/nltk_data/"
        return f"{HUB}/{self.source}"


def _whisper(name: str, source: str, megabytes: int, note: str = "", licence: str = "MIT") -> Item:
    return Item("recognition", name, source, licence, "", megabytes, _WHISPER, note=note)


RECOGNITION = {
    item.name: item
    for item in (
        _whisper("tiny", "Systran/faster-whisper-tiny", 78),
        _whisper("base", "Systran/faster-whisper-base", 0, licence=SEE_PAGE),
        _whisper("small", "Systran/faster-whisper-small", 486),
        _whisper("medium", "Systran/faster-whisper-medium", 1530),
        _whisper("large-v2", "Systran/faster-whisper-large-v2", 0, licence=SEE_PAGE),
        _whisper("large-v3", "Systran/faster-whisper-large-v3", 3090),
        _whisper("large-v3-turbo", "mobiuslabsgmbh/faster-whisper-large-v3-turbo", 1620),
        _whisper("distil-large-v3", "Systran/faster-distil-whisper-large-v3", 0, "English only"),
    )
}
"""Models that write down what is said, from the smallest to the largest."""


def _alignment(language: str, source: str) -> Item:
    licence, megabytes = SEE_PAGE, 0
    if source == f"{_XLSR}-french":
        licence, megabytes = "Apache-2.0", 1260
    elif source == "facebook/wav2vec2-base-960h":
        licence, megabytes = "Apache-2.0", 378
    name = source.split("/")[1]
    return Item("alignment", name, source, licence, language, megabytes, _WAV2VEC2)


_XLSR = "jonatasgrosman/wav2vec2-large-xlsr-53"
_REPOSITORIES = {
    "ar": f"{_XLSR}-arabic",
    "ca": "softcatala/wav2vec2-large-xlsr-catala",
    "cs": "comodoro/wav2vec2-xls-r-300m-cs-250",
    "da": "saattrupdan/wav2vec2-xls-r-300m-ftspeech",
    "de": f"{_XLSR}-german",
    "el": f"{_XLSR}-greek",
    "en": "facebook/wav2vec2-base-960h",
    "es": f"{_XLSR}-spanish",
    "eu": "stefan-it/wav2vec2-large-xlsr-53-basque",
    "fa": f"{_XLSR}-persian",
    "fi": f"{_XLSR}-finnish",
    "fr": f"{_XLSR}-french",
    "gl": "ifrz/wav2vec2-large-xlsr-galician",
    "he": "imvladikon/wav2vec2-xls-r-300m-hebrew",
    "hi": "theainerd/Wav2Vec2-large-xlsr-hindi",
    "hr": "classla/wav2vec2-xls-r-parlaspeech-hr",
    "hu": f"{_XLSR}-hungarian",
    "id": "cahya/wav2vec2-large-xlsr-indonesian",
    "it": f"{_XLSR}-italian",
    "ja": f"{_XLSR}-japanese",
    "ka": "xsway/wav2vec2-large-xlsr-georgian",
    "ko": "kresnik/wav2vec2-large-xlsr-korean",
    "lv": "jimregan/wav2vec2-large-xlsr-latvian-cv",
    "ml": "gvs/wav2vec2-large-xlsr-malayalam",
    "nl": f"{_XLSR}-dutch",
    "nn": "NbAiLab/nb-wav2vec2-1b-nynorsk",
    "no": "NbAiLab/nb-wav2vec2-1b-bokmaal-v2",
    "pl": f"{_XLSR}-polish",
    "pt": f"{_XLSR}-portuguese",
    "ro": "gigant/romanian-wav2vec2",
    "ru": f"{_XLSR}-russian",
    "sk": "comodoro/wav2vec2-xls-r-300m-sk-cv8",
    "sl": "anton-l/wav2vec2-large-xlsr-53-slovenian",
    "sv": "KBLab/wav2vec2-large-voxrex-swedish",
    "te": "anuragshas/wav2vec2-large-xlsr-53-telugu",
    "tl": "Khalsuu/filipino-wav2vec2-l-xls-r-300m-official",
    "tr": "mpoyraz/wav2vec2-xls-r-300m-cv7-turkish",
    "uk": "Yehor/wav2vec2-xls-r-300m-uk-with-small-lm",
    "ur": "kingabzpro/wav2vec2-large-xls-r-300m-Urdu",
    "vi": "nguyenvulebinh/wav2vec2-base-vi-vlsp2020",
    "zh": f"{_XLSR}-chinese-zh-cn",
}
ALIGNMENT = {code: _alignment(code, source) for code, source in _REPOSITORIES.items()}
"""Models that give each word its time, by language."""

SPEAKERS = Item(
    "diarisation",
    "community-1",
    "pyannote/speaker-diarization-community-1",
    "CC-BY-4.0",
    files=_PYANNOTE,
    gated=True,
)
"""The model that tells voices apart."""

SENTENCES = Item(
    "sentences",
    "punkt_tab",
    "https://raw.githubusercontent.com/nltk/nltk_data/gh-pages/index.xml",
)
"""The rules of where a sentence ends, for the languages that NLTK has."""


def fetchable(part: str, name: str = "", language: str = "") -> str | None:
    """Return the options of ``compass models fetch`` that bring a model.

    :returns: ``None`` when it cannot be fetched
    """
    if part == "recognition":
        return f"--model {name}" if name in RECOGNITION else None
    if part == "alignment":
        item = ALIGNMENT.get(language)
        return f"--language {language}" if item and name in {"", item.name} else None
    known = {item.part: item for item in (SPEAKERS, SENTENCES)}.get(part)
    return "" if known and name in {"", known.name} else None
