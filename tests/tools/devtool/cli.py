# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Command line of ./dev: arguments and exit status, nothing else."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from devtool import bench, demo, doctor, lanes
from devtool.setup import SetupFailed, environment
from devtool.steps import StepFailed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev", description="The one door for every chore.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("demo", help="C++ library -> checked Python package and Rust crate")
    test = commands.add_parser("test", help="run the tests; without a lane: all of the gate")
    test.add_argument("lane", nargs="*", choices=[[], *lanes.CHOICES])
    commands.add_parser("lint", help="formatters, linters, layers, sizes, goldens")
    speed = commands.add_parser("bench", help="benchmarks side by side with peers")
    speed.add_argument("what", nargs="?", choices=bench.CHOICES, default="cpp")
    bless = commands.add_parser("bless", help="rewrite goldens and generated tables")
    bless.add_argument("--check", action="store_true", help="only tell what would change")
    commands.add_parser("doctor", help="what is present, what is missing, how to get it")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 failed, 2 something missing."""
    options = _parser().parse_args(argv)
    try:
        if options.command == "demo":
            demo.run()
        elif options.command == "test":
            return lanes.test(options.lane)
        elif options.command == "lint":
            return lanes.test(["lint"])
        elif options.command == "bench":
            bench.run(options.what)
        elif options.command == "bless":
            environment(["dev"])
            return lanes.bless(check=options.check)
        else:
            return doctor.run()
    except StepFailed as failure:
        print(f"dev: {failure} failed", flush=True)
        return 1
    except SetupFailed as failure:
        print(f"dev: {failure}", flush=True)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0
