"""What insight brings to the house: the pictures of the home page, each under the right to see its figures."""

from erp.insight.pictures.views import bp as pictures
from erp.kernel.module import Module, Picture

INSIGHT = Module(
    name="insight",
    blueprints=(pictures,),
    pictures=(
        Picture(
            "Orders and shipments by day",
            "insight_pictures.flow",
            "crm.sales_order.view",
            ("branch_staff", "warehouse", "sales", "controller", "administrator"),
            10,
        ),
        Picture(
            "Lines filled",
            "insight_pictures.filled",
            "crm.sales_order.view",
            ("branch_staff", "warehouse", "buyer", "sales", "controller"),
            20,
        ),
        Picture(
            "Backlog by age",
            "insight_pictures.backlog",
            "crm.sales_order.view",
            ("branch_staff", "warehouse", "buyer", "sales", "controller"),
            30,
        ),
        Picture(
            "Margin by family",
            "insight_pictures.margin",
            "finance.report.view",
            ("accountant", "controller", "administrator"),
            40,
        ),
        Picture(
            "Receivables by age",
            "insight_pictures.receivables",
            "finance.receivable.view",
            ("credit", "accountant", "controller", "administrator"),
            50,
        ),
        Picture(
            "Stock value by warehouse",
            "insight_pictures.stock",
            "inventory.cost.view",
            ("buyer", "accountant", "controller", "administrator"),
            60,
        ),
    ),
)
