/* Within ops/doctor: what the checks share. */
#pragma once
#include "ops/doctor.h"
#include "store/db.h"

#define MAX_FINDINGS 100
struct finding {
  enum doctor_level level;
  const char *check; /* "keys" */
  str what;          /* one sentence */
  str mend;          /* what to do; empty when nothing is to do */
};
struct doctor_report {
  struct arena *arena;
  const struct config *config;
  const char *check; /* the one that runs */
  struct db *db;     /* NULL until the check of the store opened it */
  struct finding findings[MAX_FINDINGS];
  size_t n;
};
void doctor_ok(struct doctor_report *d, const char *fmt, ...) PRINTF(2, 3);
/* mend: without formatting, at most one line */
void doctor_warn(struct doctor_report *d, const char *mend, const char *fmt, ...) PRINTF(3, 4);
void doctor_fail(struct doctor_report *d, const char *mend, const char *fmt, ...) PRINTF(3, 4);
/* Whether a file or folder lets others in than its owner: then a failure is noted. False also when it is not there. */
bool doctor_private(struct doctor_report *d, str path, const char *mend);

/* The checks, in the order they run (doctor.c). */
void doctor_configuration(struct doctor_report *d); /* doctor_house.c */
void doctor_keys(struct doctor_report *d);
void doctor_disk(struct doctor_report *d);
void doctor_services(struct doctor_report *d);
void doctor_confinement(struct doctor_report *d);
void doctor_store(struct doctor_report *d); /* doctor_store.c */
void doctor_clock(struct doctor_report *d);
void doctor_people(struct doctor_report *d);
void doctor_work(struct doctor_report *d);
void doctor_retention(struct doctor_report *d); /* doctor_retention.c */
void doctor_whatsapp(struct doctor_report *d); /* doctor_whatsapp.c */
