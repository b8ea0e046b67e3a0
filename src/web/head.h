/* web/head: what the handlers of the head's pages share. */
#pragma once
#include "office/head.h"
#include "report/figures.h"
#include "web/handlers.h"
#include "web/pages/head_views.h"

/* ---- head_words.c ---- */
str head_number(struct ctx *c, i64 n);            /* "1.234" */
str head_percent(struct ctx *c, i64 part, i64 of); /* "87,4 %"; of 0: "–" */
str head_decimal(struct ctx *c, double v, int digits);
str head_day(struct ctx *c, i64 day);             /* "26/11" */
str head_date(struct ctx *c, i64 day);            /* "26 November 2026" */
str head_weekday(struct ctx *c, i64 day);         /* "Kamis" */
str head_period(struct ctx *c, struct span s);
str head_class(struct ctx *c, str code);          /* "sampai 2 jam kerja" */
str head_lead(struct ctx *c, str code);   /* of a class of days */
str head_key(struct ctx *c, enum measure m, str service, str key); /* a mark's key in words */
str head_service(struct ctx *c, str code);        /* its label */
/* The address of the list behind a number. weekday -1: every day. */
str head_list_url(struct ctx *c, const char *what, struct span s, str service, str key, int weekday);
str head_counted(struct ctx *c, const struct figures_state *s);

struct blocks {
  struct figures_block *at;
  size_t n;
};
/* ---- head.c ---- */
struct head_table *head_tables(struct ctx *c, const struct blocks *blocks);
/* Tabs, letterhead, until when things are counted. */
void head_frame(struct web_request *rq, const struct head_query *q, const char *path, const struct figures_state *s, struct head_view *v);

/* ---- head_report.c ---- */
/* Makes the file and sends it; every one that leaves is an event. */
enum head_format { HEAD_PDF, HEAD_XLSX, HEAD_CSV };
void head_send(struct web_request *rq, struct http_response *rs, const struct figures_report *r, enum head_format format);

/* ---- head_blocks.c ---- */
/* The tables of the parts that were read, in their order. */
struct blocks head_blocks(struct ctx *c, const struct head_query *q, const struct head_figures *f);
i64 head_avoided(struct ctx *c, const struct head_query *q, const struct head_figures *f); /* of the whole span */
