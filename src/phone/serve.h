/* phone/serve: one HTTP request and the ways to answer it. Two worlds share the port: the API the server calls
 * (graph.c) and the controls of the page and of tests (control.c). */
#pragma once
#include "net/form.h"
#include "phone/state.h"

#define MAX_SEGMENTS 8

/* A body that comes in pieces, with an arena of its own; belongs to the request. */
struct upload {
  struct arena *arena;
  char *p;
  size_t n, cap;
};

struct ask {
  struct phone *p;
  struct arena *a;
  struct http_request *rq;
  struct http_response *rs;
  struct fields query;
  str segments[MAX_SEGMENTS]; /* of the path, decoded */
  size_t count;
  str body;     /* kept or uploaded */
  i64 delay_ms; /* the answer waits this long, without the lock */
};

void answer_json(struct ask *q, int status, json_t *body);                  /* taken */
void answer_error(struct ask *q, int status, int code, str details);        /* as the Graph API says it */
void answer_refusal(struct ask *q, int status, const char *what);           /* {"error":"..."} of the controls */
bool ask_is(const struct ask *q, enum http_method method, size_t segments); /* and nothing else */

/* One file out of a multipart body, or the raw body itself when it is not multipart. E_INPUT: malformed. */
struct sent_file {
  str bytes, mime, name;
  struct fields fields; /* the other parts, or the query */
};
enum err ask_file(struct ask *q, struct sent_file *ret);

/* Both with the phone's lock held. */
void graph_answer(struct ask *q);
void control_answer(struct ask *q);

/* phone/send.c: a message of the office, already checked. Gives the wamid, or NULL with q answered. */
void send_message(struct ask *q, int number, json_t *body);
