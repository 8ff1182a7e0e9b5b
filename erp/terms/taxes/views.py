"""Pages of tax codes, their rates, and the rules that choose among them."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from sqlalchemy import select

from erp.kernel.errors import NotFound
from erp.terms.taxes.arithmetic import COMPONENT_KINDS
from erp.terms.taxes.define_code import ComponentDraft, change_tax_rate, define_tax_code
from erp.terms.taxes.define_rule import define_tax_rule, end_tax_rule
from erp.terms.taxes.forms import EndRuleForm, RateForm, RuleForm, TaxCodeForm
from erp.terms.taxes.models import TaxCode, TaxComponent, TaxRule
from erp.terms.taxes.queries import components_by_code, tax_codes, tax_rules
from erp.web.forms import parse
from erp.web.languages import gettext
from erp.web.pages import render
from erp.web.requests import current_company, perform, read
from erp.web.routing import requires

bp = Blueprint("terms_taxes", __name__, url_prefix="/terms/taxes")


@bp.get("")
@requires("terms.tax_code.view")
def index() -> Response:
    session, company_id = read(), current_company()
    return render(
        "terms/taxes/index.html", codes=tax_codes(session, company_id),
        components=components_by_code(session, company_id),
    )


@bp.get("/new")
@requires("terms.tax_code.define")
def new() -> Response:
    return render("terms/taxes/new.html", kinds=COMPONENT_KINDS)


@bp.post("")
@requires("terms.tax_code.define")
def define() -> Response:
    form, company_id = parse(TaxCodeForm), current_company()
    components = [
        ComponentDraft(**{name: typed[name] for name in ComponentDraft.__dataclass_fields__})
        for typed in form.pop("lines")
    ]
    return perform(
        lambda work: define_tax_code(work, company_id=company_id, components=components, **form),
        then=lambda code: url_for(".show", tax_code_id=code.id),
        said=lambda code: gettext("Tax code %(code)s defined. Rules say where it applies.", code=code.code),
    )


@bp.get("/<uuid:tax_code_id>")
@requires("terms.tax_code.view")
def show(tax_code_id: UUID) -> Response:
    session, company_id = read(), current_company()
    code = session.scalar(select(TaxCode).where(TaxCode.id == tax_code_id, TaxCode.company_id == company_id))
    if code is None:
        raise NotFound("There is no such tax code in this company.")
    return render(
        "terms/taxes/show.html", code=code, components=components_by_code(session, company_id).get(code.id, []),
        rules=[rule for rule, _ in tax_rules(session, company_id) if rule.tax_code_id == code.id],
    )


@bp.post("/components/<uuid:component_id>/rate")
@requires("terms.tax_code.define")
def change_rate(component_id: UUID) -> Response:
    form = parse(RateForm)
    component = read().get(TaxComponent, component_id)
    if component is None or component.company_id != current_company():
        raise NotFound("There is no such tax in this company.")
    return perform(
        lambda work: change_tax_rate(work, component_id, **form),
        then=lambda _: url_for(".show", tax_code_id=component.tax_code_id),
        said=gettext("The new rate holds for documents dated from %(form)s on.", form=form['valid_from']),
    )


@bp.get("/rules")
@requires("terms.tax_code.view")
def rules() -> Response:
    session, company_id = read(), current_company()
    return render(
        "terms/taxes/rules.html", rules=tax_rules(session, company_id), codes=tax_codes(session, company_id)
    )


@bp.post("/rules")
@requires("terms.tax_code.define")
def define_rule() -> Response:
    form, company_id = parse(RuleForm), current_company()
    return perform(
        lambda work: define_tax_rule(work, company_id=company_id, **form),
        then=lambda _: url_for(".rules"),
        said="The rule holds for documents dated from its first day on.",
    )


@bp.post("/rules/<uuid:rule_id>/end")
@requires("terms.tax_code.define")
def end_rule(rule_id: UUID) -> Response:
    form = parse(EndRuleForm)
    rule = read().get(TaxRule, rule_id)
    if rule is None or rule.company_id != current_company():
        raise NotFound("There is no such tax rule in this company.")
    return perform(
        lambda work: end_tax_rule(work, rule_id, **form),
        then=lambda _: url_for(".rules"),
        said=gettext("The rule ends with %(form)s.", form=form['valid_to']),
    )
