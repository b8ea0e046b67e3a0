/* ops/doctor: what is wrong here, and how to mend it. Looks, changes nothing. */
#pragma once
#include "config/config.h"

enum doctor_level { DOCTOR_OK, DOCTOR_WARN, DOCTOR_FAIL };
/* Prints one line a finding (or a JSON array) and gives the worst level. */
enum doctor_level doctor(struct arena *a, const struct config *config, bool json, FILE *out);
