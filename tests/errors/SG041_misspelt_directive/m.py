# tvm-ffi-stubgen(ty-mp): a -> b
