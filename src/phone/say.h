/* phone/say: what a citizen can do on the phone: one function a kind. With the phone's lock held. */
#pragma once
#include "phone/serve.h"

/* POST /sim/citizens/{phone}/{kind}; q answered in every case. */
void citizen_says(struct ask *q, str phone, str kind);
/* The citizen opens the chat: everything delivered there counts as read from now on. */
void citizen_sees(struct phone *p, int citizen, int number);
/* Values of a JSON object of options, where numbers and booleans may also come as text (from a query). */
str option_text(const json_t *options, const char *key);
i64 option_int(const json_t *options, const char *key, i64 otherwise);
bool option_bool(const json_t *options, const char *key);
/* The body as an object, an empty one for an empty body; NULL with q answered. A new reference. */
json_t *ask_options(struct ask *q);
int option_number(struct ask *q, const json_t *options); /* the first when not given; -1 with q answered */
