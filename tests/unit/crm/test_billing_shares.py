"""What shipments make billable: parts that add up to the whole, to the cent."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from erp.crm.orders.billing_shares import Progress, Share, share_rest, share_shipment
from erp.kernel.identifiers import new_id

D = Decimal


@dataclass
class Line:
    qty: Decimal
    amount: Decimal
    kind: str = "item"
    is_stocked: bool = True
    qty_shipped: Decimal = D(0)
    qty_cancelled: Decimal = D(0)
    amount_billed: Decimal = D(0)
    net_unit_price: Decimal = D(1)
    id: UUID = field(default_factory=new_id)


def charge(amount: str) -> Line:
    return Line(D(1), D(amount), kind="charge", is_stocked=False, net_unit_price=D(amount))


def ship(lines: list[Line], qty: dict[UUID, str], how: str = "first_shipment") -> list[Share]:
    shares, progress = share_shipment(
        lines, [(new_id(), line_id, D(q)) for line_id, q in qty.items()], charge_billing=how, minor_units=2
    )
    keep(lines, progress)
    return shares


def keep(lines: list[Line], progress: dict[UUID, Progress]) -> None:
    for line in lines:
        line.qty_shipped, line.amount_billed = progress[line.id].qty_shipped, progress[line.id].amount_billed


def test_three_shipments_of_a_third_add_up_to_the_line() -> None:
    line = Line(D(3), D("10.00"))
    amounts = [ship([line], {line.id: "1"})[0].amount for _ in range(3)]
    assert amounts == [D("3.33"), D("3.34"), D("3.33")]
    assert (line.qty_shipped, line.amount_billed) == (3, D("10.00"))


def test_two_lots_of_one_line_share_its_amount() -> None:
    line = Line(D(3), D("10.00"))
    shares, _ = share_shipment(
        [line], [(new_id(), line.id, D(1)), (new_id(), line.id, D(2))], charge_billing="first_shipment", minor_units=2
    )
    assert [share.amount for share in shares] == [D("3.33"), D("6.67")]


def test_a_charge_goes_whole_with_the_first_shipment() -> None:
    line, freight = Line(D(10), D("100.00")), charge("15.00")
    assert [s.amount for s in ship([line, freight], {line.id: "2"})] == [D("20.00"), D("15.00")]
    assert [s.amount for s in ship([line, freight], {line.id: "8"})] == [D("80.00")]


def test_a_charge_by_value_leaves_the_remainder_to_the_last_shipment() -> None:
    small, large, freight = Line(D(1), D("33.33")), Line(D(2), D("66.67")), charge("10.01")
    lines = [small, large, freight]
    assert [s.amount for s in ship(lines, {small.id: "1"}, "by_value")] == [D("33.33"), D("3.34")]
    assert freight.qty_shipped == 0
    assert [s.amount for s in ship(lines, {large.id: "1"}, "by_value")] == [D("33.34"), D("3.33")]
    assert [s.amount for s in ship(lines, {large.id: "1"}, "by_value")] == [D("33.33"), D("3.34")]
    assert (freight.amount_billed, freight.qty_shipped) == (D("10.01"), 1)


def test_a_cancelled_rest_makes_the_next_shipment_the_last() -> None:
    line, freight = Line(D(10), D("100.00"), qty_cancelled=D(6)), charge("8.00")
    ship([line, freight], {line.id: "1"}, "by_value")
    assert freight.amount_billed == D("2.00")
    ship([line, freight], {line.id: "3"}, "by_value")
    assert freight.amount_billed == D("8.00")


def test_goods_given_away_are_billed_at_nothing() -> None:
    line = Line(D(5), D("0.00"), net_unit_price=D(0))
    assert ship([line], {line.id: "5"})[0].amount == 0


def test_the_rest_of_an_order_without_goods() -> None:
    service, fee = charge("80.00"), charge("20.00")
    shares, progress = share_rest([service, fee], minor_units=2)
    assert [share.amount for share in shares] == [D("80.00"), D("20.00")]
    assert progress[fee.id] == Progress(D(1), D("20.00"))


def test_nothing_is_billed_twice() -> None:
    service = charge("80.00")
    _, progress = share_rest([service], minor_units=2)
    keep([service], progress)
    assert share_rest([service], minor_units=2)[0] == []


def test_a_share_says_which_line_and_shipment_line_how_many_and_at_what_price() -> None:
    line, freight = Line(D(4), D("10.00"), net_unit_price=D("2.50")), charge("15.00")
    left = new_id()
    shares, progress = share_shipment([line, freight], [(left, line.id, D(3))], charge_billing="first_shipment",
                                      minor_units=2)
    assert shares == [
        Share(line.id, left, D(3), D("2.50"), D("7.50")), Share(freight.id, None, D(1), D("15.00"), D("15.00"))]
    assert progress == {line.id: Progress(D(3), D("7.50")), freight.id: Progress(D(1), D("15.00"))}


def test_a_part_of_a_charge_stands_as_one_piece_at_its_amount_and_so_does_its_remainder() -> None:
    line, freight = Line(D(4), D("10.00")), charge("15.00")
    shares, progress = share_shipment([line, freight], [(new_id(), line.id, D(1))], charge_billing="by_value",
                                      minor_units=2)
    assert shares[1] == Share(freight.id, None, D(1), D("3.75"), D("3.75"))
    keep([line, freight], progress)
    rest, progress = share_rest([line, freight], minor_units=2)
    assert rest == [Share(freight.id, None, D(1), D("11.25"), D("11.25"))]
    assert progress == {line.id: Progress(D(1), D("2.50")), freight.id: Progress(D(1), D("15.00"))}


def test_a_service_of_several_hours_is_billed_for_those_not_cancelled() -> None:
    hours = Line(D(8), D("400.00"), kind="item", is_stocked=False, qty_cancelled=D(3), net_unit_price=D("50.00"))
    shares, progress = share_rest([hours], minor_units=2)
    assert shares == [Share(hours.id, None, D(5), D("50.00"), D("250.00"))]
    assert progress[hours.id] == Progress(D(5), D("250.00"))
    keep([hours], progress)
    assert share_rest([hours], minor_units=2)[0] == []


def test_an_hour_that_was_done_before_is_not_billed_again() -> None:
    hours = Line(D(8), D("400.00"), is_stocked=False, qty_shipped=D(2), amount_billed=D("100.00"), net_unit_price=D(50))
    shares, progress = share_rest([hours], minor_units=2)
    assert shares == [Share(hours.id, None, D(1), D("300.00"), D("300.00"))]
    assert progress[hours.id] == Progress(D(8), D("400.00"))


def test_every_share_is_whole_in_a_currency_without_cents() -> None:
    line, freight = Line(D(3), D(100)), charge("50")
    lines = [line, freight]
    for qty, expected in (("1", [33, 17]), ("1", [34, 16]), ("1", [33, 17])):
        shares, progress = share_shipment(lines, [(new_id(), line.id, D(qty))], charge_billing="by_value",
                                          minor_units=0)
        assert [share.amount for share in shares] == expected
        keep(lines, progress)
    assert [share.amount for share in share_rest([charge("1.4")], minor_units=0)[0]] == [1]


def test_goods_of_no_value_bring_no_part_of_a_charge_before_the_last() -> None:
    gift, freight = Line(D(2), D(0)), charge("9.00")
    assert [s.amount for s in ship([gift, freight], {gift.id: "1"}, "by_value")] == [0]
    assert [s.amount for s in ship([gift, freight], {gift.id: "1"}, "by_value")] == [0, 9]
