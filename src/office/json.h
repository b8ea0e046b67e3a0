/* office/json: JSON text in an arena. */
#pragma once
#include <jansson.h>

#include "base/base.h"

/* The text of o, keys in order, compact; o is given back. */
str json_text(struct arena *a, json_t *o);
/* A text member; STR_NONE when absent or not a text. Points into o. */
str json_member(const json_t *o, const char *key);
json_t *json_of(str s); /* a JSON string */
/* "name":"value" into an object that is being written, with its comma. A value that is empty or no text (utf8_valid) is left
 * out. name: needs no escapes. */
void json_put(struct buf *b, const char *name, str value);
