"""What every page is given: the graph, and a way to ask it that cannot run away."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from valuegraph.serve.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from valuegraph.knowledge_graph import KnowledgeGraph
    from valuegraph.serve.asking import Asking
    from valuegraph.serve.limits import Address, Limits
    from valuegraph.store import Question

__all__ = ["Answer", "Site"]

T = TypeVar("T")


@dataclass(frozen=True)
class Site:
    """One graph on one address; made by `valuegraph.serve.app.application`.

    Attributes
    ----------
    kg : KnowledgeGraph
    limits : Limits
    address : Address
    asking : Asking
        The processes that answer.
    """

    kg: KnowledgeGraph
    limits: Limits
    address: Address
    asking: Asking = field(repr=False)

    @property
    def base(self) -> str:
        """URL of the home page without the last slash."""
        return self.address.base

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """The shipped questions by id."""
        return self.kg.questions()

    async def ask(
        self,
        text: str,
        form: str = "json",
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """Answer a SPARQL query within the limits.

        Parameters
        ----------
        text : str
            SPARQL 1.1; the prefixes of ontology and data are bound.
        form : str
            ``json``, ``xml``, ``csv``, ``tsv`` for SELECT and ASK; ``ttl``, ``nt``, ``rdf``,
            ``jsonld`` for CONSTRUCT and DESCRIBE.
        default_graphs, named_graphs : sequence of str
            IRIs of the graphs to ask, in place of all.

        Raises
        ------
        Refusal
            The query is wrong, not allowed, or beyond a limit; carries the HTTP status.
        """
        return await self.asking.ask(text, form, tuple(default_graphs), tuple(named_graphs))

    async def work(self, function: Callable[..., T], *given: object) -> T:
        """Run ``function(kg, *given)`` beside the event loop, within the time limit.

        Parameters
        ----------
        function : callable
            A function of a module (not a lambda or a method): it may run in another process.
        *given : object
            Further arguments; they and the result must pickle.

        Raises
        ------
        Refusal
            It takes longer than a question may, or too many wait.
        ValuegraphError
            What the function raises.
        """
        found: T = await self.asking.work(function, *given)
        return found
