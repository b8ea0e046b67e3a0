/* Times, rows and reasons as officers read them. */
#include "domain/identity.h"
#include "web/inputs.h"
#include "web/officer.h"

static str count_text(struct ctx *c, enum text_key key, i64 n) {
  return TEXT(c->arena, c->lang, key, ARG("n", arena_printf(c->arena, "%lld", (long long)n)));
}

str officer_span(struct ctx *c, moment span) {
  if (span < 0) span = 0;
  if (span < HOURS(1)) return count_text(c, T_DESK_MINUTES, span / MINUTES(1));
  if (span < HOURS(48)) return count_text(c, T_DESK_HOURS, span / HOURS(1));
  return count_text(c, T_DESK_DAYS, span / DAYS(1));
}

static str clock_text(struct ctx *c, moment m) {
  struct local_time t = local_of(m);
  return arena_printf(c->arena, "%02d.%02d", t.hour, t.minute);
}

str officer_when(struct ctx *c, moment m) {
  str date = text_date(c->arena, c->lang, local_of(m).date), time = clock_text(c, m);
  return arena_printf(c->arena, STR_FMT " " STR_FMT, STR_ARG(date), STR_ARG(time));
}

str officer_due(struct ctx *c, moment due) {
  if (!due) return S("");
  if (due < c->now) return TEXT(c->arena, c->lang, T_DESK_LATE, ARG("span", officer_span(c, c->now - due)));
  i64 days = date_days(local_of(due).date) - date_days(ctx_today(c));
  if (days > 1) return officer_when(c, due);
  return TEXT(c->arena, c->lang, days ? T_DESK_TOMORROW : T_DESK_TODAY, ARG("time", clock_text(c, due)));
}

str officer_window(struct ctx *c, moment until) { return until > c->now ? officer_span(c, until - c->now) : S(""); }

/* Examples behind the question mark help whoever answers, not whoever reads the answer. */
str officer_answer(struct ctx *c, const struct question *q, const struct choice *choice) {
  str ask = local(&q->ask, c->lang), label = local(&choice->label, c->lang);
  size_t end = str_find(ask, '?');
  ask = str_sub(ask, 0, end < ask.n ? end + 1 : ask.n);
  return arena_printf(c->arena, STR_FMT " " STR_FMT, STR_ARG(ask), STR_ARG(label));
}

str officer_section(struct ctx *c, str code) {
  enum text_key key = text_key_find(arena_printf(c->arena, "desk.section." STR_FMT, STR_ARG(code)));
  return key == T_NONE ? code : text_plain(c->lang, key);
}

str officer_item_label(struct ctx *c, const struct item *i) { return local(&i->requirement->label, c->lang); }

bool officer_may(u64 allowed, enum action a) { return (allowed >> a & 1) != 0; }

struct file_row *officer_rows(struct ctx *c, const struct list *list, const bool *replied) {
  struct file_row *rows = arena_array(c->arena, struct file_row, list->n + 1);
  for (size_t i = 0; i < list->n; i++) {
    const struct list_row *l = &list->rows[i];
    bool runs = state_clock_runs(l->state);
    rows[i] = (struct file_row){.number = l->number,
                                .service = local(&l->service->label, c->lang),
                                .applicant = name_masked(c->arena, l->applicant),
                                .channel = words_channel(l->channel),
                                .age = officer_span(c, c->now - l->submitted_at),
                                .due = runs ? officer_due(c, l->due_at) : S(""),
                                .late = runs && l->due_at < c->now,
                                .owner = l->owner_name,
                                .mine = l->owner && l->owner == c->actor.officer,
                                .replied = replied && replied[i],
                                .state = tag_officer_state(l->state)};
  }
  return rows;
}

