"""Pieces that several screens are made of. None of them reads markup."""
