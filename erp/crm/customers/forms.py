"""What the pages of customers may send."""

from erp.crm.customers.models import BILLING_MODES, CHARGE_BILLINGS, CUSTOMER_STATUSES, TAX_STATUSES
from erp.kernel.languages import LANGUAGES
from erp.web.forms import Form, fields


class CustomerFilterForm(Form):
    """The filters of the list."""

    q = fields.Text(max=100)
    status = fields.Choice(CUSTOMER_STATUSES, allow_none=True)


class CustomerForm(Form):
    """A customer's particulars."""

    name = fields.Text(required=True)
    tax_number = fields.Text(max=40)
    street = fields.Text()
    postal_code = fields.Text(max=20)
    city = fields.Text(max=100)
    region = fields.Text(max=100)
    country = fields.Text(max=2)
    phone = fields.Text(max=40)
    invoice_email = fields.Email(allow_none=True)
    note = fields.Text(max=2000)
    language = fields.Choice(("", *LANGUAGES), allow_none=True)


class NewCustomerForm(CustomerForm):
    """A customer to be created."""

    code = fields.Code(required=True, max=20)
    parent = fields.Code(max=20)
    is_cash_sale = fields.Check()


class ChangeCustomerForm(CustomerForm):
    """A changed customer, as last seen in ``version``."""

    version = fields.Integer(required=True)
    status = fields.Choice(CUSTOMER_STATUSES, required=True)


class MoveCustomerForm(Form):
    """Another place in the account trees; no parent means the top."""

    version = fields.Integer(required=True)
    parent = fields.Code(max=20)
    reason = fields.Text(required=True)


class TermsForm(Form):
    """Terms of trade with the company one works in, as last seen in ``version``; 0 where none were agreed."""

    version = fields.Integer()

    payment_term_id = fields.Id(required=True)
    price_list_id = fields.Id(allow_none=True)
    salesperson_id = fields.Id(allow_none=True)
    tax_status = fields.Choice(TAX_STATUSES, required=True)
    exemption_certificate = fields.Text(max=80)
    exemption_expires_on = fields.Day(allow_none=True)
    billing_mode = fields.Choice(BILLING_MODES, required=True)
    charge_billing = fields.Choice(CHARGE_BILLINGS, required=True)
    min_shelf_life_days = fields.Integer(max=3650, allow_none=True)
    status = fields.Choice(("active", "blocked"), required=True)


class ShipToForm(Form):
    """A delivery address."""

    name = fields.Text(required=True)
    street = fields.Text()
    postal_code = fields.Text(max=20)
    city = fields.Text(max=100)
    region = fields.Text(max=100)
    country = fields.Text(max=2)
    instructions = fields.Text(max=1000)
    carrier_id = fields.Id(allow_none=True)
    is_default = fields.Check()


class NewShipToForm(ShipToForm):
    """A delivery address to be added."""

    code = fields.Code(required=True, max=20)


class ChangeShipToForm(ShipToForm):
    """A changed delivery address."""

    version = fields.Integer(required=True)
    status = fields.Choice(("active", "inactive"), required=True)


class ContactForm(Form):
    """A person at the customer."""

    name = fields.Text(required=True)
    role = fields.Text(max=100)
    email = fields.Email(allow_none=True)
    phone = fields.Text(max=40)
    receives_invoices = fields.Check()


class ChangeContactForm(ContactForm):
    """A changed contact."""

    version = fields.Integer(required=True)
    status = fields.Choice(("active", "inactive"), required=True)
