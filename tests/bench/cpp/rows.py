# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of the printed table: a figure of each side and what the target makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from sides import OURS, REFERENCE


@dataclass(frozen=True)
class Row:
    """One figure. The target is a ratio to the reference, or a limit of our own figure."""

    name: str
    unit: str
    values: dict[str, float]
    target: float
    absolute: bool = False

    @property
    def ratio(self) -> float | None:
        """Return ours by the reference's; None without a reference."""
        reference = self.values.get(REFERENCE)
        return self.values[OURS] / reference if reference else None

    @property
    def verdict(self) -> str:
        """Return pass or OVER; a dash when there is nothing to compare with."""
        figure = self.values[OURS] if self.absolute else self.ratio
        if figure is None:
            return "-"
        # Two digits are printed, and so two digits are judged.
        return "pass" if round(figure, 2) <= self.target else "OVER"

    def as_json(self) -> dict[str, object]:
        """Return the row for build/bench/cpp.json."""
        return {
            "unit": self.unit,
            **self.values,
            "ratio": self.ratio,
            "target": self.target,
            "target_is": "limit" if self.absolute else "ratio",
            "verdict": self.verdict,
        }


def header() -> str:
    """Return the line above the rows."""
    return (
        f"{'figure':28}{'unit':>8}{'ours':>12}{'reference':>12}{'ratio':>8}{'target':>9}  verdict"
    )


def line(row: Row) -> str:
    """Return one row as it is printed."""
    places = 0 if row.values[OURS] >= 100 else 2
    reference = row.values.get(REFERENCE)
    shown = "-" if reference is None else f"{reference:.{places}f}"
    ratio = "-" if row.ratio is None else f"{row.ratio:.2f}"
    target = f"<={row.target:.2f}" if row.absolute else f"{row.target:.2f}"
    return (
        f"{row.name:28}{row.unit:>8}{row.values[OURS]:>12.{places}f}{shown:>12}"
        f"{ratio:>8}{target:>9}  {row.verdict}"
    )
