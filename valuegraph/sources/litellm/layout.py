"""The entries of the price map, every field read or refused by name."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from valuegraph.sources.record import Record

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["Entry", "read_entry"]

MILLION = Decimal(1_000_000)
# Abilities and limits of a model are not part of the chain.
ABILITIES = (
    "max_audio_length_hours", "max_audio_per_prompt", "max_document_chunks_per_query",
    "max_images_per_prompt", "max_input_tokens", "max_output_tokens", "max_pdf_size_mb",
    "max_query_tokens", "max_tokens", "max_tokens_per_document_chunk", "max_video_length",
    "max_videos_per_prompt", "output_vector_size", "rpd", "rpm",
    "supported_endpoints", "supported_modalities", "supported_output_modalities",
    "supported_regions", "supports_assistant_prefill", "supports_audio_input",
    "supports_audio_output", "supports_computer_use", "supports_embedding_image_input",
    "supports_function_calling", "supports_image_input", "supports_native_streaming",
    "supports_parallel_function_calling", "supports_pdf_input", "supports_prompt_caching",
    "supports_reasoning", "supports_response_schema", "supports_system_messages",
    "supports_tool_choice", "supports_url_context", "supports_video_input", "supports_vision",
    "supports_web_search", "tool_use_system_prompt_tokens", "tpm",
)  # fmt: skip
# Amounts for other lengths, units and batches, which models.dev does not have either.
OTHER_RATES = (
    "cache_creation_input_audio_token_cost",
    "cache_creation_input_token_cost_above_200k_tokens", "cache_read_input_audio_token_cost",
    "cache_read_input_token_cost_above_200k_tokens", "citation_cost_per_token",
    "input_cost_per_audio_per_second", "input_cost_per_audio_per_second_above_128k_tokens",
    "input_cost_per_audio_token", "input_cost_per_character",
    "input_cost_per_character_above_128k_tokens", "input_cost_per_image",
    "input_cost_per_image_above_128k_tokens", "input_cost_per_pixel", "input_cost_per_query",
    "input_cost_per_request", "input_cost_per_second", "input_cost_per_token_above_128k_tokens",
    "input_cost_per_token_above_200k_tokens", "input_cost_per_token_batch_requests",
    "input_cost_per_token_batches", "input_cost_per_token_cache_hit",
    "input_cost_per_video_per_second", "input_cost_per_video_per_second_above_128k_tokens",
    "input_cost_per_video_per_second_above_15s_interval",
    "input_cost_per_video_per_second_above_8s_interval", "input_dbu_cost_per_token",
    "output_cost_per_audio_token", "output_cost_per_character",
    "output_cost_per_character_above_128k_tokens", "output_cost_per_image",
    "output_cost_per_pixel", "output_cost_per_reasoning_token", "output_cost_per_second",
    "output_cost_per_token_above_128k_tokens", "output_cost_per_token_above_200k_tokens",
    "output_cost_per_token_batches", "output_db_cost_per_token", "output_dbu_cost_per_token",
    "search_context_cost_per_query",
)  # fmt: skip
# Remarks on amounts for minutes, and an ability.
REMARKS = (
    "calculation", "original_pricing_per_hour", "original_pricing_per_minute",
    "supports_tool_choice",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One key; amounts in US dollars a million tokens, `wording` as they stand.

    `page` is the text that names where they were read, `notes` what the publisher remarks.
    """

    key: str
    tag: str
    mode: str
    page: str
    ends: dt.date | None
    put: Decimal | None
    got: Decimal | None
    read: Decimal | None
    write: Decimal | None
    wording: str
    notes: str = ""


def read_entry(key: str, fields: object) -> Entry:
    """Read one entry.

    Raises
    ------
    DataError
        It is no mapping, or holds a field that the reader does not know.
    """
    record = Record.of(fields, f"model_prices.json, key '{key}'")
    told: list[str] = []
    ends = record.when("deprecation_date") if record.has("deprecation_date") else None
    entry = Entry(
        key=key,
        tag=record.text("litellm_provider"),
        mode=record.optional("mode") if record.has("mode") else "",
        page=record.optional("source") if record.has("source") else "",
        ends=ends.start if ends else None,
        put=_amount(record, "input_cost_per_token", told),
        got=_amount(record, "output_cost_per_token", told),
        read=_amount(record, "cache_read_input_token_cost", told),
        write=_amount(record, "cache_creation_input_token_cost", told),
        wording="; ".join(told),
        notes=_notes(record),
    )
    record.refuse("mode", "source", "deprecation_date", *ABILITIES, *OTHER_RATES)
    record.done()
    return entry


def _notes(record: Record) -> str:
    if not record.has("metadata"):
        record.refuse("metadata")
        return ""
    inner = record.within("metadata")
    notes = inner.optional("notes") if inner.has("notes") else ""
    inner.refuse("notes", *REMARKS)
    inner.done()
    return notes


def _amount(record: Record, name: str, told: list[str]) -> Decimal | None:
    """Return an amount a token as one a million tokens, exactly."""
    if not record.has(name):
        record.refuse(name)
        return None
    value = record.number(name)
    if value is None or value < 0:
        raise record.wrong(name, f"{value} is below zero or empty")
    told.append(f"{name} {record.optional(name)}")
    return (value * MILLION).normalize()
