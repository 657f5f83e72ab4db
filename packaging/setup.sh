#!/bin/sh
# Make the environment from the lock. Called by 'make setup' with the environment's folder.
set -eu
venv=$1

usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

python=
for candidate in ${PYTHON:-python3.11 python3.12 python3.13 python3.14 python3 python}; do
    if usable "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    cat >&2 <<'MESSAGE'
LeukView needs Python 3.11 or newer with its venv module, and none was found.
  Debian, Ubuntu:  sudo apt-get install python3 python3-venv
  macOS:           brew install python@3.12
  elsewhere:       https://www.python.org/downloads/
If it is installed under another name:  make setup PYTHON=/path/to/python
MESSAGE
    exit 1
fi

# What is missing is said, and installed where that is possible without asking; analysis works without a window.
"$python" packaging/system_libs.py --install || true

if ! "$venv/bin/python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Making the environment in $venv with $("$python" --version) …"
    "$python" -m venv --clear "$venv"
fi
echo "Installing the locked packages (the first time this takes minutes) …"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
"$venv/bin/python" -m pip check
