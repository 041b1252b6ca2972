"""Signatures: made with ssh-keygen, checked by a strict reader of our own."""
