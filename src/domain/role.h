/* domain/role: who may do what. The reduced set of the processing chains seen in Indonesian offices. */
#pragma once
#include "base/base.h"

enum role {
  ROLE_NONE,       /* nobody */
  ROLE_CITIZEN,    /* the applicant, over any channel */
  ROLE_SYSTEM,     /* timers of Loket itself */
  ROLE_INFO,       /* petugas informasi: answers, registers walk-ins */
  ROLE_FRONT,      /* fo: intake, completeness, corrections, scans for walk-ins */
  ROLE_OPERATOR,   /* operator SIAK: registration number, result */
  ROLE_VERIFIER,   /* verifikator: compares data and scans */
  ROLE_HANDOVER,   /* penyerahan: pickup and handover */
  ROLE_SUPERVISOR, /* kasi, kabid: exceptions, mismatches, refusals */
  ROLE_HEAD,       /* kadis: sees all */
  ROLE_ADMIN,      /* settings and users, no files */
  ROLE_AUDITOR,    /* reads everything, changes nothing */
  ROLE_PARTNER,    /* machine with an agreement */
  ROLES
};
#define ROLE_BIT(role) (1u << (role))
#define ROLES_OFFICERS                                                                                              \
  (ROLE_BIT(ROLE_INFO) | ROLE_BIT(ROLE_FRONT) | ROLE_BIT(ROLE_OPERATOR) | ROLE_BIT(ROLE_VERIFIER) |                   \
   ROLE_BIT(ROLE_HANDOVER) | ROLE_BIT(ROLE_SUPERVISOR))
#define ROLES_READERS (ROLES_OFFICERS | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_AUDITOR))
#define ROLES_LEADERS (ROLE_BIT(ROLE_SUPERVISOR) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_AUDITOR)) /* read the figures */
const char *role_code(enum role r); /* "front", "verifier" ... */
bool role_parse(str code, enum role *ret); /* also the Indonesian words: fo, verifikator, penyerahan, kadis ... */
