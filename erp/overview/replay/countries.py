"""The file's names of countries as ISO 3166-1 codes; what is no country has none."""

ISO_CODES = {
    "AUSTRALIA": "AU",
    "AUSTRIA": "AT",
    "BAHRAIN": "BH",
    "BELGIUM": "BE",
    "BERMUDA": "BM",
    "BRAZIL": "BR",
    "CANADA": "CA",
    "CHANNEL ISLANDS": "JE",
    "CYPRUS": "CY",
    "CZECH REPUBLIC": "CZ",
    "DENMARK": "DK",
    "EIRE": "IE",
    "FINLAND": "FI",
    "FRANCE": "FR",
    "GERMANY": "DE",
    "GREECE": "GR",
    "HONG KONG": "HK",
    "ICELAND": "IS",
    "ISRAEL": "IL",
    "ITALY": "IT",
    "JAPAN": "JP",
    "KOREA": "KR",
    "LEBANON": "LB",
    "LITHUANIA": "LT",
    "MALTA": "MT",
    "NETHERLANDS": "NL",
    "NIGERIA": "NG",
    "NORWAY": "NO",
    "POLAND": "PL",
    "PORTUGAL": "PT",
    "RSA": "ZA",
    "SAUDI ARABIA": "SA",
    "SINGAPORE": "SG",
    "SPAIN": "ES",
    "SWEDEN": "SE",
    "SWITZERLAND": "CH",
    "THAILAND": "TH",
    "UNITED ARAB EMIRATES": "AE",
    "UNITED KINGDOM": "GB",
    "USA": "US",
}


def iso_code(country: str) -> str:
    """The two letters of a country; empty for "Unspecified", "European Community" and the like."""
    return ISO_CODES.get(country.strip().upper(), "")
