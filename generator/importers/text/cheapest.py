"""The cheapest path through layers of states (the Viterbi algorithm), and what it would cost to go another way.

States that are equal have the same future, so that of all ways to one only the cheapest counts.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

S = TypeVar("S", bound=Hashable)


class Edge(NamedTuple, Generic[S]):
    """From a state to one of the next layer; edges of one `reading` are the same to a reader."""

    before: S
    after: S
    cost: float
    reading: Hashable


@dataclass(frozen=True)
class Other(Generic[S]):
    """Another way between two layers: how much dearer the whole is by it, where it leaves the best, its edges."""

    dearer: float
    start: int
    edges: tuple[Edge[S], ...]


@dataclass
class Paths(Generic[S]):
    """The edges between the layers; of those into a layer, none that is by `beam` dearer than its cheapest is kept."""

    start: S
    beam: float
    edges: list[list[Edge[S]]] = field(default_factory=list)
    # The least cost of each state of a layer, from the start and to the end.
    costs: list[dict[S, float]] = field(default_factory=list)
    behind: list[dict[S, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.costs = [{self.start: 0.0}]

    def go_on(self, edges: Callable[[S], Iterable[Edge[S]]]) -> bool:
        """Add a layer, by the edges from each state of the last; whether there is any."""
        made = [(cost + edge.cost, edge) for state, cost in self.costs[-1].items() for edge in edges(state)]
        limit = min((total for total, _ in made), default=0.0) + self.beam
        costs: dict[S, float] = {}
        kept = []
        for total, edge in made:
            if total <= limit:
                kept.append(edge)
                costs[edge.after] = min(total, costs.get(edge.after, total))
        self.edges.append(kept)
        self.costs.append(costs)
        return bool(kept)

    def cheapest(self, end_cost: Callable[[S], float]) -> list[Edge[S]]:
        """The edges of the cheapest path."""
        self.behind = [{} for _ in self.costs]
        self.behind[-1] = {state: end_cost(state) for state in self.costs[-1]}
        for index in range(len(self.edges) - 1, -1, -1):
            behind, before = self.behind[index + 1], self.behind[index]
            for edge in self.edges[index]:
                if edge.after in behind:
                    rest = edge.cost + behind[edge.after]
                    before[edge.before] = min(rest, before.get(edge.before, rest))
        best, state = [], self.start
        for index in range(len(self.edges)):
            best.append(self._onward(index, state))
            state = best[-1].after
        return best

    def others(self, best: list[Edge[S]], limit: float) -> Iterator[Other[S]]:
        """For each edge of the cheapest path the cheapest way in which it is read otherwise, if that is dearer by less
        than the limit; each way once.
        """
        least = self.behind[0][self.start]
        seen: set[tuple[int, tuple[Hashable, ...]]] = set()
        for index, chosen in enumerate(best):
            totals = (
                (self.costs[index][edge.before] + edge.cost + self.behind[index + 1][edge.after], edge)
                for edge in self.edges[index]
                if edge.reading != chosen.reading and edge.after in self.behind[index + 1]
            )
            total, other = min(totals, key=lambda pair: pair[0], default=(least + limit, chosen))
            if total < least + limit:
                start, edges = self._between(best, index, other)
                way = start, tuple(edge.reading for edge in edges)
                if way not in seen:
                    seen.add(way)
                    yield Other(total - least, start, edges)

    def _between(self, best: list[Edge[S]], index: int, other: Edge[S]) -> tuple[int, tuple[Edge[S], ...]]:
        """The way by a edge, from where it leaves the cheapest path to where it is back on it."""
        edges, start, end = [other], index, index
        while edges[0].before != best[start].before:
            start -= 1
            edges.insert(0, self._back(start, edges[0].before))
        while edges[-1].after != best[end].after:
            end += 1
            if end == len(best):
                break
            edges.append(self._onward(end, edges[-1].after))
        return start, tuple(edges)

    def _onward(self, index: int, state: S) -> Edge[S]:
        edges = (edge for edge in self.edges[index] if edge.before == state and edge.after in self.behind[index + 1])
        return min(edges, key=lambda edge: edge.cost + self.behind[index + 1][edge.after])

    def _back(self, index: int, state: S) -> Edge[S]:
        edges = (edge for edge in self.edges[index] if edge.after == state)
        return min(edges, key=lambda edge: self.costs[index][edge.before] + edge.cost)
