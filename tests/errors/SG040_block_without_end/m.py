# tvm-ffi-stubgen(begin): global/demo
