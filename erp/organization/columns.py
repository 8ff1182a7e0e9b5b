"""The kinds of column that several tables of the organization are made of."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from sqlalchemy import Date, DateTime, Integer, Numeric, Text, Uuid
from sqlalchemy.orm import mapped_column

PrimaryId = Annotated[UUID, mapped_column(Uuid, primary_key=True)]
Id = Annotated[UUID, mapped_column(Uuid)]
Words = Annotated[str, mapped_column(Text)]
Rate = Annotated[Decimal, mapped_column(Numeric(18, 8))]
Day = Annotated[date, mapped_column(Date)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
Count = Annotated[int, mapped_column(Integer)]
