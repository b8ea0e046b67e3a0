/* office/head: what the head of the office looks at, read in one go. */
#pragma once
#include "domain/forecast.h"
#include "office/figures.h"

enum head_part { HEAD_SUMMARY = 1, HEAD_TIMES = 2, HEAD_QUALITY = 4, HEAD_LOAD = 8, HEAD_ALL = 15 };
struct head_query {
  struct span days;
  str service; /* empty: all */
  unsigned parts;
};
struct visit_kind {
  str kind;
  moment next; /* the first seat that is free now; 0: none, or none needed */
};
struct head_figures {
  struct figures_state state;
  i64 began;                           /* the first day something came; 0: never */
  /* HEAD_SUMMARY */
  struct figures came, done, visits;   /* by day; done: completed alone */
  i64 came_today, done_today, visits_today, late;
  bool has_blanks;                     /* somebody counts the blanks of KTP-el */
  i64 blanks;
  struct calendar calendar;
  struct figures open;                 /* key: state; day: when it came */
  struct figures channels;             /* by key */
  struct figures came_by_service, ended_by_service;
  struct figures booked, lead, kept, missed, cancelled; /* by key: what for; lead: "ambil|03" */
  const struct visit_kind *kinds;      /* what appointments are given for */
  size_t kind_n;
  i64 *history;                        /* of all services: what came on each day, FORECAST_DAYS before today */
  struct forecast tomorrow;
  struct forecast_record record;
  /* HEAD_TIMES */
  struct figures answered, ready;      /* by key: class of working time */
  struct figures promise;              /* by service and key: kept, late */
  /* HEAD_QUALITY */
  struct figures judged, faulty;       /* by service and key: requirement */
  struct figures reasons;              /* by key: fault */
  /* HEAD_LOAD */
  struct figures calls;                /* by key: "03|09", counter and hour */
  struct figures work;                 /* by key: "officer:3|09" */
  struct figures arrivals;             /* by day and key: hour */
  struct figures visit_reasons;        /* by key */
  struct figures officers;             /* service: key of work, key: name */
};
#define FORECAST_DAYS (7 * FORECAST_WEEKS + 56)
#define RECORD_DAYS 28
enum err head_figures(struct ctx *c, const struct head_query *q, struct head_figures *ret);
/* What a visit is counted by in this office: files, or tickets of the hall. */
enum measure visits_measure(const struct ctx *c);
/* Working days of a span on which the office was open, up to today. */
i64 head_open_days(const struct ctx *c, const struct head_figures *f, struct span days);
