#include "domain/sync.h"

static const char *const outcomes[SYNC_OUTCOMES] = {
    [SYNC_UNDECIDED] = "",
    [SYNC_MATCHED] = "sudah_padan",
    [SYNC_PROPOSED] = "diusulkan_ke_pusat",
    [SYNC_RECORDING] = "perlu_perekaman",
    [SYNC_CHANGE] = "perlu_perubahan_data",
    [SYNC_DUPLICATE] = "nik_ganda",
    [SYNC_PARTNER] = "kendala_di_lembaga",
};
static const char *const causes[SYNC_CAUSES] = {
    [SYNC_CAUSE_NONE] = "",
    [SYNC_CAUSE_NEVER_RECORDED] = "belum_rekam",
    [SYNC_CAUSE_UNREPORTED] = "peristiwa_belum_lapor",
    [SYNC_CAUSE_CHANGED] = "elemen_berubah",
    [SYNC_CAUSE_DUPLICATE] = "data_ganda",
    [SYNC_CAUSE_BIOMETRIC] = "biometrik_mirip",
    [SYNC_CAUSE_MUTATION] = "anomali_mutasi",
    [SYNC_CAUSE_STUCK] = "data_tertahan",
    [SYNC_CAUSE_PARTNER_OLD] = "lembaga_belum_selaras",
    [SYNC_CAUSE_INACTIVE] = "nik_nonaktif",
    [SYNC_CAUSE_UNCLEAR] = "belum_jelas",
};
static const char *const answers[SYNC_ANSWERS] = {"", "works", "fails", "silent", "superseded"};
static const char *const results[SYNC_RESULTS] = {
    [SYNC_RESULT_NONE] = "",
    [SYNC_RESULT_DONE] = "padan",
    [SYNC_RESULT_REFUSED] = "ditolak",
    [SYNC_RESULT_DUPLICATE] = "nik_ganda",
    [SYNC_RESULT_RECORDING] = "perlu_perekaman",
};

static int find(str code, const char *const *codes, int n) {
  for (int i = 1; i < n; i++)
    if (str_eq_nocase(str_trim(code), str_of(codes[i]))) return i;
  return 0;
}

const char *sync_outcome_code(enum sync_outcome o) { return (size_t)o < COUNT(outcomes) ? outcomes[o] : ""; }
const char *sync_cause_code(enum sync_cause c) { return (size_t)c < COUNT(causes) ? causes[c] : ""; }
const char *sync_answer_code(enum sync_answer a) { return (size_t)a < COUNT(answers) ? answers[a] : ""; }
const char *sync_result_code(enum sync_result r) { return (size_t)r < COUNT(results) ? results[r] : ""; }

#define PARSES(name, type, codes)           \
  bool name##_parse(str code, type *ret) {  \
    int i = find(code, codes, COUNT(codes)); \
    if (!i) return false;                   \
    *ret = (type)i;                         \
    return true;                            \
  }
PARSES(sync_outcome, enum sync_outcome, outcomes)
PARSES(sync_cause, enum sync_cause, causes)
PARSES(sync_answer, enum sync_answer, answers)
PARSES(sync_result, enum sync_result, results)

enum sync_outcome sync_outcome_of_result(enum sync_result r) {
  static const enum sync_outcome becomes[SYNC_RESULTS] = {[SYNC_RESULT_DONE] = SYNC_MATCHED,
                                                          [SYNC_RESULT_REFUSED] = SYNC_UNDECIDED,
                                                          [SYNC_RESULT_DUPLICATE] = SYNC_DUPLICATE,
                                                          [SYNC_RESULT_RECORDING] = SYNC_RECORDING};
  return (size_t)r < COUNT(becomes) ? becomes[r] : SYNC_UNDECIDED;
}

moment sync_retry_at(enum sync_outcome o, moment decided, int partner_days) {
  bool on_the_way = o == SYNC_RECORDING || o == SYNC_CHANGE || o == SYNC_DUPLICATE;
  return decided + DAYS(on_the_way ? SYNC_IN_PERSON_DAYS : partner_days);
}

moment sync_ask_at(moment retry) {
  struct local_time t = local_of(retry);
  if (t.hour >= 8 && t.hour < 20) return retry;
  if (t.hour >= 20) t.date = date_of_days(date_days(t.date) + 1);
  t.hour = 8;
  t.minute = t.second = 0;
  return moment_of_local(t);
}
