# tvm-ffi-stubgen(begin): object/demo.Gone
# tvm-ffi-stubgen(end)
