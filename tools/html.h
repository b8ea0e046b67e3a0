/* html: where in the HTML a template stands, followed character by character. Strict on purpose: a place that is not
 * known to be safe is no place for a value. Functions that can refuse give NULL, or the fault in plain words. */
#pragma once
#include "base/base.h"

enum html_state {
  HTML_TEXT,
  HTML_OPEN,   /* behind '<' */
  HTML_NAME,   /* inside the name of a tag */
  HTML_TAG,    /* between attributes */
  HTML_TIGHT,  /* in a tag, directly behind a name or a value: white space or the end must follow */
  HTML_ATTR,   /* inside the name of an attribute */
  HTML_EQUALS, /* behind '=' */
  HTML_QUOTED, /* in a value between double quotes */
  HTML_SINGLE, /* ... single quotes */
  HTML_BARE,   /* ... no quotes */
  HTML_DECL,   /* <!doctype ...> */
  HTML_COMMENT,
};

/* What {{ }} has to do to be safe where it stands. */
enum html_place { PLACE_TEXT, PLACE_ATTR, PLACE_URL, PLACE_URL_PART };

#define HTML_NAME_MAX 32
struct html {
  enum html_state state;
  bool closing; /* </tag */
  int dashes;   /* in a row, inside <! ... > */
  char tag[HTML_NAME_MAX], attr[HTML_NAME_MAX];
  const char *inside;         /* "pre", "textarea", "title", "script", "style" or "" */
  char prefix[HTML_NAME_MAX]; /* how the value of a URL attribute begins */
  bool url_begun;             /* by a {{ }} */
};

struct html html_start(void);
const char *html_step(struct html *h, char c);
/* Before a {% %}: an open name of a tag or an attribute ends here. */
const char *html_pause(struct html *h);
/* May a value stand here, and which kind? Marks the place as used. */
const char *html_value(struct html *h, enum html_place *ret);
/* Two ways through the template meet: false when they stand in different places. */
bool html_meet(struct html *h, const struct html *other);
bool html_same(const struct html *a, const struct html *b);
/* White space counts: <pre>, <textarea>, values of attributes. */
bool html_keeps_space(const struct html *h);
