#include "web/pages/views.h"

/* The words of a domain code stand under "<prefix>.<code>"; views_test.c holds that every code has them. */
static enum text_key words(const char *prefix, const char *code) {
  char name[96];
  int n = snprintf(name, sizeof name, "%s.%s", prefix, code);
  if (*code == '\0' || n < 0 || (size_t)n >= sizeof name) return T_NONE;
  return text_key_find(str_of(name));
}

static const char *state_tone(enum state s) {
  static const char *const tones[STATES] = {
      [STATE_DRAFT] = "plain",
      [STATE_SUBMITTED] = "info",
      [STATE_IN_REVIEW] = "info",
      [STATE_NEEDS_CORRECTION] = "warn",
      [STATE_PROCESSING] = "info",
      [STATE_ON_HOLD] = "sogan",
      [STATE_AWAITING_SIGNATURE] = "info",
      [STATE_ISSUED] = "info",
      [STATE_READY_FOR_PICKUP] = "ok",
      [STATE_SENT] = "ok",
      [STATE_COMPLETED] = "ok",
      [STATE_MISMATCH] = "err",
      [STATE_REFUSED] = "err",
      [STATE_CANCELLED] = "plain",
      [STATE_EXPIRED] = "plain",
  };
  return tones[s];
}
struct tag tag_citizen_state(enum state s) {
  return (struct tag){words("citizen.state", state_code(s)), state_tone(s)};
}
struct tag tag_officer_state(enum state s) {
  return (struct tag){words("officer.state", state_code(s)), state_tone(s)};
}
static const char *item_tone(enum item_state s) {
  static const char *const tones[] = {[ITEM_MISSING] = "sogan",
                                      [ITEM_RECEIVED] = "info",
                                      [ITEM_ACCEPTED] = "ok",
                                      [ITEM_FAULTY] = "warn",
                                      [ITEM_SEEN] = "ok"};
  return tones[s];
}
struct tag tag_citizen_item(enum item_state s) {
  return (struct tag){words("citizen.item", item_state_code(s)), item_tone(s)};
}
struct tag tag_officer_item(enum item_state s) {
  return (struct tag){words("officer.item", item_state_code(s)), item_tone(s)};
}
struct tag tag_original(enum original_result r) {
  static const char *const tones[ORIGINAL_RESULTS] = {[ORIGINAL_UNCHECKED] = "plain",
                                                      [ORIGINAL_SAME] = "ok",
                                                      [ORIGINAL_DIFFERENT] = "err",
                                                      [ORIGINAL_NOT_BROUGHT] = "warn",
                                                      [ORIGINAL_DOUBTFUL] = "err"};
  return (struct tag){words("officer.original", r == ORIGINAL_UNCHECKED ? "unchecked" : original_code(r)), tones[r]};
}
enum text_key words_next_step(enum state s) { return words("citizen.next", state_code(s)); }
enum text_key words_action(enum action a) { return words("officer.do", action_code(a)); }
enum text_key words_rule(enum rule r) { return words("rule", rule_code(r)); }
enum text_key words_channel(enum channel c) { return words("officer.channel", channel_code(c)); }
enum text_key words_fault(enum fault_reason r) { return words("fault", fault_code(r)); }
enum text_key words_fault_todo(enum fault_reason r) { return words("fault_todo", fault_code(r)); }
enum text_key words_hold(enum hold_reason r) { return words("hold", hold_code(r)); }
enum text_key words_hold_citizen(enum hold_reason r) { return words("hold_citizen", hold_code(r)); }

static enum text_key error_words(int status, const char *which) {
  static const int known[] = {400, 403, 404, 405, 409, 413, 422, 429, 500, 503};
  int shown = 500;
  for (size_t i = 0; i < COUNT(known); i++)
    if (known[i] == status) shown = status;
  char name[32];
  snprintf(name, sizeof name, "%d.%s", shown, which);
  return words("error", name);
}
enum text_key words_error_title(int status) { return error_words(status, "title"); }
enum text_key words_error_todo(int status) { return error_words(status, "todo"); }

