"""Languages with and without their models; each pipeline is loaded once."""

from __future__ import annotations

from functools import cache

import pytest

from toolkit.suggest import nlp

without_model = cache(nlp.pipeline.__wrapped__)


@pytest.fixture
def no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no language model were installed."""
    monkeypatch.setattr(nlp, "MODELS", {})
    monkeypatch.setattr(nlp, "pipeline", without_model)


@pytest.fixture(params=["model", "no model"])
def french(request: pytest.FixtureRequest) -> str:
    """French with its model, then as if it were not installed."""
    if request.param == "no model":
        request.getfixturevalue("no_models")
    elif not nlp.model_name("fr"):
        pytest.skip("the French model is not installed")
    return "fr"
