// Needs what no library gives.
int missing(void);
int (*needed)(void) = missing;
