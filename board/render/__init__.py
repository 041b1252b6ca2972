"""Records to text: prose blocks, decision and ethics review, plain-language measures."""
