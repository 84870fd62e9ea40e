#!/usr/bin/env bash
# Installs the grader. Gradescope runs this once, as root, to make the assignment's image.
# Written by `kata start --ci gradescope`; yours to change.
set -euo pipefail
cd "$(dirname "$0")"

apt-get update
apt-get install -y python3-venv
python3 -m venv uv
uv/bin/pip install uv
# uv brings a Python where the image's own is too old; under /root others could not read it
export UV_PYTHON_INSTALL_DIR=$PWD/python
uv/bin/uv venv --python '>=3.11' grader
uv/bin/uv pip install --python grader 'interview-katas[sandbox]==VERSION'
