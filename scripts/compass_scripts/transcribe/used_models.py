"""The models of one run: found before any work, so that a missing one costs one line."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any, NamedTuple

from compass_scripts.models.manifest import hash_model
from compass_scripts.models.store import MissingModel, StoredModel, find_model, known_alignment
from compass_scripts.transcribe.failure import StopError
from compass_scripts.transcribe.options import AUTO, Options

# The languages whose sentences NLTK tells apart, as WhisperX names them; others go as English.
_SENTENCES = {
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "ml": "malayalam",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "sl": "slovene",
    "sv": "swedish",
    "tr": "turkish",
}


class UsedModel(NamedTuple):
    """A model that has a part in the work."""

    part: str
    name: str
    path: str
    sha256: str

    def described(self) -> dict[str, str]:
        """Return what a journal says of it."""
        return {"name": self.name, "sha256": self.sha256}


class UsedModels(NamedTuple):
    """The models of one run. That which aligns words follows from the language of a recording."""

    folder: str
    recognition: UsedModel
    voice_activity: UsedModel
    diarisation: UsedModel | None
    sentences: UsedModel | None

    def to_json(self) -> list[Any]:
        """Return what :meth:`from_json` takes."""
        return [list(item) if isinstance(item, UsedModel) else item for item in self]

    @classmethod
    def from_json(cls, value: list[Any]) -> UsedModels:
        """Return the models that another process wrote."""
        folder, *models = value
        return cls(folder, *(UsedModel(*item) if item else None for item in models))  # type: ignore[arg-type]

    def alignment(self, language: str) -> UsedModel | None:
        """Return the model that finds the times of words in a language.

        :returns: ``None`` when there is none
        """
        try:
            return _used(find_model(Path(self.folder), "alignment", language=language))
        except MissingModel:
            return None


class Alignment(NamedTuple):
    """How words of one language get their times."""

    model: UsedModel | None
    missing: str
    """Why there is no model, in a sentence for the reader of a transcript."""

    @property
    def key(self) -> str:
        """What the times depend on."""
        return self.model.sha256 if self.model else f"none: {self.missing}"


def find_models(folder: Path, options: Options) -> UsedModels:
    """Return the models that a run needs.

    :raises MissingModel: when one is not there
    :raises StopError: when WhisperX is not installed
    """
    recognition = _used(find_model(folder, "recognition", options.model))
    diarisation = _used(find_model(folder, "diarisation")) if options.diarise else None
    models = UsedModels(str(folder), recognition, _voice_activity(folder), diarisation, None)
    if not _needs_sentences(models, options):
        return models
    return models._replace(sentences=_used(find_model(folder, "sentences")))


def find_alignment(models: UsedModels, options: Options, language: str) -> Alignment:
    """Return what gives words of a language their times, or why nothing does."""
    if options.task == "translate":
        return Alignment(None, "a translation has no times of words, only of lines")
    model = models.alignment(language)
    if model and models.sentences and _divides(models.sentences, language):
        return Alignment(model, "")
    named = f"the language '{language}'"
    if model:
        missing = f"there is nothing that divides {named} into sentences"
    else:
        missing = f"there is no model for the times of words in {named}"
    missing += "; times are those of lines of up to 30 seconds"
    if known_alignment(language):
        command = f"compass models fetch --language {language}"
        missing += f"; run '{command}', and then the same command again"
    return Alignment(None, missing)


def _needs_sentences(models: UsedModels, options: Options) -> bool:
    if options.task == "translate":
        return False
    return options.language == AUTO or models.alignment(options.language) is not None


def _divides(sentences: UsedModel, language: str) -> bool:
    """Return whether NLTK has what it needs for a language: else it would look on the network."""
    name = _SENTENCES.get(language, "english")
    return (Path(sentences.path) / "tokenizers" / "punkt_tab" / name).is_dir()


def _voice_activity(folder: Path) -> UsedModel:
    """Return the stored model, or the one that comes with WhisperX."""
    try:
        return _used(find_model(folder, "voice-activity"))
    except MissingModel:
        pass
    spec = importlib.util.find_spec("whisperx")
    if spec is None or not spec.origin:
        raise StopError(
            "WhisperX is not installed; run \"pip install 'sphinx-team-compass[transcribe]'\""
        )
    path = Path(spec.origin).parent / "assets" / "pytorch_model.bin"
    if not path.is_file():
        raise StopError("WhisperX has no model of voice activity; install it again")
    sha256 = next(iter(hash_model(path))).sha256
    return UsedModel("voice-activity", "whisperx", str(path), sha256)


def _used(model: StoredModel) -> UsedModel:
    return UsedModel(model.part, model.name, str(model.path), model.sha256)
