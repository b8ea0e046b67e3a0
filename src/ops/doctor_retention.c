/* The doctor's look at papers that are over their time to be kept. */
#include "office/erasure.h"
#include "ops/doctor_report.h"

static bool count_due(struct doctor_report *d, i64 *ret_scans, i64 *ret_held) {
  struct office o = {.config = d->config, .db = d->db};
  struct ctx c = {.office = &o, .arena = d->arena, .now = clock_now()};
  struct due_class due[PAPER_CLASSES];
  if (!d->db || erasure_due(&c, due) != E_OK) return false;
  for (size_t i = 0; i < PAPER_CLASSES; i++) {
    *ret_scans += due[i].scans;
    *ret_held += due[i].held;
  }
  return true;
}

void doctor_retention(struct doctor_report *d) {
  i64 scans = 0, held = 0;
  bool by_worker = d->config->retention.purge_auto;
  if (!count_due(d, &scans, &held)) return;
  if (scans && !by_worker)
    doctor_warn(d, "loket purge --dry-run, then loket purge; or retention.purge: auto", "%lld scans are over their time to be kept",
                (long long)scans);
  else if (scans)
    doctor_ok(d, "%lld scans are over their time to be kept; the worker destroys them within a day", (long long)scans);
  else
    doctor_ok(d, "no scan is over its time to be kept");
  if (held) doctor_ok(d, "%lld scans are kept because of a legal hold", (long long)held);
}
