r"""Q104 · Dependency injection: the answer and one way to build it.

## Answer

A design pattern is a named answer to a design problem that keeps coming back. In Python many of
them shrink, because functions and classes are objects. A strategy is a function that you pass. A
factory is a function, or a dict from names to classes. An observer is a list of callbacks. A
singleton is a module, or an instance made in one. Iterator, decorator and context manager have
syntax of their own: `yield`, `@` and `with`.

What remains at scale is the question who makes what. With dependency injection an object gets what
it needs as arguments and looks for nothing itself, so a test passes a fake without patching. Often
passing arguments by hand in one place is enough: the composition root. A container does it from the
annotations when the graph grows, and knows how long each object lives. Its classic bugs are cycles,
a singleton that captures something of one request, and resources that nobody closes. A pattern has
a price: add it when the second case comes, not before.

## Follow-ups

- **Why is a service locator worse?** Code that asks a global container for what it needs hides its
  needs from its signature, and a test has to set the container up.
- **What is a captive dependency?** A scoped object kept by one that lives longer: the session of
  the first request serves all that follow. Refuse it, or inject a factory.
- **How does FastAPI's `Depends` relate to this?** It is a container whose scope is the request: a
  dependency is made once a request, a `yield` in it divides setting up from cleaning up, and
  `dependency_overrides` replaces it in tests.

## Notes

Instances are kept under their registration, not under the service: what a scope registers anew then
has no instance yet. `_find` says where a service is registered, and a singleton goes on from there.
`inspect.signature` with `eval_str` reads classes, functions and `partial` objects alike, and
follows `__wrapped__`, so a provider made by `@contextmanager` works. Reading signatures at each
call is slow: a plan kept with each registration is the usual remedy, and costs the care that it is
not older than what it was read from. An `ExitStack` has the order and the errors right.
"""

import inspect
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Any, NamedTuple, Self


class ResolutionError(Exception):
    """A service cannot be made. Given: nothing to do here."""

    def __init__(self, path: list[Hashable]) -> None:
        super().__init__(" -> ".join(getattr(each, "__name__", repr(each)) for each in path))
        self.path = path


class _Registration:
    """What makes a service, and how long it lives; compared by identity."""

    def __init__(self, provider: Callable[..., Any], lifetime: str) -> None:
        self.provider, self.lifetime = provider, lifetime


class _Step(NamedTuple):
    """A service on the way from the one that was asked for."""

    service: Hashable
    registration: _Registration | None


class Container:
    """Makes services with what they need, and keeps those that are shared."""

    def __init__(self, parent: "Container | None" = None) -> None:
        """Start without services."""
        self._parent = parent
        self._registrations: dict[Hashable, _Registration] = {}
        self._instances: dict[_Registration, Any] = {}
        self._entered = ExitStack()

    def register(
        self,
        service: Hashable,
        provider: Callable[..., Any] | None = None,
        *,
        lifetime: str = "transient",
    ) -> None:
        """Say what makes a service, and how long it lives."""
        provider = service if provider is None else provider
        self._registrations[service] = _Registration(provider, lifetime)

    def resolve(self, service: Hashable) -> Any:
        """Return the service, made or kept."""
        return self._resolve(service, ())

    def scope(self) -> "Container":
        """Return a container inside of this one."""
        return Container(self)

    def __enter__(self) -> Self:
        """Give the container."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        """Close what was entered for this container, the latest first."""
        return self._entered.__exit__(kind, error, traceback)

    def _find(self, service: Hashable) -> "tuple[Container, _Registration | None]":
        """Return the innermost container that registered a service, and the registration."""
        home: Container | None = self
        while home is not None:
            if service in home._registrations:
                return home, home._registrations[service]
            home = home._parent
        return self, None

    def _resolve(self, service: Hashable, before: tuple[_Step, ...]) -> Any:
        """Return a service that is needed by the last of the steps before."""
        home, registration = self._find(service)
        path = (*before, _Step(service, registration))
        lifetimes = [step.registration.lifetime for step in before]
        if (
            registration is None
            or registration in [step.registration for step in before]
            or (registration.lifetime == "scoped" and "singleton" in lifetimes)
        ):
            raise ResolutionError([step.service for step in path])
        owner = home if registration.lifetime == "singleton" else self
        if registration in owner._instances:
            return owner._instances[registration]
        instance = owner._make(registration.provider, path)
        if registration.lifetime != "transient":
            owner._instances[registration] = instance
        return instance

    def _make(self, provider: Callable[..., Any], path: tuple[_Step, ...]) -> Any:
        """Call a provider with what it needs, and enter what it returns."""
        arguments = {}
        for parameter in inspect.signature(provider, eval_str=True).parameters.values():
            value, service = parameter.default, parameter.annotation
            if value is parameter.empty or self._find(service)[1] is not None:
                value = self._resolve(service, path)
            arguments[parameter.name] = value
        made = provider(**arguments)
        if isinstance(made, AbstractContextManager):
            return self._entered.enter_context(made)
        return made
