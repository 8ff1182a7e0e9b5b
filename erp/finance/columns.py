"""The kinds of column that finance documents are made of, so that one kind of figure has one precision.

Units: ``Amount`` is money rounded to its currency's minor unit; ``UnitPrice`` is money per base unit, never posted;
``Quantity`` counts base units of an item.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, Integer, Numeric, Text, Uuid, text
from sqlalchemy.orm import mapped_column

PrimaryId = Annotated[UUID, mapped_column(Uuid, primary_key=True)]
Id = Annotated[UUID, mapped_column(Uuid)]
Words = Annotated[str, mapped_column(Text)]
Quantity = Annotated[Decimal, mapped_column(Numeric(18, 6))]
Amount = Annotated[Decimal, mapped_column(Numeric(18, 4))]
UnitPrice = Annotated[Decimal, mapped_column(Numeric(18, 6))]
Percent = Annotated[Decimal, mapped_column(Numeric(9, 4))]
Day = Annotated[date, mapped_column(Date)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Count = Annotated[int, mapped_column(Integer)]
# The transaction that wrote a header: its lines may come from no other.
TransactionId = Annotated[
    int, mapped_column(BigInteger, server_default=text("(pg_current_xact_id()::text)::bigint"))
]
