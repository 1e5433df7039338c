"""One root and few causes: every error says what, where, why it matters and how to mend it."""

from __future__ import annotations


class ValuegraphError(Exception):
    """Root of all errors that valuegraph raises on purpose.

    Parameters
    ----------
    what : str
        What went wrong, one sentence.
    where : str, optional
        File, line, subject, row or name concerned.
    why : str, optional
        Why it matters to the answer.
    mend : str, optional
        What the reader can do about it.
    """

    def __init__(
        self,
        what: str,
        *,
        where: str | None = None,
        why: str | None = None,
        mend: str | None = None,
    ) -> None:
        self.what = what
        self.where = where
        self.why = why
        self.mend = mend
        super().__init__(what)

    def __str__(self) -> str:
        """Return the parts on one line each, without the empty ones."""
        parts = [self.what]
        if self.where:
            parts.append(f"  where: {self.where}")
        if self.why:
            parts.append(f"  why it matters: {self.why}")
        if self.mend:
            parts.append(f"  how to mend: {self.mend}")
        return "\n".join(parts)


class DataError(ValuegraphError, ValueError):
    """A file or value of the data cannot be accepted."""


class UnknownNameError(ValuegraphError, LookupError):
    """A name, IRI or id matches nothing that is known."""


class FileProblem(ValuegraphError, OSError):
    """A file cannot be read or written."""

    def __str__(self) -> str:
        """Return the parts; OSError would print a tuple."""
        return ValuegraphError.__str__(self)


class EndpointProblem(FileProblem):
    """A SPARQL endpoint cannot be asked, or does not answer as the protocol says."""


class UsageError(ValuegraphError, ValueError):
    """An option or argument does not make sense."""


class GraphError(ValuegraphError, ValueError):
    """A dependency graph cannot be built or evaluated from this input."""


class ShareError(ValuegraphError, ValueError):
    """Shares of a total are unknown, or no total can be split as they say."""


class QueryError(ValuegraphError, ValueError):
    """A SPARQL text cannot be parsed or run."""


class PhantomLoopWarning(UserWarning):
    """Nodes that depend on one another without a stock make figures depend on the fixed point."""
