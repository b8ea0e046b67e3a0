/* First in, first out: who was served before older ones and why; what each officer looked at. */
#include "office/fair.h"

#include "base/limits.h"
#include "domain/identity.h"
#include "report/table.h"
#include "web/officer.h"
#include "web/pages/views_fair.h"

static str number_words(struct ctx *c, i64 n) { return arena_printf(c->arena, "%lld", (long long)n); }

static struct date monday_of(struct web_request *rq, str typed) {
  struct date d = ctx_today(&rq->c), asked;
  if (date_parse(typed, &asked) && asked.year > 2000 && asked.year < 2200) d = asked;
  i64 days = date_days(d);
  return date_of_days(days - (days + 3) % 7); /* 1970-01-01 was a Thursday */
}

static str week_url(struct ctx *c, const char *page, struct date from, int days) {
  str day = date_iso(c->arena, date_of_days(date_days(from) + days));
  return arena_printf(c->arena, "/petugas/%s?mulai=" STR_FMT, page, STR_ARG(day));
}

static str service_label(struct ctx *c, str code) {
  const struct service *s = catalogue_find(&c->office->catalogue, code);
  return s ? local(&s->label, c->lang) : code;
}

static str share_of(struct ctx *c, i64 part, i64 all) {
  return all ? arena_printf(c->arena, "%lld %%", (long long)(100 * part / all)) : S("–");
}

/* ---- the week ----------------------------------------------------------------------------------------- */

static void fill_jumps(struct ctx *c, const struct fair_report *r, struct fair_view *v) {
  struct jump_line *lines = arena_array(c->arena, struct jump_line, r->jump_count + 1);
  for (size_t i = 0; i < r->jump_count; i++) {
    const struct fair_jump *j = &r->jumps[i];
    enum channel channel;
    lines[i] = (struct jump_line){.number = j->number, .service = service_label(c, j->service), .officer = j->officer_name, .when = officer_when(c, j->at),
                                  .overtaken = TEXT(c->arena, c->lang, T_FAIR_OVERTAKEN, ARG("n", number_words(c, j->overtaken))), .note = j->note,
                                  .explained_by = j->reason_by, .channel = channel_parse(j->channel, &channel) ? words_channel(channel) : T_NONE,
                                  .reason = j->reason ? text_key_find(arena_printf(c->arena, "fair.reason.%s", fair_reason_code(j->reason))) : T_NONE};
  }
  v->jumps = lines;
  v->jump_count = r->jump_count;
}

static void fill_sums(struct ctx *c, const struct fair_report *r, struct fair_view *v) {
  struct fifo_line *lines = arena_array(c->arena, struct fifo_line, r->sum_count + 1);
  for (size_t i = 0; i < r->sum_count; i++) {
    const struct fair_sum *s = &r->sums[i];
    lines[i] = (struct fifo_line){.service = service_label(c, s->service), .officer = s->officer_name.n ? s->officer_name : S("Loket"), .begun = s->begun,
                                  .in_turn = s->begun - s->jumped, .jumped = s->jumped, .explained = s->explained,
                                  .share = share_of(c, s->begun - s->jumped, s->begun)};
  }
  v->lines = lines;
  v->line_count = r->sum_count;
}

static void fill_reasons(struct ctx *c, struct fair_view *v) {
  struct option *list = arena_array(c->arena, struct option, FAIR_REASONS);
  for (int i = 1; i < FAIR_REASONS; i++) {
    const char *code = fair_reason_code((enum fair_reason)i);
    list[v->reason_count++] = (struct option){.value = str_of(code), .text = text_key_find(arena_printf(c->arena, "fair.reason.%s", code))};
  }
  v->reasons = list;
}

static void week_show(struct web_request *rq, struct http_response *rs, struct date from, enum err why) {
  struct ctx *c = &rq->c;
  struct fair_report r;
  str reason = why == E_OK ? S("") : officer_fault(rq, why);
  enum err e = fair_week(c, from, &r);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct fair_view v = {.from = text_date(c->arena, c->lang, from), .until = text_date(c->arena, c->lang, date_of_days(date_days(from) + 6)),
                        .monday = date_iso(c->arena, from), .error = reason, .previous_url = week_url(c, "adil", from, -7),
                        .csv_url = week_url(c, "adil.csv", from, 0), .may_explain = c->actor.role == ROLE_SUPERVISOR || c->actor.role == ROLE_ADMIN};
  if (date_days(from) + 7 <= date_days(ctx_today(c))) v.next_url = week_url(c, "adil", from, 7);
  if (str_eq(web_query(rq, "kabar"), S("tersimpan"))) v.notice = text_plain(c->lang, T_DESK_SAVED);
  fill_jumps(c, &r, &v);
  fill_sums(c, &r, &v);
  fill_reasons(c, &v);
  fair_page(&rq->page, &v);
  web_page(rq, rs, web_status_of(why));
}

