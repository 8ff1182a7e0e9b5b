"""How a supplier's invoice number is compared, so that the same invoice is not taken twice however it is typed."""

import unicodedata

from erp.kernel.errors import Refused


def number_key(supplier_number: str) -> str:
    """Capitals and digits only, zeros in front of a run of digits dropped: ``inv-0012/b`` and ``INV 12B`` are one.

    Raises: Refused where nothing is left to compare.
    """
    plain = unicodedata.normalize("NFKC", supplier_number).upper()
    key = []
    previous = ""
    for position, sign in enumerate(plain):
        if sign.isalnum():
            follows_digit = plain[position + 1 : position + 2].isdigit()
            leading_zero = sign == "0" and follows_digit and not previous.isdigit()
            if not leading_zero:
                key.append(sign)
                previous = sign
        else:
            previous = previous if previous.isdigit() else ""
    if not key:
        raise Refused(
            "The supplier's invoice number must contain letters or digits. Enter it as it stands on the bill.",
            field="supplier_number",
        )
    return "".join(key)
