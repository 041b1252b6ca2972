"""What is worked out once for a value, and when it is worked out anew."""

from __future__ import annotations

from board.core.once import KEPT, once


def test_the_same_value_is_worked_out_once_and_an_equal_one_anew() -> None:
    heard: list[list[int]] = []

    @once
    def total(value: list[int]) -> int:
        heard.append(value)
        return sum(value)

    first, equal = [1, 2], [1, 2]
    assert [total(first), total(first), total(equal), total(first)] == [3, 3, 3, 3]
    assert len(heard) == 2


def test_only_the_last_few_are_remembered_and_a_refusal_never() -> None:
    heard: list[int] = []

    @once
    def half(value: list[int]) -> float:
        heard.append(value[0])
        return 1 / value[0]

    values = [[number] for number in range(1, KEPT + 2)]
    for value in (*values, values[0], values[-1]):
        half(value)
    assert heard == [*range(1, KEPT + 2), 1]
    nothing = [0]
    for _ in range(2):
        try:
            half(nothing)
        except ZeroDivisionError:
            continue
    assert heard[-2:] == [0, 0]
