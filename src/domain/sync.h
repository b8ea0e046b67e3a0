/* domain/sync: what comes of a request to synchronise data, and when the citizen is asked about it. Pure.
 * The local office only proposes; the centre does it; then the citizen tries again at the partner after up to 3 x 24
 * hours. So every outcome carries what to do next and a date, and after that date comes one question: does it work now? */
#pragma once
#include "base/base.h"

enum sync_outcome {
  SYNC_UNDECIDED,
  SYNC_MATCHED,   /* sudah_padan: in sync, go back to the partner */
  SYNC_PROPOSED,  /* diusulkan_ke_pusat */
  SYNC_RECORDING, /* perlu_perekaman: never recorded, in person */
  SYNC_CHANGE,    /* perlu_perubahan_data: an event was never reported; the KK or akta service comes first */
  SYNC_DUPLICATE, /* nik_ganda: the centre decides which one lives, in person */
  SYNC_PARTNER,   /* kendala_di_lembaga: the data is right here; the partner keeps an old copy */
  SYNC_OUTCOMES
};
const char *sync_outcome_code(enum sync_outcome o); /* "diusulkan_ke_pusat"; "" undecided */
bool sync_outcome_parse(str code, enum sync_outcome *ret);

enum sync_cause { /* what the officer found; codes are what officers say */
  SYNC_CAUSE_NONE,
  SYNC_CAUSE_NEVER_RECORDED, /* belum_rekam: 17 or older without a recording, the NIK is blocked */
  SYNC_CAUSE_UNREPORTED,     /* peristiwa_belum_lapor: a family event not reported, or the KK not printed again */
  SYNC_CAUSE_CHANGED,        /* elemen_berubah */
  SYNC_CAUSE_DUPLICATE,      /* data_ganda */
  SYNC_CAUSE_BIOMETRIC,      /* biometrik_mirip */
  SYNC_CAUSE_MUTATION,       /* anomali_mutasi */
  SYNC_CAUSE_STUCK,          /* data_tertahan: network, needs a push */
  SYNC_CAUSE_PARTNER_OLD,    /* lembaga_belum_selaras: no agreement, or an old copy */
  SYNC_CAUSE_INACTIVE,       /* nik_nonaktif: no service for ten years */
  SYNC_CAUSE_UNCLEAR,        /* belum_jelas */
  SYNC_CAUSES
};
const char *sync_cause_code(enum sync_cause c);
bool sync_cause_parse(str code, enum sync_cause *ret);

enum sync_answer { SYNC_NO_ANSWER, SYNC_WORKS, SYNC_FAILS, SYNC_SILENT /* closed without one */, SYNC_SUPERSEDED /* decided again before it was asked */, SYNC_ANSWERS };
const char *sync_answer_code(enum sync_answer a); /* "", "works", "fails", "silent", "superseded" */
bool sync_answer_parse(str code, enum sync_answer *ret);

/* What the centre says of a proposal, in the file that officers carry back. */
enum sync_result { SYNC_RESULT_NONE, SYNC_RESULT_DONE, SYNC_RESULT_REFUSED, SYNC_RESULT_DUPLICATE, SYNC_RESULT_RECORDING, SYNC_RESULTS };
const char *sync_result_code(enum sync_result r); /* "padan", "ditolak", "nik_ganda", "perlu_perekaman" */
bool sync_result_parse(str code, enum sync_result *ret); /* any case, blanks around it */
/* What the result makes of the file: an outcome to tell, or SYNC_UNDECIDED: back to the officers. */
enum sync_outcome sync_outcome_of_result(enum sync_result r);

#define SYNC_IN_PERSON_DAYS 14 /* recording, a change, a duplicate: the citizen has a way to go first */
#define SYNC_CLOSE_DAYS 7      /* the question stays open for so long, then the file is closed */
/* When the citizen should try again. partner_days: of the partner's file. */
moment sync_retry_at(enum sync_outcome o, moment decided, int partner_days);
/* The question goes out then, but never at night: between 08.00 and 20.00 of the office's zone. */
moment sync_ask_at(moment retry);
