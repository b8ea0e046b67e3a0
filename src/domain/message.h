/* domain/message: what Loket says to a citizen, before any channel gave it a shape. */
#pragma once
#include "base/base.h"
#include "base/limits.h"

enum say_kind {
  SAY_TEXT,
  SAY_BUTTONS, /* body + at most MAX_WA_BUTTONS rows; the title is what is written on the button */
  SAY_LIST,    /* body + at most MAX_WA_ROWS rows; button = what opens the list */
  SAY_LINK,    /* body + one button (button, url) */
  SAY_DOCUMENT, /* body = caption; media_id or url and file_name */
};
struct say_row {
  str id; /* stable and versioned: "svc.kk.v1"; at most 200 bytes */
  str title;
  str description;
};
/* Business-started or outside the 24-hour window: only an approved template may go out. */
struct say_template {
  str name;      /* "loket_pembaruan_status" */
  str params[6]; /* for {{1}}..{{6}}; no line breaks */
  size_t param_count;
  bool code; /* an authentication template: the first parameter also fills its button that copies the code */
};
struct say {
  enum say_kind kind;
  str body;
  str footer;
  str button;
  str url;
  str file_name;
  struct say_row rows[MAX_WA_ROWS];
  size_t row_count;
  str quotes; /* wamid of the message this one answers, or empty */
  struct say_template fallback; /* name.n == 0: none: outside the window nothing is sent */
  str shown; /* what the thread keeps instead of the body, when that holds a secret; not stored in the outbox */
  bool important; /* a notice that must arrive: an unknown outcome is sent again after a while */
};

/* Stored form of a say in the outbox: JSON, own keys. Round trip is exact. */
str say_to_json(struct arena *a, const struct say *s);
enum err say_from_json(struct arena *a, str json, struct say *ret_say);
