"""The kinds of column that customer tables are made of, so that one business quantity has one precision.

Units: ``Quantity`` counts base units of an item; ``Amount`` is money rounded to the minor unit of its currency;
``UnitPrice`` is money per unit, never posted; ``Percent`` is a rate in per cent.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Integer, Numeric, Text, Uuid, text
from sqlalchemy.orm import mapped_column

PrimaryId = Annotated[UUID, mapped_column(Uuid, primary_key=True)]
Id = Annotated[UUID, mapped_column(Uuid)]
Words = Annotated[str, mapped_column(Text)]
OptionalWords = Annotated[str, mapped_column(Text, server_default="")]
Quantity = Annotated[Decimal, mapped_column(Numeric(18, 6))]
Amount = Annotated[Decimal, mapped_column(Numeric(18, 4))]
UnitPrice = Annotated[Decimal, mapped_column(Numeric(18, 6))]
Percent = Annotated[Decimal, mapped_column(Numeric(9, 6))]
Day = Annotated[date, mapped_column(Date)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Count = Annotated[int, mapped_column(Integer)]
Flag = Annotated[bool, mapped_column(Boolean)]
# The transaction that wrote a row; it grows for the life of a cluster and never wraps.
TransactionId = Annotated[
    int, mapped_column(BigInteger, server_default=text("(pg_current_xact_id()::text)::bigint"))
]
