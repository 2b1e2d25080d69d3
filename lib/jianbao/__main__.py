"""``python -m jianbao``: the same as the command ``jianbao``."""

from jianbao.cli import main

if __name__ == "__main__":
    main()
