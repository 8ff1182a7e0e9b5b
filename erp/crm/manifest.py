"""What customer relations bring to the house."""

from datetime import timedelta

from erp.crm import events
from erp.crm.credit import models as credit
from erp.crm.credit.fold_exposure import fold_exposures
from erp.crm.customer_items import models as customer_items
from erp.crm.customers import models as customers
from erp.crm.customers.row_actions import ROW_ACTIONS as CUSTOMER_ACTIONS
from erp.crm.find import COMMANDS, FINDABLES, WAYS
from erp.crm.holds.row_actions import ROW_ACTIONS as HOLD_ACTIONS
from erp.crm.orders import models as orders
from erp.crm.orders.paper import ORDER_ACKNOWLEDGEMENT
from erp.crm.orders.row_actions import ROW_ACTIONS as ORDER_ACTIONS
from erp.crm.pages import BLUEPRINTS, NAVIGATION, WAITING
from erp.crm.permissions import PERMISSIONS
from erp.crm.pricing import models as pricing
from erp.crm.promotions import models as promotions
from erp.crm.quotes import models as quotes
from erp.crm.quotes.paper import QUOTE
from erp.crm.returns import models as returns
from erp.crm.subscriptions import SUBSCRIPTIONS
from erp.kernel.assembly import Schedule
from erp.kernel.module import Module
from erp.kernel.papers.of_rows import papers_of_rows

CRM = Module(
    name="crm",
    models=(customers, customer_items, pricing, promotions, credit, orders, quotes, returns),
    events=(
        events.SalesOrderReleased,
        events.SalesOrderHeld,
        events.ChargesFulfilled,
        events.RmaAuthorized,
    ),
    subscriptions=SUBSCRIPTIONS,
    permissions=PERMISSIONS,
    blueprints=BLUEPRINTS,
    navigation=NAVIGATION,
    waiting=WAITING,
    findables=FINDABLES,
    ways=WAYS,
    commands=COMMANDS,
    papers=(QUOTE, ORDER_ACKNOWLEDGEMENT),
    row_actions=(
        *ORDER_ACTIONS, *HOLD_ACTIONS, *CUSTOMER_ACTIONS,
        *papers_of_rows(ORDER_ACKNOWLEDGEMENT, "crm_orders.index", ("crm_orders.show", "order_id")),
        *papers_of_rows(QUOTE, "crm_quotes.index", ("crm_quotes.show", "quote_id")),
    ),
    schedules=(Schedule("fold credit exposure", timedelta(minutes=5), fold_exposures),),
)
