/* web: bytes -> a checked request; one office function; an answer -> bytes.
 *
 * Everything a route may be is one row of a table (routes.c): method, path, body, who may, CSRF, handler. What is not
 * in the table does not exist (404, 405). A handler finds its request checked: session and role, CSRF, path pieces
 * decoded, fields parsed, files sealed. It calls one office function and chooses the page by the error. */
#pragma once
#include "net/form.h"
#include "net/http.h"
#include "office/lists.h"
#include "office/staff.h"
#include "office/submit.h"
#include "web/page.h"
#include "web/pages/views.h"
#include "pages_gen.h" /* every compiled template */

enum access {
  ACCESS_ANYBODY = 1, /* citizens; a session is looked up when there is a cookie, and may be missing */
  ACCESS_OFFICER,     /* session cookie; without one: to /petugas/masuk */
  ACCESS_TOKEN,       /* Authorization: Bearer, answers problem+json */
  ACCESS_API_ANYBODY, /* no token needed, answers problem+json */
  ACCESS_WEBHOOK,     /* raw bytes, checked by its own signature */
  ACCESS_KIOSK,       /* the cookie of a device of the hall in the path, or an officer's session */
  ACCESS_DOOR,
};
/* QUICK: a few rows read or written and nothing else: no password, no PDF, no file flushed, nobody outside asked. Such an
 * answer is made on the event thread (net/http.h); everything else has a thread of the pool for as long as it takes. */
enum pace { AS_LONG_AS_IT_TAKES, QUICK };
enum body { BODY_NONE, BODY_FORM, BODY_JSON, BODY_FILES, BODY_RAW, BODY_UPLOAD };

/* A file of a multipart body, sealed while it came. */
struct upload_file {
  str name;                  /* of the part */
  enum scan_problem problem; /* SCAN_FINE: sealed is valid */
  struct sealed_scan sealed;
  str file_name;
};
struct web_request {
  struct http_request *http;
  const struct route *route;
  struct ctx c;           /* arena, language, time, actor, faults */
  struct session session; /* ACCESS_OFFICER */
  bool owes_factor;       /* his role does nothing without a second factor, and he has none */
  str args[3];            /* {..} pieces of the path, decoded */
  size_t arg_count;
  struct fields query, form; /* form: urlencoded, or the text parts of a multipart body */
  struct upload_file *files; /* BODY_FILES, in the order they came; empty file inputs are left out */
  size_t file_count;
  struct intake *intake;
  struct sending *sending;     /* of request.c: a multipart body */
  struct receiving *receiving; /* of tus.c: a body of kind BODY_UPLOAD */
  bool keep_files;  /* set by the handler when the rows of the files are committed; else they are cut off again */
  struct page page; /* ready: language, csrf, officer, office name */
};
typedef void web_handler(struct web_request *rq, struct http_response *rs);
struct route {
  enum http_method method;
  const char *path; /* "/petugas/p/{number}/aksi" */
  enum access access;
  enum body body;
  unsigned roles; /* ROLE_BITs that may; 0 with ACCESS_OFFICER or ACCESS_TOKEN does not start */
  web_handler *handler;
  const char *operation; /* API: operationId of openapi.json */
  enum pace pace;
};
extern const struct route routes[];
extern const size_t route_count;
#define MOST_ROUTES 512

/* The web role: serves until SIGTERM. Writes one byte to ready_fd when it answers. */
int web_main(const struct config *config, int listen_fd, int ready_fd);

/* ---- for handlers ---- */
str web_field(const struct web_request *rq, const char *name); /* of the form, trimmed; "" when absent */
str web_query(const struct web_request *rq, const char *name);
i64 web_int(const struct web_request *rq, const char *name); /* of the form; 0 when absent or no number */
bool web_checked(const struct web_request *rq, const char *name);
/* Flushes the sealed files and hands out the good ones as new scans (requirement = part name). Faults for the bad ones
 * are put into the context (field = part name): then E_INPUT. */
enum err web_new_scans(struct web_request *rq, struct new_scan **ret, size_t *ret_n);
enum text_key scan_problem_key(enum scan_problem p);

void web_page(struct web_request *rq, struct http_response *rs, int status); /* what rq->page holds */
void web_redirect(struct web_request *rq, struct http_response *rs, str to); /* 303 to a path of ours */
/* The error page (or problem+json on API routes) for an error of an office function, faults of the context included. */
void web_error(struct web_request *rq, struct http_response *rs, enum err e);
void web_error_page(struct web_request *rq, struct http_response *rs, int status); /* pages/error.html */
int web_status_of(enum err e);
void web_json(struct web_request *rq, struct http_response *rs, int status, str json);
void web_pdf(struct web_request *rq, struct http_response *rs, str pdf, str file_name);
void web_qr(struct web_request *rq, struct http_response *rs, str text, bool keep); /* keep: it is the same for everybody */
/* A table to be kept as a file: CSV, or XLSX. */
void web_table(struct web_request *rq, struct http_response *rs, str bytes, bool xlsx, str file_name);
/* Streams a scan's bytes, opened piece by piece. */
enum err web_scan(struct web_request *rq, struct http_response *rs, const struct sealed_scan *scan, bool download);
/* Rate limits in memory, a bucket a key: false when `key` did it more than `per_minute` times in the last minute. */
bool web_allow(const char *what, str key, int per_minute);
/* Whether `key` has used its minute up, without counting: for what only failures count against. */
bool web_exhausted(const char *what, str key, int per_minute);
/* problem+json (RFC 9457) with errors[] from the context's faults. */
void web_problem(struct web_request *rq, struct http_response *rs, int status, const char *code, str detail);
