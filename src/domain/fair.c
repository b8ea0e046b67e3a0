#include "domain/fair.h"

enum fair_sense fair_sense_of(str event_kind) {
  static const struct {
    const char *kind;
    enum fair_sense sense;
  } kinds[] = {
      {"submit", FAIR_WAITS},       {"take", FAIR_STARTS},       {"accept_scan", FAIR_STARTS}, {"fault_scan", FAIR_STARTS},
      {"ask_correction", FAIR_STARTS}, {"process", FAIR_STARTS}, {"hold", FAIR_STARTS},        {"refuse", FAIR_STARTS},
      {"resolve", FAIR_STARTS},     {"cancel", FAIR_LEAVES},     {"expire", FAIR_LEAVES},      {"view", FAIR_LOOKS},
      {"complaint_viewed", FAIR_LOOKS}, {"sync_batch_exported", FAIR_LOOKS},
  };
  for (size_t i = 0; i < COUNT(kinds); i++)
    if (str_is(event_kind, kinds[i].kind)) return kinds[i].sense;
  return FAIR_NOTHING;
}

static const char *const reasons[FAIR_REASONS] = {"", "kelompok_rentan", "mendesak", "datang_langsung", "berkas_lain_menunggu", "keliru", "lainnya"};
const char *fair_reason_code(enum fair_reason r) { return (size_t)r < COUNT(reasons) ? reasons[r] : ""; }
bool fair_reason_parse(str code, enum fair_reason *ret) {
  for (int i = 1; i < FAIR_REASONS; i++)
    if (str_is(code, reasons[i])) {
      *ret = (enum fair_reason)i;
      return true;
    }
  return false;
}
