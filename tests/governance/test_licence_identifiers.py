"""A licence is called by the name that lawyers know, whatever lists know it too."""

from __future__ import annotations

import pytest

from valuegraph.governance.licences.reading import _identifier
from valuegraph.vocabulary.namespaces import PREFIXES


@pytest.mark.parametrize(
    ("found", "chosen"),
    [
        (("dalicc:Apache-2.0", "Apache-2.0", "spdx:Apache-2.0"), "Apache-2.0"),
        (("dalicc:GPL-3.0-only", "scancode:gpl-3.0", "spdx:GPL-3.0-only"), "spdx:GPL-3.0-only"),
        (("scancode:x", "dalicc:x"), "dalicc:x"),
        ((), None),
    ],
)
def test_spdx_comes_before_the_keys_of_other_lists(found, chosen):
    assert _identifier({PREFIXES["dct"] + "identifier": found}) == chosen