const struct code_words fault_choices[FAULT_CHOICES] = {
    {"buram", T_FAULT_BURAM},
    {"terpotong", T_FAULT_TERPOTONG},
    {"silau", T_FAULT_SILAU},
    {"gelap", T_FAULT_GELAP},
    {"bukan_asli", T_FAULT_BUKAN_ASLI},
    {"salah_dokumen", T_FAULT_SALAH_DOKUMEN},
    {"tidak_lengkap_halaman", T_FAULT_TIDAK_LENGKAP_HALAMAN},
    {"tidak_terbaca_nik", T_FAULT_TIDAK_TERBACA_NIK},
    {"data_beda", T_FAULT_DATA_BEDA},
    {"kedaluwarsa", T_FAULT_KEDALUWARSA},
    {"tanda_tangan_kosong", T_FAULT_TANDA_TANGAN_KOSONG},
    {"saksi_kurang", T_FAULT_SAKSI_KURANG},
    {"meterai_kurang", T_FAULT_METERAI_KURANG},
};
const struct code_words hold_choices[HOLD_CHOICES] = {
    {"gangguan_sistem_pusat", T_HOLD_GANGGUAN_SISTEM_PUSAT},
    {"blangko_habis", T_HOLD_BLANGKO_HABIS},
    {"tunggu_daerah_asal", T_HOLD_TUNGGU_DAERAH_ASAL},
    {"tunggu_keputusan_kadis", T_HOLD_TUNGGU_KEPUTUSAN_KADIS},
    {"tunggu_pusat", T_HOLD_TUNGGU_PUSAT},
};
const struct code_words original_choices[ORIGINAL_CHOICES] = {
    {"same", T_OFFICER_ORIGINAL_SAME},
    {"different", T_OFFICER_ORIGINAL_DIFFERENT},
    {"not_brought", T_OFFICER_ORIGINAL_NOT_BROUGHT},
    {"doubtful", T_OFFICER_ORIGINAL_DOUBTFUL},
};
const struct code_words identity_choices[IDENTITY_CHOICES] = {
    {"ktp_el", T_OFFICER_IDENTITY_KTP_EL},
    {"ikd", T_OFFICER_IDENTITY_IKD},
    {"sim", T_OFFICER_IDENTITY_SIM},
    {"passport", T_OFFICER_IDENTITY_PASSPORT},
    {"family_card", T_OFFICER_IDENTITY_FAMILY_CARD},
};
const struct code_words relation_choices[RELATION_CHOICES] = {
    {"self", T_OFFICER_RELATION_SELF},   {"spouse", T_OFFICER_RELATION_SPOUSE},   {"parent", T_OFFICER_RELATION_PARENT},
    {"child", T_OFFICER_RELATION_CHILD}, {"sibling", T_OFFICER_RELATION_SIBLING}, {"family", T_OFFICER_RELATION_FAMILY},
    {"proxy", T_OFFICER_RELATION_PROXY},
};
const struct code_words queue_choices[QUEUE_TABS] = {
    {"all", T_OFFICER_QUEUE_ALL},
    {"new", T_OFFICER_QUEUE_NEW},
    {"review", T_OFFICER_QUEUE_REVIEW},
    {"waiting", T_OFFICER_QUEUE_WAITING},
    {"processing", T_OFFICER_QUEUE_PROCESSING},
    {"ready", T_OFFICER_QUEUE_READY},
    {"mismatch", T_OFFICER_QUEUE_MISMATCH},
};

const struct languages *other_languages(struct page *p) {
  unsigned n = text_language_total();
  struct languages *others = arena_new_of(p->arena, struct languages);
  struct option *list = arena_array(p->arena, struct option, n);
  for (unsigned i = 0; i < n; i++)
    if ((enum lang)i != p->lang)
      list[others->n++] = (struct option){.value = text_language_code((enum lang)i), .label = text_plain((enum lang)i, T_LANGUAGE_NAME)};
  others->at = list;
  return others;
}

str text_of(struct page *p, i64 n) { return arena_printf(p->arena, "%lld", (long long)n); }

/* The steps of a file in the order in which one of them comes first. */
#define MAIN_STEPS 12
struct main_step {
  bool allowed;
  enum action action;
};
static void main_steps(const struct allowed *may, struct main_step ret[MAIN_STEPS]) {
  const struct main_step steps[MAIN_STEPS] = {
      {may->decide, ACTION_DECIDE_MISMATCH},
      {may->pickup, ACTION_HAND_OVER},
      {may->take, ACTION_TAKE},
      {may->ask_correction, ACTION_ASK_CORRECTION},
      {may->resume, ACTION_RESUME},
      {may->process && !may->processed, ACTION_PROCESS},
      {may->issue && !may->issued, ACTION_ISSUE},
      {may->ready, ACTION_READY},
      {may->await_signature, ACTION_AWAIT_SIGNATURE},
      {may->process && may->processed, ACTION_PROCESS}, /* its number is mended */
      {may->issue && may->issued, ACTION_ISSUE},
      {may->reopen, ACTION_REOPEN},
  };
  memcpy(ret, steps, sizeof steps);
}
enum action first_step(const struct allowed *may) {
  struct main_step steps[MAIN_STEPS];
  main_steps(may, steps);
  for (size_t i = 0; i < MAIN_STEPS; i++)
    if (steps[i].allowed) return steps[i].action;
  return ACTIONS;
}
bool has_other_steps(const struct allowed *may) {
  struct main_step steps[MAIN_STEPS];
  main_steps(may, steps);
  size_t in_sheet = 0; /* links (correction, pickup) stand in the bar, not in the sheet */
  for (size_t i = 0; i < MAIN_STEPS; i++) {
    enum action a = steps[i].action;
    bool link = a == ACTION_DECIDE_MISMATCH || a == ACTION_HAND_OVER || a == ACTION_ASK_CORRECTION;
    if (steps[i].allowed && !link && a != first_step(may)) in_sheet++;
  }
  return in_sheet > 0 || may->release || may->confirm || may->send || may->hold || may->refuse || may->cancel;
}

bool original_is(enum original_result r, const char *code) { return strcmp(original_code(r), code) == 0; }
bool has_error(const struct form_errors *e, const char *field) { return error_text(e, field).n > 0; }
str error_text(const struct form_errors *e, const char *field) {
  for (size_t i = 0; i < e->n; i++)
    if (str_is(e->at[i].field, field)) return e->at[i].text;
  return STR_NONE;
}
