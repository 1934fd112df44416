"""Makes small models in the real formats, without a download, and puts them into a store of models.

They hold no knowledge. The recogniser *recites*: whatever it hears, it answers with a text that
is known here, once for each stretch of speech of up to 30 seconds, so that tests can expect exact
words. The weights of alignment and speakers are random (from a seed): their code is run for real,
and where words and turns begin means nothing.

    python -m tests.transcribe.tiny_models FOLDER
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

RECITED = (
    "Good morning and welcome. My name is Alice Example and I look after the hub in Bristol. "
    "It began in twenty nineteen."
)
ALSO_RECITED = "We talk about the notebooks of Bob Sample. Thank you for your time."
TINY, OTHER = "tiny", "other"
"""The two recognisers: the second answers with other words."""

# The numbers of a real multilingual Whisper: CTranslate2 and faster-whisper rely on some of them.
BYTES_AND_WORDS = 50_256
LANGUAGES = 99
TIMES = 1501
VOCABULARY = 51_865
END, START, TRANSLATE, TRANSCRIBE, NO_TIMES = 50_257, 50_258, 50_358, 50_359, 50_363
LANGUAGE_PLACE, FIRST_WORD_PLACE = 0, 3
"""Places in the decoder: the first gives the language; the text comes after the steering."""

LOUD = 30.0
"""How much louder the place of a token is than other things."""
FAINT = 1e-6
"""How much of what was heard and said before is left."""


class Shape(NamedTuple):
    """How large the models are. The numbers written here are the smallest that do."""

    width: int = 64
    layers: int = 1
    heads: int = 2
    inner: int = 64
    mels: int = 80
    #: The number format of the file of the recogniser; none for that of torch.
    stored: str | None = None
    #: The model of alignment: what differs from the usual one.
    wav2vec2: Mapping[str, object] = MappingProxyType(
        {
            "hidden_size": 32,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "intermediate_size": 32,
            "conv_dim": (16,) * 7,
            "num_conv_pos_embeddings": 16,
            "num_conv_pos_embedding_groups": 2,
        }
    )
    #: The model that says when somebody speaks: its LSTM and what follows it.
    lstm: Mapping[str, object] = MappingProxyType({"hidden_size": 16, "num_layers": 1})
    linear: int = 16
    #: The model that tells voices apart.
    voices: str = "XVectorSincNet"
    voice_numbers: int = 32
    compared_numbers: int = 16


def make(folder: Path) -> None:
    """Make all models below *folder* and write its manifest."""
    make_shaped(folder, {TINY: RECITED, OTHER: ALSO_RECITED}, Shape())


def make_shaped(folder: Path, recognisers: Mapping[str, str], shape: Shape) -> None:
    """Make models of a shape; the recognisers have a name and a text."""
    from compass_scripts.models.store import register

    for name, text in recognisers.items():
        made = recogniser(folder / "recognition" / name, text, shape)
        register(folder, "recognition", name, made)
    alignment = aligner(folder / "alignment" / "tiny-en", shape)
    register(folder, "alignment", "tiny-en", alignment, language="en")
    speakers = diariser(folder / "diarisation" / "community-1", shape)
    register(folder, "diarisation", "community-1", speakers)
    register(folder, "sentences", "punkt_tab", sentences(folder / "sentences" / "punkt_tab"))


# --- recognition: a Whisper whose decoder knows its place and nothing else


def recogniser(folder: Path, text: str, shape: Shape) -> Path:
    """Write a model of faster-whisper that recites *text*."""
    from ctranslate2.converters import TransformersConverter

    words = [f"\u0120{word}" for word in text.split()]
    tokens = vocabulary(words)
    source = folder.with_name(f"{folder.name}-source")
    source.mkdir(parents=True)
    write_tokenizer(source, tokens, shape)
    write_whisper(source, [tokens[word] for word in words], shape)
    kept = ["tokenizer.json", "preprocessor_config.json"]
    TransformersConverter(str(source), copy_files=kept).convert(
        str(folder), quantization=shape.stored
    )
    for path in source.iterdir():
        path.unlink()
    source.rmdir()
    return folder


def vocabulary(words: list[str]) -> dict[str, int]:
    """Number the bytes, our words, and fillers up to the size of the real vocabulary."""
    from tokenizers.pre_tokenizers import ByteLevel

    names = dict.fromkeys([*sorted(ByteLevel.alphabet()), *words])
    fillers = (f"\u0120z{number}" for number in range(len(names), BYTES_AND_WORDS))
    tokens = {name: number for number, name in enumerate([*names, *fillers])}
    # CTranslate2 takes a model for multilingual when the empty token exists.
    tokens[""] = BYTES_AND_WORDS
    return tokens


def special_tokens() -> list[str]:
    """Name the tokens after the words, in the order of Whisper."""
    from transformers.models.whisper import tokenization_whisper

    languages = list(tokenization_whisper.LANGUAGES)[:LANGUAGES]
    steering = ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    names = ["endoftext", "startoftranscript", *languages, *steering]
    return [f"<|{name}|>" for name in names]


def write_tokenizer(folder: Path, tokens: dict[str, int], shape: Shape) -> None:
    """Write the tokenizer and the settings of the features."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
    from transformers import WhisperFeatureExtractor, WhisperTokenizerFast

    tokenizer = Tokenizer(models.BPE(vocab=tokens, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = [AddedToken(name, special=True, normalized=False) for name in special_tokens()]
    tokenizer.add_special_tokens(special)
    times = [f"<|{number * 0.02:.2f}|>" for number in range(TIMES)]
    tokenizer.add_tokens([AddedToken(name, normalized=False) for name in times])
    assert tokenizer.get_vocab_size() == VOCABULARY
    assert tokenizer.token_to_id("<|notimestamps|>") == NO_TIMES
    end = "<|endoftext|>"
    roles = dict.fromkeys(["bos_token", "eos_token", "unk_token", "pad_token"], end)
    WhisperTokenizerFast(tokenizer_object=tokenizer, **roles).save_pretrained(folder)
    WhisperFeatureExtractor(feature_size=shape.mels).save_pretrained(folder)


def write_whisper(folder: Path, words: list[int], shape: Shape) -> None:
    """Write the weights: at each place of the text, the decoder says the word of that place."""
    import torch
    from transformers import WhisperForConditionalGeneration

    torch.manual_seed(0)
    model = WhisperForConditionalGeneration(whisper_settings(shape)).eval()
    decoder = model.model.decoder
    with torch.no_grad():
        tokens = torch.randn(VOCABULARY, shape.width)
        decoder.embed_tokens.weight.copy_(tokens)
        for layer in decoder.layers:  # what was heard and said before adds next to nothing
            for part in (layer.self_attn.out_proj, layer.encoder_attn.out_proj, layer.fc2):
                # Not zero: CTranslate2 keeps equal weights once; a large model would be smaller.
                part.weight.normal_(0, FAINT)
                part.bias.zero_()
        places = torch.zeros_like(decoder.embed_positions.weight)
        places[LANGUAGE_PLACE] = tokens[START + 1]  # English
        places[FIRST_WORD_PLACE:] = tokens[END]
        places[FIRST_WORD_PLACE : FIRST_WORD_PLACE + len(words)] = tokens[words]
        decoder.embed_positions.weight.copy_(places * LOUD)
    model.proj_out.weight = decoder.embed_tokens.weight
    model.generation_config = generation_settings()
    model.save_pretrained(folder)


def whisper_settings(shape: Shape) -> Any:
    """Return the shape in the words of transformers; both sides are alike."""
    from transformers import WhisperConfig

    return WhisperConfig(
        vocab_size=VOCABULARY,
        d_model=shape.width,
        encoder_layers=shape.layers,
        decoder_layers=shape.layers,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        encoder_ffn_dim=shape.inner,
        decoder_ffn_dim=shape.inner,
        num_mel_bins=shape.mels,
        suppress_tokens=None,
        begin_suppress_tokens=None,
    )


def generation_settings() -> Any:
    """Return what the converter reads about languages and tasks."""
    from transformers import GenerationConfig

    languages = special_tokens()[2 : 2 + LANGUAGES]
    return GenerationConfig(
        decoder_start_token_id=START,
        eos_token_id=END,
        alignment_heads=[[0, 0]],
        is_multilingual=True,
        lang_to_id={name: START + 1 + number for number, name in enumerate(languages)},
        task_to_id={"translate": TRANSLATE, "transcribe": TRANSCRIBE},
        no_timestamps_token_id=NO_TIMES,
    )


# --- alignment


def aligner(folder: Path, shape: Shape) -> Path:
    """Write a wav2vec 2 with the letters of English and random weights."""
    import torch
    import transformers

    folder.mkdir(parents=True)
    letters = ["<pad>", "<s>", "</s>", "<unk>", "|", *"ETAONIHSRDLUMWCFGYPBVK'XJQZ"]
    numbers = {letter: number for number, letter in enumerate(letters)}
    (folder / "vocab.json").write_text(json.dumps(numbers), encoding="utf-8")
    tokenizer = transformers.Wav2Vec2CTCTokenizer(
        str(folder / "vocab.json"),
        unk_token="<unk>",
        pad_token="<pad>",
        word_delimiter_token="|",
    )
    extractor = transformers.Wav2Vec2FeatureExtractor(
        feature_size=1, sampling_rate=16_000, padding_value=0.0, return_attention_mask=False
    )
    transformers.Wav2Vec2Processor(
        feature_extractor=extractor, tokenizer=tokenizer
    ).save_pretrained(folder)
    torch.manual_seed(0)
    settings = transformers.Wav2Vec2Config(
        vocab_size=len(letters), pad_token_id=0, **shape.wav2vec2
    )
    transformers.Wav2Vec2ForCTC(settings).save_pretrained(folder)
    return folder


def sentences(folder: Path, language: str = "english") -> Path:
    """Write the tables with which NLTK splits sentences: empty ones do."""
    tables = folder / "tokenizers" / "punkt_tab" / language
    tables.mkdir(parents=True)
    for name in ("abbrev_types.txt", "collocations.tab", "sent_starters.txt", "ortho_context.tab"):
        (tables / name).touch()
    return folder


# --- speakers

DIARISATION = """\
dependencies: {pyannote.audio: 4.0.0}
pipeline:
  name: pyannote.audio.pipelines.SpeakerDiarization
  params:
    clustering: VBxClustering
    segmentation: $model/segmentation
    segmentation_batch_size: 32
    embedding: $model/embedding
    embedding_batch_size: 32
    embedding_exclude_overlap: true
    plda: $model/plda
params:
  clustering: {threshold: 0.6, Fa: 0.07, Fb: 0.8}
  segmentation: {min_duration_off: 0.0}
"""


def diariser(folder: Path, shape: Shape) -> Path:
    """Write a pipeline of pyannote, with the parts that community-1 has."""
    import torch

    folder.mkdir(parents=True)
    torch.manual_seed(1)
    write_checkpoint(segmentation(shape), folder / "segmentation")
    write_checkpoint(embedding(shape), folder / "embedding")
    write_plda(folder / "plda", shape)
    (folder / "config.yaml").write_text(DIARISATION, encoding="utf-8")
    return folder


def segmentation(shape: Shape) -> Any:
    """Return the model that says when somebody speaks, with bold weights, so that turns differ."""
    import torch
    from pyannote.audio.core.task import Problem, Resolution, Specifications
    from pyannote.audio.models.segmentation import PyanNet

    model = PyanNet(
        sincnet={"stride": 10},
        lstm={**shape.lstm, "bidirectional": True},
        linear={"hidden_size": shape.linear, "num_layers": 1},
    )
    model.specifications = Specifications(
        problem=Problem.MONO_LABEL_CLASSIFICATION,
        resolution=Resolution.FRAME,
        duration=10.0,
        classes=["speaker#1", "speaker#2", "speaker#3"],
        powerset_max_classes=2,
        permutation_invariant=True,
    )
    model.build()
    with torch.no_grad():
        model.classifier.weight.mul_(30)
    return model


def embedding(shape: Shape) -> Any:
    """Return the model that tells voices apart."""
    from pyannote.audio.core.task import Problem, Resolution, Specifications
    from pyannote.audio.models import embedding

    kind = getattr(embedding, shape.voices)
    # The larger one has its size of itself.
    size = {"dimension": shape.voice_numbers} if shape.voices == "XVectorSincNet" else {}
    model = kind(sample_rate=16_000, num_channels=1, **size)
    model.specifications = Specifications(
        problem=Problem.REPRESENTATION,
        resolution=Resolution.CHUNK,
        duration=5.0,
        classes=["a", "b"],
    )
    model.build()
    return model


def write_checkpoint(model: Any, folder: Path) -> None:
    """Write a model as pyannote does after a training."""
    import pyannote.audio
    import pytorch_lightning
    import torch

    folder.mkdir()
    about = {
        "versions": {"torch": "2.8.0", "pyannote.audio": pyannote.audio.__version__},
        "architecture": {"module": type(model).__module__, "class": type(model).__name__},
        "specifications": model.specifications,
    }
    checkpoint = {
        "state_dict": model.state_dict(),
        "hyper_parameters": dict(model.hparams),
        "hparams_name": "kwargs",
        "pytorch-lightning_version": pytorch_lightning.__version__,
        "epoch": 0,
        "global_step": 0,
        "pyannote.audio": about,
    }
    torch.save(checkpoint, folder / "pytorch_model.bin")


def write_plda(folder: Path, shape: Shape) -> None:
    """Write the two tables that compare voices."""
    import numpy as np

    folder.mkdir()
    wide, narrow = shape.voice_numbers, shape.compared_numbers
    chance = np.random.default_rng(0).normal(size=(wide, narrow))
    means = {"mean1": np.zeros(wide), "mean2": np.zeros(narrow)}
    np.savez(folder / "xvec_transform.npz", lda=chance, **means)
    spread = np.linspace(2, 1, narrow)
    np.savez(folder / "plda.npz", mu=np.zeros(narrow), tr=np.eye(narrow), psi=spread)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