void officer_fair(struct web_request *rq, struct http_response *rs) { week_show(rq, rs, monday_of(rq, web_query(rq, "mulai")), E_OK); }

void officer_fair_explain(struct web_request *rq, struct http_response *rs) {
  struct date from = monday_of(rq, web_field(rq, "mulai"));
  enum fair_reason reason = FAIR_NO_REASON;
  str number;
  (void)fair_reason_parse(web_field(rq, "reason"), &reason);
  enum err e = number_read(rq->c.arena, rq->args[0], &number) == E_OK ? fair_explain(&rq->c, number, reason, web_field(rq, "note")) : E_NOTFOUND;
  str day = date_iso(rq->c.arena, from);
  if (e == E_OK) web_redirect(rq, rs, arena_printf(rq->c.arena, "/petugas/adil?mulai=" STR_FMT "&kabar=tersimpan", STR_ARG(day)));
  else if (e == E_NOTFOUND) web_error(rq, rs, e);
  else week_show(rq, rs, from, e);
}

void officer_fair_csv(struct web_request *rq, struct http_response *rs) {
  static const str heads[] = {S("nomor"), S("layanan"), S("saluran"), S("waktu"), S("petugas"), S("dilewati"), S("alasan"), S("catatan"), S("dijelaskan_oleh")};
  struct ctx *c = &rq->c;
  struct date from = monday_of(rq, web_query(rq, "mulai"));
  struct fair_report r;
  str bytes, day = date_iso(c->arena, from);
  enum err e = fair_week(c, from, &r);
  str *cells = arena_array(c->arena, str, (e == E_OK ? r.jump_count + 1 : 1) * COUNT(heads));
  for (size_t i = 0; e == E_OK && i < r.jump_count; i++) {
    const struct fair_jump *j = &r.jumps[i];
    const str row[COUNT(heads)] = {j->number, j->service, j->channel, rfc3339(c->arena, j->at), j->officer_name, number_words(c, j->overtaken),
                                   str_of(fair_reason_code(j->reason)), j->note, j->reason_by};
    memcpy(cells + i * COUNT(heads), row, sizeof row);
  }
  struct table t = {.heads = heads, .columns = COUNT(heads), .cells = cells, .rows = e == E_OK ? r.jump_count : 0};
  if (e == E_OK) e = table_csv(c->arena, &t, &bytes);
  if (e != E_OK) web_error(rq, rs, e);
  else web_table(rq, rs, bytes, false, arena_printf(c->arena, "urutan-" STR_FMT ".csv", STR_ARG(day)));
}

/* ---- who looked ------------------------------------------------------------------------------------------- */

static enum text_key role_words(struct ctx *c, enum role role) { return text_key_find(arena_printf(c->arena, "fair.role.%s", role_code(role))); }

void officer_lookers(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct fair_officer *list;
  struct lookers_view v = {0};
  enum err e = fair_officers(c, &list, &v.line_count);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct looker_line *lines = arena_array(c->arena, struct looker_line, v.line_count + 1);
  for (size_t i = 0; i < v.line_count; i++)
    lines[i] = (struct looker_line){.id = list[i].id, .name = list[i].name, .role = role_words(c, list[i].role), .looks = list[i].looks};
  v.lines = lines;
  lookers_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

static const struct fair_officer *officer_of(const struct fair_officer *list, size_t n, str id) {
  i64 wanted;
  if (!str_to_i64(id, &wanted)) return NULL;
  for (size_t i = 0; i < n; i++)
    if (list[i].id == wanted) return &list[i];
  return NULL;
}

void officer_look_log(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct fair_officer *officers;
  struct fair_look *looks;
  size_t n;
  i64 before = 0;
  struct looks_view v = {0};
  if (!str_to_i64(web_query(rq, "sebelum"), &before) || before < 0) before = 0;
  enum err e = fair_officers(c, &officers, &n);
  const struct fair_officer *o = e == E_OK ? officer_of(officers, n, rq->args[0]) : NULL;
  if (e == E_OK && !o) e = E_NOTFOUND;
  if (e == E_OK) e = fair_looks(c, o->id, before, &looks, &v.line_count);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct look_line *lines = arena_array(c->arena, struct look_line, v.line_count + 1);
  for (size_t i = 0; i < v.line_count; i++)
    lines[i] = (struct look_line){.when = officer_when(c, looks[i].at), .number = looks[i].number.p ? looks[i].number : S(""),
                                  .what = text_key_find(arena_printf(c->arena, "fair.look." STR_FMT, STR_ARG(looks[i].kind)))};
  v.name = o->name;
  v.lines = lines;
  if (v.line_count == MAX_LIST)
    v.next_url = arena_printf(c->arena, "/petugas/adil/lihat/%lld?sebelum=%lld", (long long)o->id, (long long)looks[v.line_count - 1].seq);
  looks_page(&rq->page, &v);
  web_page(rq, rs, 200);
}
