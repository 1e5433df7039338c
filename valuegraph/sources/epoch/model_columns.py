"""The headings of the three tables of models, and why each column is read or left out."""

from __future__ import annotations

__all__ = ["TABLES", "USED"]

USED = (
    "Model",
    "Organization",
    "Publication date",
    "Country (of organization)",
    "Training hardware",
    "Hardware quantity",
    "Training dataset",
    "Base model",
    "Model accessibility",
    "Training code accessibility",
    "Inference code accessibility",
)
"""What the reader turns into claims."""

# where the model was described
_PAPER = (
    "Link",
    "Reference",
    "Citations",
    "Authors",
    "Abstract",
)
# notes and quotations behind other columns
_TEXT = (
    "Parameters notes",
    "Training compute notes",
    "Dataset size notes",
    "Training time notes",
    "Finetune compute notes",
    "Accessibility notes",
)
# how large a model and its training were, stated or estimated, and how sure that is: no question asks for it yet
_SIZES = (
    "Parameters",
    "Training compute (FLOP)",
    "Training time (hours)",
    "Hardware utilization (MFU)",
    "Hardware utilization (HFU)",
    "Training compute cost (cloud)",
    "Training compute cost (upfront)",
    "Finetune compute (FLOP)",
    "Confidence",
)
# copied from the hardware table, which is read itself
# Epoch AI's own classes of models and organisations: no scheme
_CLASSES = (
    "Domain",
    "Task",
)
# named for a handful of models, mostly in sentences
# how Epoch AI keeps its table; the accounts of three developers
_NOTABLE = (
    # as _TEXT
    "Compute cost notes",
    "Notability criteria notes",
    "Batch size notes",
    # as _SIZES
    "Training dataset size (gradients)",
    "Epochs",
    "Training compute cost (2023 USD)",
    "Training power draw (W)",
    "Batch size",
    "Numerical format",
    "Hardware acquisition cost",
    # as _CLASSES
    "Organization categorization",
    "Notability criteria",
    "Frontier model",
)
_LARGE_SCALE = (
    # as _TEXT
    "Training dataset notes",
    # as _SIZES
    "(DEPRECATED) Training dataset size (datapoints)",
)
_FRONTIER = (
    # as _PAPER
    "Archived links",
    "Documents",
    # as _TEXT
    "Training dataset notes",
    "Compute cost notes",
    "Notability criteria notes",
    "Batch size notes",
    "Inference compute notes",
    "Utilization notes",
    "Post-training compute notes",
    "Distillation or synthetic data compute notes",
    "API prices",
    # as _SIZES
    "Training dataset size (gradients)",
    "Training dataset size",
    "Updated dataset size",
    "Epochs",
    "Training compute cost (2023 USD)",
    "Training power draw (W)",
    "Batch size",
    "Numerical format",
    "Inference compute (FLOP)",
    "Training compute lower bound",
    "Training compute upper bound",
    "Training chip-hours",
    "Sparsity",
    "Power per GPU",
    "Base model compute",
    "Total compute - (base + finetune)",
    "FLOP/$",
    "Assumed precision",
    "Assumed hardware performance (FLOP/s)",
    "Training compute estimation method",
    "Post-training compute (FLOP)",
    "Distillation or synthetic data",
    "Distillation or synthetic data compute",
    "Knowledge cutoff",
    "Context window",
    # copied from the hardware table, which is read itself
    "Hardware release date",
    "Hardware age",
    "Hardware FP32",
    "Hardware TF32",
    "Hardware count",
    "Hardware TF16",
    "Hardware FP16",
    "Hardware maker",
    # as _CLASSES
    "Approach",
    "Organization categorization",
    "Compute sponsor categorization",
    "Notability criteria",
    "Frontier model",
    "Foundation model",
    "Possibly over 1e23 FLOP",
    "Estimated over 1e25 FLOP",
    "Maybe over 1e25 FLOP",
    "WikiText and Penn Treebank data",
    "Model versions (benchmarks)",
    # named for a handful of models, mostly in sentences
    "Training cloud compute vendor",
    "Training data center",
    # how Epoch AI keeps its table; the accounts of three developers
    "Last modified",
    "Created By",
    "Created",
    "Exclude",
    "Hugging Face developer id",
)
_SHARED = (*_PAPER, *_TEXT, *_SIZES, *_CLASSES)
_NOT_IN_LARGE_SCALE = ("Inference code accessibility",)

TABLES: dict[str, tuple[str, ...]] = {
    "notable_ai_models": (*USED, *_SHARED, *_NOTABLE),
    "large_scale_ai_models": (
        *(column for column in USED if column not in _NOT_IN_LARGE_SCALE),
        *_SHARED,
        *_LARGE_SCALE,
    ),
    "frontier_ai_models": (*USED, *_SHARED, *_FRONTIER),
}
"""Heading of each table, in the order in which a model's first row is looked for."""
