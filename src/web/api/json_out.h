/* web/api/json_out: JSON written straight into a buffer, for answers that are asked for often.
 * A name of NULL is an element of a list. Nothing checks the nesting but the tests. */
#pragma once
#include "base/base.h"

struct json_out {
  struct buf buf;
  bool first; /* nothing stands before the next value of this object or list */
};
struct json_out json_out_new(struct arena *a);                     /* opens an object */
str json_out_end(struct json_out *o);                              /* closes it */
void put_open(struct json_out *o, const char *name, char bracket); /* '{' or '[' */
void put_close(struct json_out *o, char bracket);                  /* '}' or ']' */
void put_text(struct json_out *o, const char *name, str v);
void put_code(struct json_out *o, const char *name, const char *v);
void put_opt(struct json_out *o, const char *name, str v); /* empty: null */
void put_int(struct json_out *o, const char *name, i64 v);
void put_bool(struct json_out *o, const char *name, bool v);
void put_null(struct json_out *o, const char *name);
void put_time(struct json_out *o, const char *name, moment m); /* RFC 3339, UTC; 0: null */
void put_raw(struct json_out *o, const char *name, str json);  /* JSON as it is; empty: {} */
