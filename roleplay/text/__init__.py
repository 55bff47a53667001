"""Cleaning text, splitting it into sentences, finding copies."""
