void TVMFFIErrorSetRaisedFromCStr(const char* kind, const char* message);
__attribute__((constructor)) static void refuse(void) {
  TVMFFIErrorSetRaisedFromCStr("TypeError", "Default of parameter `x` is none of ours");
}
