r"""Q72 · Model persistence: the answer and one way to build it.

## Answer

For scikit-learn, `joblib.dump` and `joblib.load`: pickle underneath, but efficient with large numpy
arrays, which it can compress or map into memory. Plain pickle works too.

Two warnings go with it. Loading a pickle can run any code, so I only load files whose origin I can
check, by a signature or a trusted store. And a pickle depends on versions: scikit-learn promises
nothing across them and warns, since 1.3 by a class of its own. So I keep versions, feature names,
the training data's identity and the metrics beside the model, usually in a registry such as MLflow.

Alternatives: `skops.io` loads only types it knows or that I list as trusted. ONNX exports the
computation itself, which runs in any language without Python.

Deep learning saves weights: PyTorch the `state_dict`, with `weights_only=True` the default of
`torch.load` since 2.6, or safetensors; Keras 3 writes one `.keras` file, and SavedModel is its
export for serving.

I save the whole pipeline, not just the last estimator.

## Follow-ups

- **Does a signature make pickle safe?** It shows that somebody with the key wrote these bytes. If
  the key leaks, or the writer pickled something bad, loading still runs code.
- **HMAC or a public-key signature?** With HMAC whoever can check can also sign. When servers should
  only check, use Ed25519 or a tool such as Sigstore.
- **Why `hmac.compare_digest`?** `==` may stop at the first byte that differs, and the time it takes
  would tell a forger how many are right.
- **The library was upgraded. What now?** Train again from pinned data and code, or load in an
  environment with the old versions. Compare predictions on a stored sample before switching.

## Notes

The file is read once, and what was checked is what is loaded: checking the file and opening it
again would leave a gap in between. Features and versions are JSON under the same signature, so they
can be read without unpickling. The new content goes to a temporary file in the same folder, which
then takes the old one's place in one step. A second file for the signature would be simpler, but
two files can't be replaced together.
"""

import hmac
import io
import json
import os
import platform
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

import joblib


class ModelFileError(Exception):
    """A file of a model cannot be trusted or does not fit. Given: nothing to do here."""


def installed() -> dict[str, str]:
    """Return the versions a model depends on. Given: nothing to do here."""
    packages = {name: version(name) for name in ("scikit-learn", "numpy", "joblib")}
    return {"python": platform.python_version(), **packages}


def _signature(key: bytes, content: bytes) -> bytes:
    if not key:
        raise ValueError("an empty key protects nothing")
    return hmac.digest(key, content, "sha256")


def save_model(model: Any, path: Path, key: bytes, features: list[str]) -> None:
    """Save the model with its features and versions, signed with the key."""
    pickled = io.BytesIO()
    joblib.dump(model, pickled)
    about = json.dumps({"features": features, "versions": installed()}).encode()
    content = len(about).to_bytes(8) + about + pickled.getvalue()
    signature = _signature(key, content)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(signature + content)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def load_model(path: Path, key: bytes, features: list[str]) -> Any:
    """Return the model, if the file is genuine and made for these features."""
    whole = path.read_bytes()
    signature, content = whole[:32], whole[32:]
    if not hmac.compare_digest(signature, _signature(key, content)):
        raise ModelFileError(f"{path} was changed, or signed with another key")
    size = 8 + int.from_bytes(content[:8])
    about = json.loads(content[8:size])
    if about["features"] != features:
        raise ModelFileError(f"the model wants {about['features']!r}, not {features!r}")
    now = installed()
    changes = [
        f"{name} {then} then, {now.get(name)} now"
        for name, then in about["versions"].items()
        if now.get(name) != then
    ]
    if changes:
        warnings.warn(f"{path}: {'; '.join(changes)}", UserWarning, stacklevel=2)
    return joblib.load(io.BytesIO(content[size:]))
