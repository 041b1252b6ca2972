"""`python -m board` is the `board` command."""

from board.cli.start import main

if __name__ == "__main__":
    main()
