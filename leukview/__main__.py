"""``python -m leukview``."""

from leukview.cli.main import main

if __name__ == "__main__":
    main()
