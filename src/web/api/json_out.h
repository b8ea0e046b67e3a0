/* web/api/json_out: JSON written straight into a buffer, for answers that are asked for often.
 * A name of NULL is an element of a list. Nothing checks the nesting but the tests. */
#pragma once
#include "base/base.h"

struct json_out {
  struct buf buf;
  bool first; /* nothing stands before the next value of this object or list */
};
struct json_out json_out_new(struct arena *a); /* opens an object */
str json_out_end(struct json_out *o);          /* closes it */

/* A name, then its value: inline, so that the length of a name is known when this is compiled. */
void out_name(struct json_out *o, const char *name, size_t n);
void out_open(struct json_out *o, char bracket);
void out_text(struct json_out *o, str v);
void out_int(struct json_out *o, i64 v);
void out_time(struct json_out *o, moment m);
static inline void put_name(struct json_out *o, const char *name) { out_name(o, name, name ? strlen(name) : 0); }

/* '{' or '[' */
static inline void put_open(struct json_out *o, const char *name, char bracket) { put_name(o, name), out_open(o, bracket); }
void put_close(struct json_out *o, char bracket); /* '}' or ']' */
static inline void put_text(struct json_out *o, const char *name, str v) { put_name(o, name), out_text(o, v); }
static inline void put_code(struct json_out *o, const char *name, const char *v) { put_text(o, name, str_of(v)); }
static inline void put_int(struct json_out *o, const char *name, i64 v) { put_name(o, name), out_int(o, v); }
/* RFC 3339, UTC; 0: null */
static inline void put_time(struct json_out *o, const char *name, moment m) { put_name(o, name), out_time(o, m); }
/* JSON as it is; empty: {} */
static inline void put_raw(struct json_out *o, const char *name, str json) { put_name(o, name), buf_add(&o->buf, json.n ? json : S("{}")); }
static inline void put_null(struct json_out *o, const char *name) { put_raw(o, name, S("null")); }
static inline void put_bool(struct json_out *o, const char *name, bool v) { put_raw(o, name, v ? S("true") : S("false")); }
/* empty: null */
static inline void put_opt(struct json_out *o, const char *name, str v) {
  if (v.n) put_text(o, name, v);
  else put_null(o, name);
}
