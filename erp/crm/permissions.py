"""The rights customer relations ask for, and the roles that hold them from the start."""

from erp.kernel.module import Permission

SALES = ("sales", "branch_staff")
READERS = ("sales", "branch_staff", "credit", "accountant", "controller", "warehouse", "buyer")

PERMISSIONS = (
    Permission("crm.customer.view", "See customers", READERS),
    Permission("crm.customer.create", "Create customers", (*SALES, "credit")),
    Permission("crm.customer.change", "Change customers, addresses and contacts", (*SALES, "credit")),
    Permission("crm.customer_terms.change", "Agree terms of trade with customers", ("credit", "controller")),
    Permission("crm.credit.view", "See credit limits and exposure", ("credit", "accountant", "controller", "sales")),
    Permission("crm.credit_limit.set", "Set credit limits and block accounts", ("credit", "controller")),
    Permission("crm.credit_hold.view", "See held orders", ("credit", "controller", *SALES)),
    Permission("crm.credit_hold.release", "Release held orders", ("credit", "controller")),
    Permission("crm.price.view", "See price lists and agreements", ("sales", "branch_staff", "credit", "controller")),
    Permission("crm.price_list.change", "Change price lists", ("controller",)),
    Permission("crm.promotion.change", "Define and retire promotions", ("controller",)),
    Permission("crm.agreement.change", "Agree prices with customers", ("sales", "controller")),
    Permission("crm.price.override", "Set a price by hand, with a reason", ("sales", "branch_staff")),
    Permission("crm.price.set_without_list", "Set a price where no list has one", ("sales",)),
    Permission("crm.price.unlimited", "Go below the calculated price without a limit", ("controller",)),
    Permission("crm.discount_limit.change", "Say how much each role may give away", ("controller",)),
    Permission("crm.margin.view", "See margins on quotes and orders", ("sales", "controller")),
    Permission("crm.quote.view", "See quotes", (*SALES, "credit", "controller")),
    Permission("crm.quote.enter", "Enter, revise and convert quotes", SALES),
    Permission("crm.sales_order.view", "See sales orders", READERS),
    Permission("crm.sales_order.enter", "Enter and submit sales orders", SALES),
    Permission("crm.sales_order.change", "Change and reopen sales orders", SALES),
    Permission("crm.sales_order.cancel", "Cancel sales orders and lines", SALES),
    Permission("crm.charge.complete", "Bill charges that no shipment carries", (*SALES, "accountant")),
    Permission("crm.rma.view", "See return authorizations", READERS),
    Permission("crm.rma.authorize", "Authorize and cancel returns", SALES),
    Permission("crm.rma.authorize_without_sale", "Authorize a return without its sale", ("sales", "controller")),
    Permission("crm.return_reason.change", "Change return reasons", ("controller",)),
)
