#include <unistd.h>
__attribute__((constructor)) static void hang(void) { sleep(60); }
