// tvm-ffi-stubgen(begin): object/demo.T
// tvm-ffi-stubgen(end)
