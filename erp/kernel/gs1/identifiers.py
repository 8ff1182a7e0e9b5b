"""The application identifiers: what each stands for and how long its value is.

Source: GS1 General Specifications, section 3.
"""

# Meaning and fixed length; a negative length is the most that a value of variable length may hold.
ELEMENTS: dict[str, tuple[str, int]] = {
    "00": ("sscc", 18), "01": ("gtin", 14), "02": ("content_gtin", 14), "03": ("made_to_order_gtin", 14),
    "10": ("lot", -20), "11": ("production", 6), "12": ("due", 6), "13": ("packaging", 6), "15": ("best_before", 6),
    "16": ("sell_by", 6), "17": ("expiry", 6), "20": ("variant", 2), "21": ("serial", -20),
    "22": ("consumer_variant", -20), "235": ("third_party_serial", -28), "240": ("additional_id", -30),
    "241": ("customer_part", -30), "242": ("made_to_order_variation", -6), "243": ("packaging_component", -20),
    "250": ("secondary_serial", -30), "251": ("reference", -30), "253": ("document_type", -30),
    "254": ("location_extension", -20), "255": ("coupon", -25), "30": ("count", -8), "37": ("content_count", -8),
    "400": ("customer_order", -30), "401": ("consignment", -30), "402": ("shipment", 17), "403": ("routing", -30),
    "410": ("ship_to", 13), "411": ("bill_to", 13), "412": ("purchased_from", 13), "413": ("ship_for", 13),
    "414": ("location", 13), "415": ("invoicing_party", 13), "416": ("production_location", 13), "417": ("party", 13),
    "420": ("ship_to_postcode", -20), "421": ("ship_to_postcode", -12), "422": ("origin_country", 3),
    "423": ("initial_processing_countries", -15), "424": ("processing_country", 3),
    "425": ("disassembly_countries", -15), "426": ("full_processing_country", 3), "427": ("origin_subdivision", -3),
    "710": ("reimbursement_number", -20), "711": ("reimbursement_number", -20), "712": ("reimbursement_number", -20),
    "713": ("reimbursement_number", -20), "714": ("reimbursement_number", -20), "715": ("reimbursement_number", -20),
    "716": ("reimbursement_number", -20), "717": ("reimbursement_number", -20),
    "90": ("mutually_agreed", -30),
    "7001": ("nato_stock_number", 13), "7002": ("meat_classification", -30), "7003": ("expiry_time", 10),
    "7004": ("active_potency", -4), "7005": ("catch_area", -12), "7006": ("first_freeze", 6),
    "7007": ("harvest", -12), "7008": ("species", -3), "7009": ("fishing_gear", -10), "7010": ("production_method", -2),
    "7011": ("test_by", -10), "7020": ("refurbishment_lot", -20), "7021": ("functional_status", -20),
    "7022": ("revision", -20), "7023": ("assembly", -30), "7040": ("unique_id_importer", 4),
    "7240": ("protocol", -20), "7241": ("aidc_media", 2), "7242": ("version_control", -25),
    "8001": ("roll", 14), "8002": ("mobile_telephone", -20), "8003": ("returnable_asset", -30),
    "8004": ("individual_asset", -30), "8005": ("unit_price", 6), "8006": ("piece_of_trade_item", 18),
    "8007": ("bank_account", -34), "8008": ("production_time", -12), "8009": ("sensor", -50), "8010": ("part", -30),
    "8011": ("part_serial", -12), "8012": ("software_version", -20), "8013": ("model", -25),
    "8017": ("service_provider", 18), "8018": ("service_recipient", 18), "8019": ("service_instance", -10),
    "8020": ("payment_slip", -25), "8026": ("piece_of_content", 18), "8110": ("coupon_us", -70),
    "8111": ("loyalty_points", 4), "8112": ("paperless_coupon", -70), "8200": ("extended_packaging", -70),
    **{f"{n}": ("company_internal", -90) for n in range(91, 100)},
    **{f"70{n}": ("processor", -30) for n in range(30, 40)},
    **{f"72{n}": ("certification", -30) for n in range(30, 40)},
    **{f"43{n:02}": ("ship_to_detail", -70) for n in (*range(0, 7), *range(8, 9), *range(10, 17), *range(18, 21))},
    "4307": ("ship_to_country", 2), "4317": ("return_to_country", 2), "4309": ("ship_to_position", 20),
    "4321": ("dangerous_goods", 1), "4322": ("authority_to_leave", 1), "4323": ("signature_required", 1),
    "4324": ("not_before", 10), "4325": ("not_after", 10), "4326": ("release_date", 6),
}  # fmt: skip
DATES = frozenset({"11", "12", "13", "15", "16", "17", "7006", "4326"})
COUNTS = frozenset({"30", "37"})
WITH_COUNTRY = frozenset({"421"})
# Three digits and one more for the decimals: measures of six digits, amounts of up to fifteen.
MEASURES = {
    "310": "net_weight_kg", "311": "length_m", "312": "width_m", "313": "height_m", "314": "area_m2",
    "315": "net_volume_l", "316": "net_volume_m3", "320": "net_weight_lb", "321": "length_in", "322": "length_ft",
    "323": "length_yd", "324": "width_in", "325": "width_ft", "326": "width_yd", "327": "height_in",
    "328": "height_ft", "329": "height_yd", "330": "gross_weight_kg", "331": "gross_length_m", "332": "gross_width_m",
    "333": "gross_height_m", "334": "gross_area_m2", "335": "gross_volume_l", "336": "gross_volume_m3",
    "337": "kg_per_m2", "340": "gross_weight_lb", "341": "gross_length_in", "342": "gross_length_ft",
    "343": "gross_length_yd", "344": "gross_width_in", "345": "gross_width_ft", "346": "gross_width_yd",
    "347": "gross_height_in", "348": "gross_height_ft", "349": "gross_height_yd", "350": "area_in2", "351": "area_ft2",
    "352": "area_yd2", "353": "gross_area_in2", "354": "gross_area_ft2", "355": "gross_area_yd2",
    "356": "net_weight_troy_oz", "357": "net_weight_oz", "360": "net_volume_qt", "361": "net_volume_gal",
    "362": "gross_volume_qt", "363": "gross_volume_gal", "364": "net_volume_in3", "365": "net_volume_ft3",
    "366": "net_volume_yd3", "367": "gross_volume_in3", "368": "gross_volume_ft3", "369": "gross_volume_yd3",
}  # fmt: skip
AMOUNTS = {"390": "amount", "391": "amount", "392": "price", "393": "price"}
FIXED_AMOUNTS = {"394": ("coupon_percent", 4), "395": ("price_per_unit", 6)}
WITH_CURRENCY = frozenset({"391", "393"})
LONGEST_IDENTIFIER = 4