struct option *officer_services(struct ctx *c, str chosen, size_t *ret_n) {
  const struct catalogue *all = &c->office->catalogue;
  struct option *list = arena_array(c->arena, struct option, all->n + 1);
  size_t n = 0;
  for (size_t i = 0; i < all->n; i++) {
    const struct service *s = &all->services[i];
    if (s->in_person) continue;
    list[n++] =
        (struct option){.value = s->code, .label = local(&s->label, c->lang), .chosen = str_eq(s->code, chosen)};
  }
  *ret_n = n;
  return list;
}

str officer_notice(struct web_request *rq) {
  static const struct {
    const char *code;
    enum text_key key;
  } notices[] = {{"tersimpan", T_DESK_SAVED},           {"catatan", T_DESK_NOTE_SAVED},
                 {"balasan", T_DESK_REPLY_SENT},        {"terikat", T_DESK_TIED},
                 {"perbaikan", T_DESK_CORRECTION_SENT}, {"bot", T_DESK_GIVEN_BACK},
                 {"terdaftar", T_DESK_REGISTERED},      {"berkas", T_DESK_SCANS_ADDED},
                 {"sandi_baru", T_OFFICER_PROFILE_CHANGED}, {"keluar_lain", T_OFFICER_PROFILE_ENDED},
                 {"kode_aktif", T_OFFICER_FACTOR_IS_ON}, {"kode_lepas", T_OFFICER_FACTOR_IS_OFF}};
  str code = web_query(rq, "kabar");
  for (size_t i = 0; i < COUNT(notices); i++)
    if (str_is(code, notices[i].code)) return text_plain(rq->c.lang, notices[i].key);
  return S("");
}

str officer_fault(struct web_request *rq, enum err e) {
  struct ctx *c = &rq->c;
  if (c->fault_count) return fault_text(c, &c->faults[0]);
  return text_plain(c->lang, words_error_title(web_status_of(e)));
}

enum err officer_may_try(struct web_request *rq, const char *what, str key, int per_minute, str field) {
  if (web_allow(what, key, per_minute)) return E_OK;
  return ctx_fail_arg(&rq->c, E_LIMIT, T_OFFICE_LOGIN_LOCKED, "too_many", field, "minutes", S("1"));
}

struct form_errors officer_errors(struct ctx *c) {
  struct field_error *list = arena_array(c->arena, struct field_error, MAX_FAULTS);
  for (size_t i = 0; i < c->fault_count; i++) {
    str field = c->faults[i].field;
    if (str_starts(field, S("applicant/")))
      field = arena_printf(c->arena, "applicant_" STR_FMT, STR_ARG(str_from(field, 10)));
    list[i] = (struct field_error){fault_input_of_item(c->arena, field), fault_text(c, &c->faults[i])};
  }
  return (struct form_errors){list, c->fault_count};
}

/* A keyboard scanner types the address of the status page: .../s/{token} */
static bool token_in(str typed, str *ret_token) {
  for (size_t i = 0; i + 3 < typed.n; i++)
    if (str_starts(str_from(typed, i), S("/s/"))) {
      str rest = str_from(typed, i + 3);
      return str_cut(&rest, '/', ret_token);
    }
  return false;
}

enum err officer_number_of(struct ctx *c, str typed, str *ret_number) {
  struct file_whole w = {0};
  str token;
  if (number_read(c->arena, typed, ret_number) == E_OK) return E_OK;
  size_t at = typed.n;
  while (at > 0 && typed.p[at - 1] != '/') at--;
  if (str_has(typed, S("/v/")) && number_read(c->arena, str_from(typed, at), ret_number) == E_OK) return E_OK;
  if (!token_in(typed, &token)) return E_INPUT;
  TRY(office_status(c, token, &w));
  *ret_number = w.f.number;
  return E_OK;
}

void officer_to_file(struct web_request *rq, struct http_response *rs, str number, const char *tail) {
  str canonical;
  if (number_read(rq->c.arena, number, &canonical) != E_OK) canonical = S("-");
  web_redirect(rq, rs, arena_printf(rq->c.arena, "/petugas/p/" STR_FMT "%s", STR_ARG(canonical), tail));
}
