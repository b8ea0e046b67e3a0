#include "domain/complaint.h"

static const char *const kinds[COMPLAINT_KINDS] = {"layanan", "pungli", "saran"};
static const char *const classes[COMPLAINT_CLASSES] = {"ringan", "normatif", "tanpa_pemeriksaan", "dengan_pemeriksaan"};
static const char *const states[COMPLAINT_STATES] = {"baru", "ditangani", "dijawab"};
static const char *const channels[COMPLAINT_CHANNELS] = {"web", "loket"};

static int find(str code, const char *const *codes, int n) {
  for (int i = 0; i < n; i++)
    if (str_is(code, codes[i])) return i;
  return -1;
}
#define CODE_PAIR(name, type, codes)                                                                \
  const char *name##_code(type v) { return (size_t)v < COUNT(codes) ? codes[v] : ""; }              \
  bool name##_parse(str code, type *ret) {                                                          \
    int i = find(code, codes, COUNT(codes));                                                        \
    if (i < 0) return false;                                                                        \
    *ret = (type)i;                                                                                 \
    return true;                                                                                    \
  }
CODE_PAIR(complaint_kind, enum complaint_kind, kinds)
CODE_PAIR(complaint_class, enum complaint_class, classes)
CODE_PAIR(complaint_state, enum complaint_state, states)
const char *complaint_channel_code(enum complaint_channel c) { return (size_t)c < COUNT(channels) ? channels[c] : ""; }

int complaint_days(enum complaint_class c) {
  static const int days[COMPLAINT_CLASSES] = {2, 5, 14, 60};
  return (size_t)c < COUNT(days) ? days[c] : days[COMPLAINT_CLASSES - 1];
}

enum complaint_class complaint_first_class(enum complaint_kind k) {
  return k == COMPLAINT_ILLEGAL_FEE ? CLASS_WITHOUT_INVESTIGATION : CLASS_NORMATIVE;
}

static bool is_concerned(i64 officer, const i64 *concerned, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (concerned[i] == officer) return true;
  return false;
}

bool complaint_may_read(enum role role, i64 officer, const i64 *concerned, size_t n) {
  return (COMPLAINT_READERS & ROLE_BIT(role)) && !is_concerned(officer, concerned, n);
}

bool complaint_may_handle(enum role role, i64 officer, const i64 *concerned, size_t n) {
  return (COMPLAINT_HANDLERS & ROLE_BIT(role)) && !is_concerned(officer, concerned, n);
}

/* ---- names ---------------------------------------------------------------------------------------- */

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (u8)c >= 0x80; }

static bool has_word(str text, str word) {
  for (size_t i = 0; i + word.n <= text.n; i++) {
    bool starts = i == 0 || !letter(text.p[i - 1]), ends = i + word.n == text.n || !letter(text.p[i + word.n]);
    if (starts && ends && str_eq_nocase(str_sub(text, i, word.n), word)) return true;
  }
  return false;
}

bool complaint_names(str typed, str officer_name) {
  static const char *const titles[] = {"bapak", "petugas", "dinas", "loket", "kepala", "admin", "kasi", "kabid"};
  str rest = officer_name, word;
  if (!typed.n || !officer_name.n) return false;
  if (has_word(typed, officer_name)) return true;
  while (str_cut(&rest, ' ', &word)) {
    bool title = word.n < 4;
    for (size_t i = 0; i < COUNT(titles); i++) title |= str_eq_nocase(word, str_of(titles[i]));
    if (!title && has_word(typed, word)) return true;
  }
  return false;
}

/* ---- time --------------------------------------------------------------------------------------------- */

moment working_days_after(moment from, int days, const struct calendar *c) {
  bool ever = false;
  for (int i = 0; i < 7; i++) ever |= c->week[i].to > c->week[i].from;
  struct local_time t = local_of(from);
  for (int guard = 0; days > 0 && guard < 3660; guard++) {
    t = local_of(moment_of_local((struct local_time){.date = date_of_days(date_days(t.date) + 1), .hour = 12}));
    if (working_day(c, date_days(t.date))) days--;
  }
  int minute = ever ? c->week[t.weekday % 7].to : 17 * 60;
  return moment_of_local((struct local_time){.date = t.date, .hour = minute / 60, .minute = minute % 60});
}
