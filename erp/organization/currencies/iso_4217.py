"""The currencies in circulation and the number of decimal places of their amounts.

Source: ISO 4217 list one (active codes); funds codes, precious metals and test codes are left out.
"""

_TWO = """AED UAE Dirham|AFN Afghani|ALL Lek|AMD Armenian Dram|ANG Netherlands Antillean Guilder|AOA Kwanza
ARS Argentine Peso|AUD Australian Dollar|AWG Aruban Florin|AZN Azerbaijan Manat|BAM Convertible Mark
BBD Barbados Dollar|BDT Taka|BGN Bulgarian Lev|BMD Bermudian Dollar|BND Brunei Dollar|BOB Boliviano
BRL Brazilian Real|BSD Bahamian Dollar|BTN Ngultrum|BWP Pula|BYN Belarusian Ruble|BZD Belize Dollar
CAD Canadian Dollar|CDF Congolese Franc|CHF Swiss Franc|CNY Yuan Renminbi|COP Colombian Peso
CRC Costa Rican Colon|CUP Cuban Peso|CVE Cabo Verde Escudo|CZK Czech Koruna|DKK Danish Krone
DOP Dominican Peso|DZD Algerian Dinar|EGP Egyptian Pound|ERN Nakfa|ETB Ethiopian Birr|EUR Euro
FJD Fiji Dollar|FKP Falkland Islands Pound|GBP Pound Sterling|GEL Lari|GHS Ghana Cedi|GIP Gibraltar Pound
GMD Dalasi|GTQ Quetzal|GYD Guyana Dollar|HKD Hong Kong Dollar|HNL Lempira|HTG Gourde|HUF Forint|IDR Rupiah
ILS New Israeli Sheqel|INR Indian Rupee|IRR Iranian Rial|JMD Jamaican Dollar|KES Kenyan Shilling|KGS Som
KHR Riel|KPW North Korean Won|KYD Cayman Islands Dollar|KZT Tenge|LAK Lao Kip|LBP Lebanese Pound
LKR Sri Lanka Rupee|LRD Liberian Dollar|LSL Loti|MAD Moroccan Dirham|MDL Moldovan Leu|MGA Malagasy Ariary
MKD Denar|MMK Kyat|MNT Tugrik|MOP Pataca|MRU Ouguiya|MUR Mauritius Rupee|MVR Rufiyaa|MWK Malawi Kwacha
MXN Mexican Peso|MYR Malaysian Ringgit|MZN Mozambique Metical|NAD Namibia Dollar|NGN Naira|NIO Cordoba Oro
NOK Norwegian Krone|NPR Nepalese Rupee|NZD New Zealand Dollar|PAB Balboa|PEN Sol|PGK Kina
PHP Philippine Peso|PKR Pakistan Rupee|PLN Zloty|QAR Qatari Rial|RON Romanian Leu|RSD Serbian Dinar
RUB Russian Ruble|SAR Saudi Riyal|SBD Solomon Islands Dollar|SCR Seychelles Rupee|SDG Sudanese Pound
SEK Swedish Krona|SGD Singapore Dollar|SHP Saint Helena Pound|SLE Leone|SOS Somali Shilling
SRD Surinam Dollar|SSP South Sudanese Pound|STN Dobra|SVC El Salvador Colon|SYP Syrian Pound|SZL Lilangeni
THB Baht|TJS Somoni|TMT Turkmenistan New Manat|TOP Pa'anga|TRY Turkish Lira|TTD Trinidad and Tobago Dollar
TWD New Taiwan Dollar|TZS Tanzanian Shilling|UAH Hryvnia|USD US Dollar|UYU Peso Uruguayo|UZS Uzbekistan Sum
VED Digital Bolivar|VES Bolivar Soberano|WST Tala|XCD East Caribbean Dollar|XCG Caribbean Guilder|YER Yemeni Rial
ZAR Rand|ZMW Zambian Kwacha|ZWG Zimbabwe Gold"""
_NONE = """BIF Burundi Franc|CLP Chilean Peso|DJF Djibouti Franc|GNF Guinean Franc|ISK Iceland Krona
JPY Yen|KMF Comorian Franc|KRW Won|PYG Guarani|RWF Rwanda Franc|UGX Uganda Shilling|VND Dong|VUV Vatu
XAF CFA Franc BEAC|XOF CFA Franc BCEAO|XPF CFP Franc"""
_THREE = """BHD Bahraini Dinar|IQD Iraqi Dinar|JOD Jordanian Dinar|KWD Kuwaiti Dinar|LYD Libyan Dinar
OMR Rial Omani|TND Tunisian Dinar"""
_FOUR = "CLF Unidad de Fomento|UYW Unidad Previsional"


def _listed(text: str, minor_units: int) -> list[tuple[str, str, int]]:
    entries = text.replace("\n", "|").split("|")
    return [(entry[:3], entry[4:], minor_units) for entry in entries]


CURRENCIES: tuple[tuple[str, str, int], ...] = tuple(
    sorted(_listed(_TWO, 2) + _listed(_NONE, 0) + _listed(_THREE, 3) + _listed(_FOUR, 4))
)
