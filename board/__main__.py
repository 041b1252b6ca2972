"""`python -m board` is the `board` command."""

from board.cli.main import main

if __name__ == "__main__":
    main()
