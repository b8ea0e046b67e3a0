/* web/api: the machine interface, /api/v1. Bytes in, one office function, JSON out. What each operation takes and gives
 * stands in openapi.c; a test holds every answer against it. Private to this folder. */
#pragma once
#include <jansson.h>

#include "office/act.h"
#include "office/once.h"
#include "web/api/json_out.h"
#include "web/handlers.h"

/* ---- reading: every mistake becomes a fault with its JSON pointer, all of them are told at once ---- */

/* One object of what was sent; at: where it stands, "" or "applicant/". */
struct object {
  struct ctx *c;
  json_t *o; /* NULL: not there; then everything in it is absent */
  str at;
};
/* 400 when it is no JSON at all (code "invalid_json"), E_INPUT when it is no object. Freed by the caller: json_freep.
 */
enum err api_parse(struct ctx *c, str text, json_t **ret);
void json_freep(json_t **o);
void api_known(struct object o, const char *const *names, size_t n); /* a member of another name is a fault */
/* Absent and null give "". Whole numbers are taken for their digits. Trimmed, copied into the arena. */
str api_text(struct object o, const char *name, size_t max);
str api_first(struct object o, const char *const *names, size_t n, size_t max); /* the first alias that is there */
bool api_flag(struct object o, const char *name);                               /* true, false, "yes", "no" */
i64 api_number(struct object o, const char *name);                              /* 0 when absent */
struct object api_object(struct object o, const char *name);
json_t *api_list(struct object o, const char *name, size_t max); /* NULL when absent */
enum err api_fail(struct object o, const char *name, enum text_key key, const char *code);
/* "a, b, c" of codes, for the words of a fault. */
str api_words(struct arena *a, const str *words, size_t n);

/* Idempotency-Key; body: everything that was sent. E_INPUT: not a usable key. */
enum err api_once(struct web_request *rq, str body, int status, str (*tell)(struct ctx *, const void *),
                  struct once *ret);

/* ---- answering ---- */
void api_error(struct web_request *rq, struct http_response *rs, enum err e);
/* The error when there is one, else once->answer. */
void api_done(struct web_request *rq, struct http_response *rs, enum err e, const struct once *once);
bool api_takes(enum action a); /* the actions that machines may ask for */
/* ["upload","show"] under the name "mode" */
void api_put_modes(struct json_out *o, unsigned modes);
/* Sets one answer; a fault that names what there is. */
enum err api_answer(struct object o, const struct service *s, struct answers *answers, const char *question,
                    str choice);
