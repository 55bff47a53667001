"""The smallest sensible ``pack.yaml``. Rules show what they forbid by breaking it in one place."""

from typing import Final

SAMPLE: Final = """\
# yaml-language-server: $schema=./pack.schema.json
name: payroll-days
version: 1.0.0
licence: CC-BY-4.0
authors: [Dana Ruiz]
homepage: https://example.org/payroll-days
"""
