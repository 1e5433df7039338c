"""Options of licence check: how large whoever asks is, what for, and from where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from valuegraph.cli.figures import read_figures

if TYPE_CHECKING:
    from valuegraph.governance.licences import Figure

    Sizes = tuple[
        dict[str, tuple[Figure, ...]], dict[str, tuple[Figure, ...]], dict[str, tuple[Figure, ...]]
    ]


class Use(StrEnum):
    """What one may want to do with a model."""

    USE = "use"
    COMMERCIAL = "commercial"
    FINE_TUNE = "fine-tune"
    DISTRIBUTE = "distribute"
    HOST = "host"
    TRAIN_ON_OUTPUTS = "train-on-outputs"
    IMPROVE_OTHER_MODEL = "improve-other-model"
    SUBLICENSE = "sublicense"
    RESELL = "resell"


class Purpose(StrEnum):
    """What it is for."""

    COMMERCIAL = "commercial"
    NON_COMMERCIAL = "non-commercial"
    RESEARCH = "research"
    NON_COMMERCIAL_RESEARCH = "non-commercial-research"
    ACADEMIC = "academic"
    EVALUATION = "evaluation"
    PERSONAL = "personal"


BY_DEFAULT = (
    *(Use.USE, Use.COMMERCIAL, Use.FINE_TUNE, Use.DISTRIBUTE, Use.HOST),
    Use.TRAIN_ON_OUTPUTS,
)
FIGURE = "a number, or NUMBER@DATE for the day from which it holds; repeatable with dates"


@dataclass(frozen=True)
class Size:
    """How large whoever asks is."""

    mau: Annotated[
        list[str] | None,
        typer.Option(
            "--mau", metavar="N", help=f"Monthly active users of all your products: {FIGURE}."
        ),
    ] = None
    affiliates_mau: Annotated[
        list[str] | None,
        typer.Option(
            "--affiliates-mau",
            metavar="N",
            help="Those of companies under common control, beside your own; 0 if there are none.",
        ),
    ] = None
    product_mau: Annotated[
        list[str] | None,
        typer.Option(
            "--product-mau",
            metavar="N",
            help="Those of the product that uses the model; by default all of yours.",
        ),
    ] = None
    dau: Annotated[
        list[str] | None, typer.Option("--dau", metavar="N", help="Daily active users.")
    ] = None
    revenue: Annotated[
        list[str] | None, typer.Option("--revenue", metavar="USD", help="Revenue in a year.")
    ] = None
    affiliates_revenue: Annotated[
        list[str] | None,
        typer.Option(
            "--affiliates-revenue", metavar="USD", help="Revenue of affiliates in a year."
        ),
    ] = None
    monthly_revenue: Annotated[
        list[str] | None,
        typer.Option("--monthly-revenue", metavar="USD", help="Revenue of the product in a month."),
    ] = None
    recurring_revenue: Annotated[
        list[str] | None,
        typer.Option("--recurring-revenue", metavar="USD", help="Recurring revenue in a year."),
    ] = None

    def figures(self) -> Sizes:
        """Return the figures of the licensee, of its affiliates and of the product."""
        own = {
            "monthlyActiveUsers": read_figures(self.mau, "--mau"),
            "dailyActiveUsers": read_figures(self.dau, "--dau"),
            "annualRevenue": read_figures(self.revenue, "--revenue"),
            "monthlyRevenue": read_figures(self.monthly_revenue, "--monthly-revenue"),
            "annualRecurringRevenue": read_figures(self.recurring_revenue, "--recurring-revenue"),
        }
        affiliates = {
            "monthlyActiveUsers": read_figures(self.affiliates_mau, "--affiliates-mau"),
            "annualRevenue": read_figures(self.affiliates_revenue, "--affiliates-revenue"),
        }
        product = {"monthlyActiveUsers": read_figures(self.product_mau, "--product-mau")}
        return _given(own), _given(affiliates), _given(product)


def _given(figures: dict[str, tuple[Figure, ...]]) -> dict[str, tuple[Figure, ...]]:
    return {operand: known for operand, known in figures.items() if known}


@dataclass(frozen=True)
class Aim:
    """What for, and from where."""

    use: Annotated[
        list[Use] | None,
        typer.Option(
            "--use",
            help="Repeatable; with commercial among them, all are for gain. By default the usual ones.",
            case_sensitive=False,
        ),
    ] = None
    purpose: Annotated[
        Purpose | None, typer.Option("--purpose", help="What it is for.", case_sensitive=False)
    ] = None
    aim: Annotated[
        list[str] | None,
        typer.Option("--aim", metavar="WORDS", help="Field of use, such as military; repeatable."),
    ] = None
    improves: Annotated[
        str | None,
        typer.Option("--for", metavar="MODEL", help="The model that is trained on outputs."),
    ] = None
    country: Annotated[
        list[str] | None,
        typer.Option(
            "--country",
            metavar="NAME",
            help="Where you are established; name the union too, such as European Union.",
        ),
    ] = None
    territory: Annotated[
        list[str] | None,
        typer.Option("--territory", metavar="NAME", help="Where the model is used; repeatable."),
    ] = None
    sector: Annotated[
        list[str] | None,
        typer.Option("--sector", metavar="WORDS", help="Branch you work in; repeatable."),
    ] = None
    end_product: Annotated[
        bool,
        typer.Option(
            "--end-product",
            help="You received the model inside an end-user product.",
            show_default=False,
        ),
    ] = False
