# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""What the tests share: every engine that works here, every compiler, C and C++."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from host_log import Log
from toolchain import families
from tvm_ffi_orcjit import ExecutionSession, engines


@pytest.fixture(params=engines())
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def session(engine: str) -> ExecutionSession:
    return ExecutionSession(engine=engine)


@pytest.fixture(params=families())
def family(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["c", "cc"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def log() -> Log:
    return Log()
