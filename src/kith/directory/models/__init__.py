"""What is a row of the directory, and what must always be true of it."""

from kith.directory.models.base import Source, SourceKind
from kith.directory.models.entries import (
    Depth,
    Location,
    Organization,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    Size,
    State,
    Taxonomy,
    TaxonomyTerm,
)
from kith.directory.models.found import SearchRow
from kith.directory.models.kept_true import Assurance, Edit, Found, How, Leader, MergeProposal, Tally

__all__ = [
    "Assurance",
    "Depth",
    "Edit",
    "Found",
    "How",
    "Leader",
    "Location",
    "MergeProposal",
    "Organization",
    "Schedule",
    "SearchRow",
    "Service",
    "ServiceAtLocation",
    "ServiceTerm",
    "Size",
    "Source",
    "SourceKind",
    "State",
    "Tally",
    "Taxonomy",
    "TaxonomyTerm",
]
