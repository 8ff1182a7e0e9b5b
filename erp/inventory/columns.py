"""The kinds of column that inventory tables are made of, so that one business quantity has one precision.

Units: ``Quantity`` counts base units of an item; ``Amount`` is money rounded to the company currency's minor unit;
``UnitCost`` is money per base unit, never posted.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from sqlalchemy import Date, DateTime, Integer, Numeric, Text, Uuid
from sqlalchemy.orm import mapped_column

PrimaryId = Annotated[UUID, mapped_column(Uuid, primary_key=True)]
Id = Annotated[UUID, mapped_column(Uuid)]
Code = Annotated[str, mapped_column(Text)]
Quantity = Annotated[Decimal, mapped_column(Numeric(18, 6))]
Amount = Annotated[Decimal, mapped_column(Numeric(18, 4))]
UnitCost = Annotated[Decimal, mapped_column(Numeric(18, 6))]
Day = Annotated[date, mapped_column(Date)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Count = Annotated[int, mapped_column(Integer)]
