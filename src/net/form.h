/* net/form: what a client writes into URLs and bodies. Pure, no I/O; every function here has a fuzz target. */
#pragma once
#include "base/base.h"

struct field {
  str name, value;
};
struct fields {
  struct field *at;
  size_t n;
};

/* application/x-www-form-urlencoded and query strings. E_INPUT: bad escape, bad UTF-8 or NUL, over max_fields. */
enum err form_decode(struct arena *a, str text, size_t max_fields, struct fields *ret);
str field_get(const struct fields *f, str name); /* the first; STR_NONE when absent */
/* One path segment or value; E_INPUT on a bad escape or bad UTF-8. plus_is_space for query and form text. */
enum err percent_decode(struct arena *a, str text, bool plus_is_space, str *ret);

/* multipart/form-data (RFC 7578), streaming: feed pieces as they come; calls back without copying a file's bytes
 * more than once. Bounded: MAX_PARTS parts, MAX_PART_HEAD header bytes and MAX_FIELD_SIZE field bytes each. */
struct part {
  str name;          /* field name, UTF-8 */
  str filename;      /* STR_NONE when the part is not a file; path pieces cut off */
  str type;          /* Content-Type or STR_NONE */
  bool is_file;
};
struct multipart_sink {
  void *self;
  enum err (*begin)(void *self, const struct part *p);
  enum err (*data)(void *self, str piece);
  enum err (*end)(void *self);
};
struct multipart;
/* content_type: the whole header value. E_INPUT when it is not multipart/form-data with a usable boundary. */
enum err multipart_new(struct arena *a, str content_type, struct multipart_sink sink, struct multipart **ret);
/* E_INPUT: malformed; E_LIMIT: too many parts, a text field or a head too large; else what the sink returned. The
 * first error stays. A part cut off by an error gets no end(). */
enum err multipart_feed(struct multipart *m, str piece);
enum err multipart_finish(struct multipart *m);          /* E_INPUT when the closing boundary never came */
