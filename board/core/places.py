"""Places as facts name them: the two-letter codes of ISO 3166, and EU for the Union."""

from __future__ import annotations

import re
from collections.abc import Iterable

UNION = "EU"
_WRITTEN = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
    "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
    "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR "
    "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
    "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
    "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
_CODES = frozenset({UNION, *_WRITTEN.split()})
_PART = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")
_MEANT = {"UK": "GB", "EL": "GR", "GERMANY": "DE", "DEUTSCHLAND": "DE", "EUROPE": UNION, "EUROPEAN UNION": UNION}
"""What people write instead of a code, most often; only ever suggested, never taken for the code."""


def country(value: str) -> str:
    """The code that a value stands for: that of the country for one of its parts, such as DE-BY; "" for no code."""
    word = value.strip().upper()
    part = _PART.fullmatch(word)
    code = part[1] if part else word
    return code if code in _CODES else ""


def no_places(values: Iterable[str]) -> tuple[str, ...]:
    """The values that are no code of a place."""
    return tuple(value for value in values if not country(value))


def meant(value: str) -> str:
    """The code that somebody probably meant; "" where there is no telling."""
    return _MEANT.get(" ".join(value.upper().split()), "")
