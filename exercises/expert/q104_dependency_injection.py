r"""Q104 · Dependency injection: wire a program from its annotations.

Topics: design-patterns, introspection, signatures, context-managers

"What are design patterns, and where do you use them?" Dependency injection has grown: FastAPI
and pytest live on it. Build a container that makes objects with what they need, shares some, and
closes them.

## Build

`Container()` starts without services. A service is known by a class or a string.

- `register(service, provider=None, *, lifetime="transient")` says that a call of `provider`, a
  class or a function, makes the service.
- Without a provider, the service is a class, and is called itself.
- `lifetime` is `"transient"`, `"scoped"` or `"singleton"`.
- `resolve(service)` returns the service, made with all that it needs.
- `scope()` returns a new `Container` inside of this one. It knows what this one knows, also what is
  registered later.
- `with container as same:` gives the container itself, which ends with the block.

## Rules

- A provider gets an argument for each parameter: the service that the parameter's annotation names.
- An annotation that is a string is looked up in the provider's module each time the service is
  resolved.
- A parameter with a default keeps it if it has no annotation, or one that is no known service.
- A transient service is made for each call of `resolve`, and for each parameter.
- A scoped service is made once in each container that is asked for it, outer and inner ones alike.
- A singleton is made once, in the container that registered it, and from services which that one
  knows.
- What a scope registers is known there and in the scopes inside of it, in place of the same service
  from further out.
- `resolve` raises `ResolutionError(path)`, which is given, for an unknown service, for one that
  needs itself, and for a scoped one that a singleton needs, also by way of others.
- `path` is the list of the services from the one asked for to the first at fault, as in `[A, B, A]`
  for a circle.
- What a provider raises reaches the caller as it is.
- After any error the container goes on as before, and the next `resolve` tries again.
- If a provider returns a context manager, it is entered, and what `__enter__` returns is the
  service.
- A container that ends calls the `__exit__` of all that was entered for it, the latest first.
- Each `__exit__` is told of the exception that ends the block.
- If one raises, the others are called too, and the exception leaves the block.
- A singleton, with all that is made for it, belongs to the container that registered it.
- Everything else belongs to the container whose `resolve` was called.

## Left open

- Threads, containers after their end, and those that end before a scope inside.
- Services registered again in one container.
- Services of the same name in two containers, one of which needs the other.
- Parameters with neither annotation nor default, or that take no keyword.
- Other annotations, strings that name nothing in the module, and those in decorated or inherited
  providers.
- Whether an `__exit__` can swallow an exception, and what it is told when another swallows or
  raises.

## Example

    >>> class Clock:
    ...     pass
    >>> class Mailer:
    ...     def __init__(self, clock: Clock, sender="me"):
    ...         self.clock, self.sender = clock, sender
    >>> container = Container()
    >>> container.register(Clock, lifetime="singleton")
    >>> container.register("mailer", Mailer)
    >>> mailer = container.resolve("mailer")
    >>> mailer.clock is container.resolve(Clock), mailer.sender
    (True, 'me')
    >>> with container.scope() as scope:
    ...     scope.resolve("mailer") is mailer
    False
"""

from collections.abc import Callable, Hashable
from types import TracebackType
from typing import Any, Self


class ResolutionError(Exception):
    """A service cannot be made. Given: nothing to do here."""

    def __init__(self, path: list[Hashable]) -> None:
        super().__init__(" -> ".join(getattr(each, "__name__", repr(each)) for each in path))
        self.path = path


class Container:
    """Makes services with what they need, and keeps those that are shared."""

    def __init__(self) -> None:
        """Start without services."""
        raise NotImplementedError

    def register(
        self,
        service: Hashable,
        provider: Callable[..., Any] | None = None,
        *,
        lifetime: str = "transient",
    ) -> None:
        """Say what makes a service, and how long it lives."""
        raise NotImplementedError

    def resolve(self, service: Hashable) -> Any:
        """Return the service, made or kept."""
        raise NotImplementedError

    def scope(self) -> "Container":
        """Return a container inside of this one."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        """Give the container."""
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        """Close what was entered for this container, the latest first."""
        raise NotImplementedError
