"""The command line: arguments in, one action, plain lines or JSON out."""
