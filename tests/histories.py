"""Histories that hypothesis makes up, each played in a database of its own."""

from hypothesis import HealthCheck, Phase, settings

few_histories = settings(
    max_examples=8,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # making a history shorter takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
