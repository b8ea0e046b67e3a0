/* phone/check: may this body be sent? As strict as Meta, and named the way Meta names it.
 * Source of every limit: Cloud API message reference, 2025-11; limits count characters (code points). */
#pragma once
#include <jansson.h>

#include "phone/state.h"

struct fault {
  int code; /* 0 = none */
  str details;
};
/* A body of POST /messages that is a message (not a read mark). */
bool check_message(struct arena *a, struct phone *p, const json_t *body, struct fault *ret);
/* {"status":"read","message_id":..,"typing_indicator"?:{..}} */
bool check_read(struct arena *a, const json_t *body, struct fault *ret);
/* A file to be uploaded: type known, size within its limit, bytes that are what the type says. */
bool check_file(struct arena *a, str mime, str bytes, struct fault *ret);
