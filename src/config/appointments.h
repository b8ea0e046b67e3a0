/* config/appointments: the keys under `appointments`. Private to config.c. */
#pragma once
#include "config/config.h"
#include "config/tree.h"

#define APPOINTMENT_KEYS 13
extern const struct key appointment_keys[APPOINTMENT_KEYS];
/* "08.00-15.00" or "closed" -> struct opening; of config.c */
read_fn read_hours;
/* What takes several values to judge; an office that named no booth gets the usual ones. */
enum err appointments_check(struct reader *r, struct config *c, const struct tree *appointments);
