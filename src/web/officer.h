/* web/officer: what the officers' handlers share. Words and lines ready to print; the pages know no rules. */
#pragma once
#include "office/act.h"
#include "office/desk.h"
#include "web/handlers.h"

#define LIST_PAGE 50

/* ---- officer_words.c ---- */
str officer_span(struct ctx *c, moment span);    /* "12 menit", "3 jam", "2 hari" */
str officer_due(struct ctx *c, moment due);      /* "besok 14.00", "lewat 3 jam"; empty for 0 */
str officer_when(struct ctx *c, moment m);       /* "20 November 2026 09.12" */
str officer_window(struct ctx *c, moment until); /* "18 jam"; empty when it is closed */
str officer_answer(struct ctx *c, const struct question *q,
                   const struct choice *choice); /* "Berapa umur anak? 2 hari" */
str officer_section(struct ctx *c, str code);    /* title of a section of a form */
str officer_item_label(struct ctx *c, const struct item *i);
bool officer_may(u64 allowed, enum action a);
/* Rows of a table; names are masked until a file is opened. replied may be NULL. */
struct file_row *officer_rows(struct ctx *c, const struct list *list, const bool *replied);
/* Options of the service filter. */
struct option *officer_services(struct ctx *c, str chosen, size_t *ret_n);
/* What the last step did, named by ?kabar=; empty when nothing is to be said. */
str officer_notice(struct web_request *rq);
/* The first fault in words; the words of `e` when there is none. */
str officer_fault(struct web_request *rq, enum err e);
/* E_LIMIT with words for the field: tried too often in this minute. what, key: see web_allow. */
enum err officer_may_try(struct web_request *rq, const char *what, str key, int per_minute, str field);
/* The faults as errors of a form. */
struct form_errors officer_errors(struct ctx *c);
/* A number as typed, or the text of the QR code on a receipt. E_INPUT: neither; E_NOTFOUND: not known. */
enum err officer_number_of(struct ctx *c, str typed, str *ret_number);
/* 303 to /petugas/p/{number}{tail}. */
void officer_to_file(struct web_request *rq, struct http_response *rs, str number, const char *tail);

/* ---- officer_thread.c ---- */
struct thread_view {
  struct message_view *messages;
  size_t message_count;
  struct canned_view *canned;
  size_t canned_count;
  str draft;
};
/* number: of the page's own file, empty on a chat's page. */
enum err officer_thread(struct web_request *rq, i64 chat, const struct message_line *lines, size_t n,
                        struct thread_view *ret);
struct timeline_line *officer_timeline(struct ctx *c, const struct file_whole *w, size_t *ret_n);

/* ---- officer_privacy.c ---- */
/* One line for who can have papers destroyed that are over their time; empty: nothing is due. */
enum err officer_papers_due(struct ctx *c, str *ret);

/* ---- officer_file_view.c ---- */
enum err officer_file_view(struct web_request *rq, const struct file_whole *w, struct file_view *ret);
/* Current scans and loose photos, in the order of the papers. */
struct scan_view *officer_scans(struct ctx *c, const struct file_whole *w, size_t *ret_n);

/* ---- officer_look.c ---- */
/* What was found when the scans were looked at, and the pictures made of them. ret_waiting may be NULL. */
enum err officer_looks(struct web_request *rq, const struct file_whole *w, struct scan_view *scans, size_t n, int *ret_waiting);

/* Typed NIK that contradict themselves or a birth date beside them, in words. */
str *officer_nik_notes(struct ctx *c, const struct application *f, size_t *ret_n);

/* ---- officer_file.c ---- */
/* The file's page: after a step that was not done, with the reason. */
void officer_file_show(struct web_request *rq, struct http_response *rs, str number, enum err e);
/* Somebody was faster: who, what changed, and what this officer had typed. */
void officer_conflict(struct web_request *rq, struct http_response *rs, str number, str back_url);
/* The answer to a step that was not done: conflict page, file page with the reason, or an error page. */
void officer_not_done(struct web_request *rq, struct http_response *rs, str number, enum err e);
