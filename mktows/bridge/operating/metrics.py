"""Metrics of a bridge, in the text form of Prometheus. No label holds what a caller sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mktows.bridge.answered import AnsweredCall
from mktows.bridge.instance import Instance
from mktows.bridge.operating.upkeep import Upkeep
from mktows.extras import named

try:
    from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
    from prometheus_client.core import GaugeMetricFamily
except ModuleNotFoundError as error:
    raise named(error) from error

from mktows.transport import HttpResponse

_CONTENT = {"content-type": "text/plain; version=0.0.4; charset=utf-8"}
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 75)
_CALLS = (0, 1, 2, 3, 5, 10, 20, 50, 150)


class Metrics:
    """Counts calls, and reads the rest from the bridge when it is asked. Threads share it.

    Args:
        instances: The instances, by the names of the tenants.
        upkeep: Knows the calls that the service has counted.
    """

    def __init__(self, instances: Mapping[str, Instance], upkeep: Upkeep) -> None:
        self._registry = registry = CollectorRegistry()
        self._soap = Counter(
            "mktows_bridge_soap_calls",
            "SOAP calls that were answered; code is ok or that of the fault.",
            ("operation", "user", "code"),
            registry=registry,
        )
        self._seconds = Histogram(
            "mktows_bridge_soap_seconds",
            "Seconds that SOAP calls took.",
            ("operation",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._amplification = Histogram(
            "mktows_bridge_rest_calls_per_soap_call",
            "REST calls that a SOAP call took; its sum by its count is the amplification.",
            ("operation",),
            buckets=_CALLS,
            registry=registry,
        )
        self._rest = Counter(
            "mktows_bridge_rest_calls",
            "Attempts of REST calls; code is ok, the service's code, or the name of the failure.",
            ("tenant", "method", "path", "code"),
            registry=registry,
        )
        self._waited = Counter(
            "mktows_bridge_limiter_wait_seconds",
            "Seconds that REST calls waited for the limits.",
            ("tenant",),
            registry=registry,
        )
        for name in instances:
            self._waited.labels(name)
        registry.register(_Gauges(instances, upkeep))

    def count(self, call: AnsweredCall) -> None:
        """Count a call that was answered."""
        operation = call.operation or "-"
        self._soap.labels(operation, call.user_id or "-", call.outcome).inc()
        self._seconds.labels(operation).observe(call.milliseconds / 1000)
        self._amplification.labels(operation).observe(len(call.attempts))
        for each in call.attempts:
            endpoint = each.endpoint
            code = str(each.code or each.outcome)
            self._rest.labels(call.tenant, endpoint.method, endpoint.path, code).inc()
            self._waited.labels(call.tenant).inc(each.waited)

    def page(self) -> HttpResponse:
        """Return all of them as a page."""
        return HttpResponse(200, _CONTENT, generate_latest(self._registry))


class _Gauges:
    """Reads at each scrape what has a value of its own at each moment."""

    def __init__(self, instances: Mapping[str, Instance], upkeep: Upkeep) -> None:
        self._instances = instances
        self._upkeep = upkeep

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Return them, each with its value for each tenant."""
        age = _gauge("token_age_seconds", "Seconds since the token at hand came.")
        own = _gauge("own_calls_of_day", "REST calls of the day by bridges on this state.")
        counted = _gauge(
            "counted_calls_of_day", "REST calls of the day by all callers, as the service counts."
        )
        closed = _gauge("quota_closed", "1 while the calls of the day are used up.")
        unknown = _gauge("unknown_outcomes", "Calls of which nobody knows what became.")
        for name, instance in self._instances.items():
            seconds = instance.client.token_age()
            if seconds is not None:
                age.add_metric([name], seconds)
            calls = instance.client.daily_calls()
            own.add_metric([name], calls.calls)
            closed.add_metric([name], calls.closed)
            if name in self._upkeep.counted:
                counted.add_metric([name], self._upkeep.counted[name])
            with instance.store.reading(name) as rows:
                unknown.add_metric([name], len(rows.unknown_outcomes()))
        yield from (age, own, counted, closed, unknown)


def _gauge(name: str, meaning: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"mktows_bridge_{name}", meaning, labels=("tenant",))
