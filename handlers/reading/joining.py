"""What stands between two activities, or two clauses of one: lalu, kemudian, a comma."""

from __future__ import annotations

from handlers.reading.tokens import words

SEQUENCE = words(
    """
    lalu kemudian terus trus trs kmdn dilanjutkan dilanjut dilanjutin lanjut selanjutnya
    setelahnya berikutnya siangnya sorenya malamnya
    """
)
# From … to …
UNTIL = words("s/d sd sampai sampe sampek smpai smpe smp ampe hingga hngga to until till")
CLAUSE_MARKS = words(", . : ; | ( ) [ ] = / - ! > + →")
