/* domain/complaint: complaints and reports of illegal fees. Pure: kinds, the published times, who may read one.
 * Source: UU 25/2009 (complaints are answered), UU 24/2013 art. 95B (taking money is a crime); times as offices publish them:
 * light 2, normative 5, without investigation 14, with investigation 60 working days. */
#pragma once
#include "domain/calendar.h"
#include "domain/role.h"

enum complaint_kind { COMPLAINT_SERVICE, COMPLAINT_ILLEGAL_FEE, COMPLAINT_SUGGESTION, COMPLAINT_KINDS };
const char *complaint_kind_code(enum complaint_kind k); /* "layanan", "pungli", "saran" */
bool complaint_kind_parse(str code, enum complaint_kind *ret);

enum complaint_class { CLASS_LIGHT, CLASS_NORMATIVE, CLASS_WITHOUT_INVESTIGATION, CLASS_WITH_INVESTIGATION, COMPLAINT_CLASSES };
const char *complaint_class_code(enum complaint_class c); /* "ringan", "normatif", "tanpa_pemeriksaan", "dengan_pemeriksaan" */
bool complaint_class_parse(str code, enum complaint_class *ret);
int complaint_days(enum complaint_class c); /* working days */
enum complaint_class complaint_first_class(enum complaint_kind k); /* until somebody has read it */

enum complaint_state { COMPLAINT_NEW, COMPLAINT_IN_HAND, COMPLAINT_ANSWERED, COMPLAINT_STATES };
const char *complaint_state_code(enum complaint_state s); /* "baru", "ditangani", "dijawab" */
bool complaint_state_parse(str code, enum complaint_state *ret);

enum complaint_channel { COMPLAINT_WEB, COMPLAINT_COUNTER, COMPLAINT_CHANNELS };
const char *complaint_channel_code(enum complaint_channel c); /* "web", "loket" */

#define COMPLAINT_READERS (ROLE_BIT(ROLE_SUPERVISOR) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_AUDITOR))
#define COMPLAINT_HANDLERS (ROLE_BIT(ROLE_SUPERVISOR) | ROLE_BIT(ROLE_HEAD))
/* Never the officer it is about, whatever his role. */
bool complaint_may_read(enum role role, i64 officer, const i64 *concerned, size_t n);
bool complaint_may_handle(enum role role, i64 officer, const i64 *concerned, size_t n);

/* Is an officer of that name meant by what was typed: the whole name, or a word of it with at least four letters? Errs on the
 * side of the complainant. */
bool complaint_names(str typed, str officer_name);
/* The close of the n-th day on which the office opens after `from`. */
moment working_days_after(moment from, int days, const struct calendar *c);
