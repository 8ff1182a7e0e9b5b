"""What the search finds of customer relations, and what the palette offers to start."""

from erp.kernel.finding import NUMBER, PART, START, Command, Findable, Way

_PARTY = """SELECT {t}.id, {t}.number AS code, c.name AS text, {extra} AS extra
            FROM crm.{table} {t} JOIN crm.customer c ON c.id = {t}.customer_id"""

FINDABLES = (
    Findable(
        kind="customer",
        title="Customers",
        icon="users",
        permission="crm.customer.view",
        endpoint="crm_customers.show",
        argument="customer_id",
        table="crm.customer",
        rows="""SELECT c.id, c.code, c.name AS text,
                       CASE c.status WHEN 'active' THEN c.city ELSE c.status END AS extra
                FROM crm.customer c""",
        key="c.id",
        order=10,
        of_company=False,
    ),
    Findable(
        kind="sales_order",
        title="Sales orders",
        icon="shopping-cart",
        permission="crm.sales_order.view",
        endpoint="crm_orders.show",
        argument="order_id",
        table="crm.sales_order",
        rows=_PARTY.format(
            t="o", table="sales_order", extra="concat_ws(' · ', o.decision, nullif(o.customer_reference, ''))"
        ),
        key="o.id",
        order=30,
        branches=("branch_id",),
    ),
    Findable(
        kind="quote",
        title="Quotes",
        icon="file-text",
        permission="crm.quote.view",
        endpoint="crm_quotes.show",
        argument="quote_id",
        table="crm.quote",
        rows=_PARTY.format(
            t="q", table="quote", extra="concat_ws(' · ', q.decision, nullif(q.customer_reference, ''))"
        ),
        key="q.id",
        order=32,
        branches=("branch_id",),
    ),
    Findable(
        kind="rma",
        title="Return authorizations",
        icon="truck-return",
        permission="crm.rma.view",
        endpoint="crm_returns.show",
        argument="rma_id",
        table="crm.rma",
        rows=_PARTY.format(t="r", table="rma", extra="r.decision"),
        key="r.id",
        order=38,
        branches=("branch_id",),
    ),
)

WAYS = (
    Way("customer", START, ("code",)),
    Way("customer", PART, ("code", "name")),
    Way("customer", PART, ("name", "email"), table="crm.contact", id="customer_id", label="Contact"),
    Way("item", PART, ("customer_sku",), table="crm.customer_item", id="item_id", label="Customer's number"),
    Way("sales_order", NUMBER, prefix="SO"),
    Way(
        "sales_order", START, ("upper(customer_reference)",), label="Their reference", where="customer_reference <> ''"
    ),
    Way("quote", NUMBER, prefix="QT"),
    Way("quote", START, ("upper(customer_reference)",), label="Their reference", where="customer_reference <> ''"),
    Way("rma", NUMBER, prefix="RMA"),
)

COMMANDS = (
    Command("New order", "crm_order_entry.new", "crm.sales_order.enter"),
    Command("New quote", "crm_quotes.new", "crm.quote.enter"),
    Command("New customer", "crm_customers.new", "crm.customer.create"),
    Command("Authorize a return", "crm_returns.new", "crm.rma.authorize"),
    Command("Ask for a price", "crm_prices.ask", "crm.price.view", icon="tag"),
)
