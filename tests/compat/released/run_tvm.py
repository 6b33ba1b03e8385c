# SPDX-FileCopyrightText: The tvm-ffi authors
# SPDX-License-Identifier: Apache-2.0
"""Apache TVM: build and run on the CPU, passes and visitors in Python, JSON, copies, errors."""

import copy
import pickle

import numpy
import torch
import tvm
import tvm_ffi
from tvm import relax, te
from tvm.script import ir
from tvm.script import relax as R

first = te.placeholder((16,), name="first")
second = te.compute((16,), lambda i: first[i] + 1.0, name="second")
module = tvm.IRModule({"main": te.create_prim_func([first, second])})
built = tvm.compile(module, target="llvm")
source = tvm.runtime.tensor(numpy.arange(16, dtype="float32"))
target = tvm.runtime.tensor(numpy.zeros(16, "float32"))
built(source, target)
assert numpy.allclose(target.numpy(), numpy.arange(16) + 1)
built(torch.arange(16, dtype=torch.float32) + 1, target)
assert numpy.allclose(numpy.from_dlpack(target), numpy.arange(16) + 2)
for wrong in ((source,), (source, tvm.runtime.tensor(numpy.zeros(16, "int32")))):
    try:
        built(*wrong)
    except TypeError as error:
        assert "main(" in str(error)
    else:
        raise SystemExit("wrong arguments were taken")


@ir.ir_module
class Doubled:
    @R.function
    def main(x: R.Tensor((4, 4), "float32")) -> R.Tensor((4, 4), "float32"):
        with R.dataflow():
            y = R.add(x, x)
            R.output(y)
        return y


machine = relax.VirtualMachine(relax.build(Doubled, "llvm"), tvm.cpu())
assert machine["main"](tvm.runtime.tensor(numpy.ones((4, 4), "float32"))).numpy().sum() == 32
loaded = tvm.ir.load_json(tvm.ir.save_json(Doubled))
assert tvm_ffi.structural_equal(Doubled, loaded)
assert tvm_ffi.structural_hash(Doubled) == tvm_ffi.structural_hash(loaded)
try:
    tvm.ir.assert_structural_equal(Doubled, module)
except ValueError as error:
    assert "<root>" in str(error)
else:
    raise SystemExit("different modules are equal")


@relax.expr_functor.mutator
class Multiplies(relax.PyExprMutator):
    def visit_call_(self, call):
        call = self.visit_expr_post_order(call)
        return relax.op.multiply(*call.args) if call.op.name == "relax.add" else call


assert "multiply" in str(Multiplies(Doubled).visit_expr(Doubled["main"]))


@tvm.transform.module_pass(opt_level=0)
class Refuses:
    def transform_module(self, given, context):
        raise KeyError("from the pass")


try:
    Refuses()(Doubled)
except KeyError as error:
    assert error.args == ("from the pass",)
else:
    raise SystemExit("the pass did not fail")
variable = tvm.tirx.Var("v", "int32")
for again in (pickle.loads(pickle.dumps(variable + 1)), copy.deepcopy(variable + 1)):
    assert str(again) == "v + 1"
