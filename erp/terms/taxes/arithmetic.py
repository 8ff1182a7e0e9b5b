"""What tax comes to: components that stand beside or upon one another, inside or on top of the price.

Pure functions of the facts; nothing is read. One rounding policy per document: by line, or by document.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from erp.kernel.money import ZERO, minor_unit

COMPONENT_KINDS = ("percent", "fixed_per_unit", "division")
Round = Callable[[Decimal], Decimal]


@dataclass(frozen=True)
class TaxComponentFacts:
    """One tax of a code at its rate on the day.

    ``percent`` is of the base; ``fixed_per_unit`` an amount for each unit; ``division`` a percentage of the price with
    the tax in it. ``included``: the price already contains it. ``affects_later``: the following taxes are levied on
    it too, except those that ``ignores_earlier``.
    """

    id: UUID
    name: str
    kind: str
    rate: Decimal
    included: bool = False
    affects_later: bool = False
    ignores_earlier: bool = False


@dataclass(frozen=True)
class TaxableLine:
    """One line to be taxed: its amount (with the included taxes in it) and the units that fixed taxes count."""

    key: object
    amount: Decimal
    components: tuple[TaxComponentFacts, ...] = ()
    qty: Decimal = Decimal(1)
    code: str = ""


@dataclass(frozen=True)
class TaxPart:
    """One tax on one line."""

    component_id: UUID
    name: str
    base_amount: Decimal
    tax_amount: Decimal


@dataclass(frozen=True)
class LineTax:
    """What a line comes to: net of tax, its tax, and each tax in it."""

    net_amount: Decimal
    tax_amount: Decimal
    parts: tuple[TaxPart, ...] = ()


@dataclass(frozen=True)
class TaxTotal:
    """One tax over the whole document."""

    code: str
    component_id: UUID
    name: str
    base_amount: Decimal
    tax_amount: Decimal


@dataclass(frozen=True)
class TaxResult:
    """The document's tax; the lines' add up to the totals, by line and by tax."""

    lines: dict[object, LineTax]
    net_amount: Decimal
    tax_amount: Decimal
    by_code: tuple[TaxTotal, ...] = ()

    @property
    def total_amount(self) -> Decimal:
        return self.net_amount + self.tax_amount


@dataclass
class _Working:
    """A line on its way: exact or rounded bases and taxes by the position of their component."""

    line: TaxableLine
    net: Decimal
    bases: list[Decimal] = field(default_factory=list)
    taxes: list[Decimal] = field(default_factory=list)


def compute_tax(
    lines: Sequence[TaxableLine],
    rounding: str = "line",
    minor_units: int = 2,
    *,
    rounding_unit: Decimal | None = None,
) -> TaxResult:
    """Compute every tax of a document.

    Rounding: half up. ``line``: every tax of every line is rounded, and a tax upon it sees the rounded one.
    ``document``: taxes stay exact until each is summed over the document and rounded once; what the lines' own
    roundings leave over is put, one unit each, on the lines whose exact tax lies furthest from its rounded one, the
    earliest among equals.
    A price that includes tax splits exactly: what rounding leaves is put on the last percentage inside it.
    ``rounding_unit`` replaces the minor unit in a currency that moves in larger steps.
    """
    unit = rounding_unit or minor_unit(minor_units)
    if rounding == "line":
        working = [_by_line(line, lambda value: _to_unit(value, unit)) for line in lines]
    elif rounding == "document":
        working = _by_document([_by_line(line, lambda value: value) for line in lines], unit)
    else:
        raise ValueError(f"{rounding!r} is no way to round tax")
    return _result(working)


def effective_percent(components: Sequence[TaxComponentFacts]) -> Decimal:
    """What the percentages of a code add to a price of 100, to four places: a figure for people, never posted."""
    line = TaxableLine(None, Decimal(100), tuple(c for c in components if c.kind != "fixed_per_unit"))
    work = _by_line(line, lambda value: value)
    on_top = sum(work.taxes, ZERO) / work.net * 100 if work.net else ZERO
    return on_top.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)


def _to_unit(value: Decimal, unit: Decimal) -> Decimal:
    return (value / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit


def _by_line(line: TaxableLine, rounded: Round) -> _Working:
    """Split the price where tax is in it, then walk up the components."""
    amount = rounded(line.amount)
    inside = [component for component in line.components if component.included]
    work = _Working(line, rounded(_net_of(inside, amount, line.qty)) if inside else amount)
    on_top = ZERO
    for component in line.components:
        base = work.net if component.ignores_earlier else work.net + on_top
        tax = rounded(_tax(component, base, line.qty))
        work.bases.append(base)
        work.taxes.append(tax)
        if component.affects_later:
            on_top += tax
    _settle_inside(work, amount)
    return work


def _tax(component: TaxComponentFacts, base: Decimal, qty: Decimal) -> Decimal:
    if component.kind == "percent":
        return base * component.rate / 100
    if component.kind == "fixed_per_unit":
        return component.rate * qty
    return base * component.rate / (100 - component.rate)


def _net_of(inside: Sequence[TaxComponentFacts], amount: Decimal, qty: Decimal) -> Decimal:
    """The net whose included taxes bring it back to the amount: every tax is a multiple of the net plus a constant."""
    factor, constant = ZERO, ZERO  # of all included taxes
    later_factor, later_constant = ZERO, ZERO  # of those that raise later bases
    for component in inside:
        base_factor = Decimal(1) if component.ignores_earlier else 1 + later_factor
        base_constant = ZERO if component.ignores_earlier else later_constant
        own_constant = _tax(component, base_constant, qty)
        own_factor = ZERO if component.kind == "fixed_per_unit" else _tax(component, base_factor, qty)
        factor, constant = factor + own_factor, constant + own_constant
        if component.affects_later:
            later_factor, later_constant = later_factor + own_factor, later_constant + own_constant
    return (amount - constant) / (1 + factor)


def _settle_inside(work: _Working, amount: Decimal) -> None:
    """Let net and included taxes add up to the price again, after each was rounded."""
    inside = [n for n, component in enumerate(work.line.components) if component.included]
    if not inside:
        return
    percentages = [n for n in inside if work.line.components[n].kind != "fixed_per_unit"]
    left = amount - work.net - sum((work.taxes[n] for n in inside), ZERO)
    if percentages:
        work.taxes[percentages[-1]] += left
    else:
        work.net += left


def _by_document(exact: list[_Working], unit: Decimal) -> list[_Working]:
    """Round each tax once over the document and give every line its share of it."""
    by_component: dict[UUID, list[tuple[_Working, int]]] = {}
    for work in exact:
        for position, component in enumerate(work.line.components):
            by_component.setdefault(component.id, []).append((work, position))
    nets = _share([work.net for work in exact], unit)
    amounts = _share([work.line.amount for work in exact], unit)
    for places in by_component.values():
        taxes = _share([work.taxes[n] for work, n in places], unit)
        bases = _share([work.bases[n] for work, n in places], unit)
        for (work, n), tax, base in zip(places, taxes, bases, strict=True):
            work.taxes[n], work.bases[n] = tax, base
    for work, net, amount in zip(exact, nets, amounts, strict=True):
        inside = [n for n, component in enumerate(work.line.components) if component.included]
        work.net = amount - sum((work.taxes[n] for n in inside), ZERO) if inside else net
    return exact


def _share(exact: Sequence[Decimal], unit: Decimal) -> list[Decimal]:
    """Round figures so that they add up to their rounded sum."""
    parts = [_to_unit(value, unit) for value in exact]
    left = _to_unit(sum(exact, ZERO), unit) - sum(parts, ZERO)
    step = unit.copy_sign(left)
    furthest = sorted(range(len(parts)), key=lambda n: (-(exact[n] - parts[n]) * step, n))
    for n in range(int(abs(left) / unit)):
        parts[furthest[n % len(parts)]] += step
    return parts


def _result(working: Sequence[_Working]) -> TaxResult:
    lines: dict[object, LineTax] = {}
    totals: dict[tuple[str, UUID], TaxTotal] = {}
    for work in working:
        parts = tuple(
            TaxPart(component.id, component.name, base, tax)
            for component, base, tax in zip(work.line.components, work.bases, work.taxes, strict=True)
        )
        lines[work.line.key] = LineTax(work.net, sum(work.taxes, ZERO), parts)
        for part in parts:
            key = (work.line.code, part.component_id)
            so_far = totals.get(key)
            totals[key] = TaxTotal(
                work.line.code,
                part.component_id,
                part.name,
                part.base_amount + (so_far.base_amount if so_far else ZERO),
                part.tax_amount + (so_far.tax_amount if so_far else ZERO),
            )
    return TaxResult(
        lines,
        sum((line.net_amount for line in lines.values()), ZERO),
        sum((line.tax_amount for line in lines.values()), ZERO),
        tuple(totals.values()),
    )
