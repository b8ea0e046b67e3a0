/* look/reader: what stands on a paper, as far as a machine can read it. */
#pragma once
#include "look/picture.h"
#include "scans/verdict.h"

void reader_prepare(void); /* the model is mapped before the cage closes */
/* Adds paper and reads to the verdict, each only when it is whole. */
void reader_read(const struct grey *g, struct look_wire *w);
