/* Synchronisation: what is to be decided, one case, proposals carried to the centre and back, weekly figures. */
#include "office/sync.h"

#include "base/csv.h"
#include "domain/identity.h"
#include "office/json.h"
#include "report/table.h"
#include "web/inputs.h"
#include "web/officer.h"
#include "web/pages/views_sync.h"

#define LAGS_LEAST 3 /* answers before a partner is said to lag */

static enum text_key code_words(const char *family, const char *code) {
  char name[80];
  if (!*code) return T_NONE;
  snprintf(name, sizeof name, "sync.%s.%s", family, code);
  return text_key_find(str_of(name));
}

static str partner_of(struct ctx *c, const struct partner *p) { return p ? local(&p->label, c->lang) : S("–"); }
static bool may_work(const struct web_request *rq) {
  static const unsigned desk = ROLE_BIT(ROLE_FRONT) | ROLE_BIT(ROLE_OPERATOR) | ROLE_BIT(ROLE_VERIFIER) | ROLE_BIT(ROLE_SUPERVISOR);
  bool tiny = rq->c.actor.role == ROLE_ADMIN && !rq->c.office->config->rules.separate_handover;
  return tiny || (desk & ROLE_BIT(rq->c.actor.role));
}
static str when_or_none(struct ctx *c, moment m) { return m ? officer_when(c, m) : S(""); }
static str number_text(struct ctx *c, i64 n) { return arena_printf(c->arena, "%lld", (long long)n); }

/* ---- the list -------------------------------------------------------------------------------------- */

static enum err fill_todo(struct ctx *c, struct sync_list_view *v) {
  struct sync_todo *list;
  TRY(sync_todo(c, &list, &v->todo_count));
  struct sync_line *lines = arena_array(c->arena, struct sync_line, v->todo_count + 1);
  for (size_t i = 0; i < v->todo_count; i++) {
    const struct sync_todo *t = &list[i];
    str round = arena_printf(c->arena, STR_FMT " %lld", STR_ARG(text_plain(c->lang, T_SYNC_PAGE_ROUND)), (long long)t->rounds + 1);
    lines[i] = (struct sync_line){.number = t->number, .applicant = name_masked(c->arena, t->applicant), .partner = partner_of(c, t->partner),
                                  .due = officer_due(c, t->due_at), .late = t->due_at < c->now, .state = tag_officer_state(t->state)};
    if (t->rounds && t->answer_note.n)
      lines[i].again = arena_printf(c->arena, STR_FMT ": " STR_FMT, STR_ARG(round), STR_ARG(utf8_cut(t->answer_note, 120)));
    else if (t->rounds) lines[i].again = round;
  }
  v->todo = lines;
  return E_OK;
}

static enum err fill_proposed(struct ctx *c, struct sync_list_view *v) {
  struct sync_proposal *list;
  TRY(sync_proposed(c, &list, &v->proposed_count));
  struct sync_line *lines = arena_array(c->arena, struct sync_line, v->proposed_count + 1);
  for (size_t i = 0; i < v->proposed_count; i++)
    lines[i] = (struct sync_line){.number = list[i].number, .applicant = name_masked(c->arena, list[i].applicant),
                                  .partner = partner_of(c, list[i].partner), .due = officer_when(c, list[i].decided_at)};
  v->proposed = lines;
  return E_OK;
}

static enum err fill_batches(struct ctx *c, struct sync_list_view *v) {
  struct sync_batch *list;
  TRY(sync_batches(c, &list, &v->batch_count));
  struct sync_batch_line *lines = arena_array(c->arena, struct sync_batch_line, v->batch_count + 1);
  for (size_t i = 0; i < v->batch_count; i++)
    lines[i] = (struct sync_batch_line){.id = list[i].id, .made = officer_when(c, list[i].made_at), .who = list[i].officer_name,
                                        .exported = when_or_none(c, list[i].exported_at), .read = when_or_none(c, list[i].read_at),
                                        .size = list[i].size, .answered = list[i].answered};
  v->batches = lines;
  return E_OK;
}

static void list_show(struct web_request *rq, struct http_response *rs, enum err why) {
  static const unsigned partners = ROLE_BIT(ROLE_SUPERVISOR) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_AUDITOR) | ROLE_BIT(ROLE_ADMIN);
  struct sync_list_view v = {.may_work = may_work(rq), .may_partners = (partners & ROLE_BIT(rq->c.actor.role)) != 0, .error = why == E_OK ? S("") : officer_fault(rq, why)};
  enum err e = fill_todo(&rq->c, &v);
  if (e == E_OK) e = fill_proposed(&rq->c, &v);
  if (e == E_OK) e = fill_batches(&rq->c, &v);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  sync_list_page(&rq->page, &v);
  web_page(rq, rs, web_status_of(why));
}

void officer_sync_list(struct web_request *rq, struct http_response *rs) { list_show(rq, rs, E_OK); }

void officer_sync_batch_make(struct web_request *rq, struct http_response *rs) {
  i64 batch;
  enum err e = sync_batch_make(&rq->c, &batch);
  if (e != E_OK) list_show(rq, rs, e);
  else web_redirect(rq, rs, arena_printf(rq->c.arena, "/petugas/sinkron/kelompok/%lld?kabar=dibuat", (long long)batch));
}

/* ---- one case ------------------------------------------------------------------------------------------ */

static const struct choice *choices_of(struct ctx *c, const char *family, const char *(*code)(int), int from, int to) {
  struct choice *list = arena_array(c->arena, struct choice, (size_t)(to - from));
  for (int i = from; i < to; i++) {
    str words = text_plain(c->lang, code_words(family, code(i)));
    list[i - from] = (struct choice){.code = str_of(code(i)), .label = {{words, words}}};
  }
  return list;
}

static const char *outcome_word(int i) { return sync_outcome_code((enum sync_outcome)i); }
static const char *cause_word(int i) { return sync_cause_code((enum sync_cause)i); }

static struct local_text label_of(struct ctx *c, enum text_key key) {
  str words = text_plain(c->lang, key);
  return (struct local_text){{words, words}};
}

/* The form as fields, so that it is drawn, mended and read like any other. */
static void fill_form(struct web_request *rq, const struct file_whole *w, struct sync_case_view *v) {
  struct ctx *c = &rq->c;
  const struct partners *all = &c->office->partners;
  const struct partner *named = sync_partner(c, &w->f);
  struct choice *partners = arena_array(c->arena, struct choice, all->n + 1);
  for (size_t i = 0; i < all->n; i++) partners[i] = (struct choice){.code = all->list[i].code, .label = all->list[i].label};
  const struct form_field fields[] = {
      {.code = S("outcome"), .kind = FIELD_CHOICE, .label = label_of(c, T_SYNC_PAGE_OUTCOME),
       .choices = choices_of(c, "outcome", outcome_word, 1, SYNC_OUTCOMES), .choice_count = SYNC_OUTCOMES - 1},
      {.code = S("cause"), .kind = FIELD_CHOICE, .label = label_of(c, T_SYNC_PAGE_CAUSE),
       .choices = choices_of(c, "cause", cause_word, 1, SYNC_CAUSES), .choice_count = SYNC_CAUSES - 1},
      {.code = S("partner"), .kind = FIELD_CHOICE, .label = label_of(c, T_SYNC_PAGE_PARTNER), .choices = partners, .choice_count = all->n},
      {.code = S("note"), .kind = FIELD_LONG, .optional = true, .label = label_of(c, T_SYNC_PAGE_NOTE_LABEL), .help = label_of(c, T_SYNC_PAGE_NOTE_HELP)},
      {.code = S("retry"), .kind = FIELD_DATE, .optional = true, .label = label_of(c, T_SYNC_PAGE_RETRY_LABEL), .help = label_of(c, T_SYNC_PAGE_RETRY_HELP)},
  };
  struct form_input *inputs = arena_array(c->arena, struct form_input, COUNT(fields));
  json_t *o = json_object();
  if (named) json_object_set_new(o, "partner", json_of(named->code));
  str data = json_text(c->arena, o);
  for (size_t i = 0; i < COUNT(fields); i++) inputs[i] = input_of(rq, &fields[i], data);
  v->inputs = inputs;
  v->input_count = COUNT(fields);
}

static void fill_told(struct ctx *c, const struct application *f, struct sync_case_view *v) {
  const struct service *s = f->service;
  struct data_line *lines = arena_array(c->arena, struct data_line, s->question_count + s->field_count + 1);
  json_t *data = json_loadb(f->data.n ? f->data.p : "{}", f->data.n ? f->data.n : 2, 0, NULL);
  for (size_t i = 0; i < s->question_count; i++) {
    u8 at = answer_of(s, &f->answers, i);
    bool about = str_eq(s->questions[i].code, S("partner")) || str_eq(s->questions[i].code, S("sync_cause"));
    if (!about || at == UNANSWERED) continue;
    bool partner = str_eq(s->questions[i].code, S("partner"));
    lines[v->told_count++] = (struct data_line){text_plain(c->lang, partner ? T_SYNC_PAGE_PARTNER : T_SYNC_PAGE_CAUSE),
                                                local(&s->questions[i].choices[at].label, c->lang)};
  }
  for (size_t i = 0; i < s->field_count; i++) {
    if (!condition_holds(s, &s->fields[i].when, &f->answers)) continue;
    str value = json_member(data, arena_cstr(c->arena, s->fields[i].code));
    lines[v->told_count++] = (struct data_line){local(&s->fields[i].label, c->lang), value.n ? arena_str(c->arena, value) : S("")};
  }
  json_decref(data);
  v->told = lines;
}

static struct sync_round_line round_line(struct ctx *c, const struct sync_round *r) {
  return (struct sync_round_line){.round = r->round, .when = officer_when(c, r->decided_at), .who = r->officer_name,
                                  .partner = sync_partner_label(c, r->partner), .retry = text_date(c->arena, c->lang, local_of(r->retry_at).date),
                                  .outcome = code_words("outcome", sync_outcome_code(r->outcome)), .cause = code_words("cause", sync_cause_code(r->cause)),
                                  .answer = code_words("answer", sync_answer_code(r->answer)), .result = code_words("result", sync_result_code(r->result)),
                                  .note = r->note, .answer_note = r->answer_note, .result_note = r->result_note,
                                  .answered = when_or_none(c, r->answered_at), .batch = r->batch};
}

static enum err fill_rounds(struct ctx *c, i64 application, struct sync_case_view *v) {
  struct sync_round *rounds;
  TRY(sync_rounds(c, application, &rounds, &v->round_count));
  struct sync_round_line *lines = arena_array(c->arena, struct sync_round_line, v->round_count + 1);
  for (size_t i = 0; i < v->round_count; i++) lines[i] = round_line(c, &rounds[i]);
  v->rounds = lines;
  return E_OK;
}

static void case_show(struct web_request *rq, struct http_response *rs, enum err why) {
  struct ctx *c = &rq->c;
  struct file_whole w = {0};
  struct sync_case_view v = {.errors = officer_errors(c)};
  enum err e = office_file(c, rq->args[0], &w);
  if (e == E_OK && !w.f.service->data_sync) e = E_NOTFOUND;
  if (e == E_OK) e = fill_rounds(c, w.f.id, &v);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  v.number = w.f.number;
  v.service = local(&w.f.service->label, c->lang);
  v.applicant = w.f.applicant;
  v.state = tag_officer_state(w.f.state);
  v.version = w.f.version;
  v.may_decide = officer_may(office_allowed(c, &w.f), ACTION_RESOLVE);
  if (str_eq(web_query(rq, "kabar"), S("hasil"))) v.notice = text_plain(c->lang, T_SYNC_PAGE_DECIDED_NOTICE);
  fill_form(rq, &w, &v);
  fill_told(c, &w.f, &v);
  sync_case_page(&rq->page, &v);
  web_page(rq, rs, web_status_of(why));
}

void officer_sync_case(struct web_request *rq, struct http_response *rs) { case_show(rq, rs, E_OK); }

static enum err read_decision(struct web_request *rq, struct sync_decision *d) {
  str retry = date_input_typed(rq, S("retry"));
  *d = (struct sync_decision){.number = rq->args[0], .version = web_int(rq, "version"), .partner = web_field(rq, "partner"),
                              .note = web_field(rq, "note")};
  (void)sync_outcome_parse(web_field(rq, "outcome"), &d->outcome);
  (void)sync_cause_parse(web_field(rq, "cause"), &d->cause);
  if (retry.n && !date_parse(retry, &d->retry)) return ctx_fail(&rq->c, E_INPUT, T_SYNC_RETRY_WRONG, "field", S("retry"));
  return E_OK;
}

void officer_sync_decide(struct web_request *rq, struct http_response *rs) {
  struct sync_decision d;
  struct act_result done;
  enum err e = read_decision(rq, &d);
  if (e == E_OK) e = sync_decide(&rq->c, &d, &done);
  bool faster = e == E_CONFLICT && rq->c.fault_count && strcmp(rq->c.faults[0].code, "conflict") == 0;
  if (e == E_OK) officer_to_file(rq, rs, rq->args[0], "/sinkron?kabar=hasil");
  else if (faster) officer_conflict(rq, rs, rq->args[0], arena_printf(rq->c.arena, "/petugas/p/" STR_FMT "/sinkron", STR_ARG(rq->args[0])));
  else case_show(rq, rs, e);
}

/* ---- a batch ---------------------------------------------------------------------------------------------- */

static i64 batch_id(const struct web_request *rq) {
  i64 id;
  return str_to_i64(rq->args[0], &id) && id > 0 ? id : -1;
}

static void fill_batch(struct web_request *rq, const struct sync_batch *b, const struct sync_proposal *list, size_t n, struct sync_batch_view *v) {
  struct ctx *c = &rq->c;
  struct sync_batch_row *rows = arena_array(c->arena, struct sync_batch_row, n + 1);
  for (size_t i = 0; i < n; i++) {
    enum text_key result = code_words("result", sync_result_code(list[i].result));
    rows[i] = (struct sync_batch_row){.row = list[i].row, .number = list[i].number, .applicant = name_masked(c->arena, list[i].applicant),
                                      .partner = partner_of(c, list[i].partner), .state = tag_officer_state(list[i].state),
                                      .result = {result, list[i].result == SYNC_RESULT_DONE ? "ok" : "warn"}, .result_note = list[i].result_note};
  }
  v->id = b->id;
  v->made = officer_when(c, b->made_at);
  v->who = b->officer_name;
  v->exported = when_or_none(c, b->exported_at);
  v->read = when_or_none(c, b->read_at);
  v->size = b->size;
  v->answered = b->answered;
  v->may_work = may_work(rq);
  v->rows = rows;
  v->row_count = n;
}

/* Only what is believed goes back with the confirmation. */
static str file_again(struct ctx *c, const struct sync_reading *r) {
  struct buf b = buf_new(c->arena, MAX_CSV_TEXT);
  buf_add(&b, S("nomor,hasil,keterangan\n"));
  for (size_t i = 0; i < r->n; i++) {
    csv_cell(&b, r->rows[i].number);
    buf_printf(&b, ",%s,", sync_result_code(r->rows[i].result));
    csv_cell(&b, r->rows[i].note);
    buf_byte(&b, '\n');
  }
  return buf_str(&b);
}

static void fill_preview(struct ctx *c, const struct sync_reading *r, struct sync_batch_view *v) {
  struct sync_back_line *lines = arena_array(c->arena, struct sync_back_line, r->n + 1);
  for (size_t i = 0; i < r->n; i++) {
    const struct sync_back *b = &r->rows[i];
    lines[i] = (struct sync_back_line){.line = b->line, .number = b->number, .note = b->note, .problem = b->problem,
                                       .result = code_words("result", sync_result_code(b->result))};
    v->said += b->result != SYNC_RESULT_NONE && b->of && b->of->result == SYNC_RESULT_NONE;
  }
  v->preview = true;
  v->problem = r->problem;
  v->back = lines;
  v->back_count = r->n;
  v->bad = r->bad;
  v->missing = r->missing;
  v->again = file_again(c, r);
}

static void batch_show(struct web_request *rq, struct http_response *rs, enum err why, const struct sync_reading *reading) {
  struct ctx *c = &rq->c;
  struct sync_batch_view v = {.error = why == E_OK ? S("") : officer_fault(rq, why)};
  struct sync_batch b;
  struct sync_proposal *rows;
  size_t n;
  i64 moved;
  enum err e = sync_batch_open(c, batch_id(rq), &b, &rows, &n);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  fill_batch(rq, &b, rows, n, &v);
  if (reading) fill_preview(c, reading, &v);
  if (str_eq(web_query(rq, "kabar"), S("dibuat"))) v.notice = text_plain(c->lang, T_SYNC_PAGE_BATCH_MADE);
  if (str_to_i64(web_query(rq, "berkas"), &moved)) v.notice = TEXT(c->arena, c->lang, T_SYNC_PAGE_APPLIED, ARG("n", number_text(c, moved)));
  sync_batch_page(&rq->page, &v);
  web_page(rq, rs, why != E_OK ? web_status_of(why) : reading && (reading->bad || reading->problem.n) ? 422 : 200);
}

void officer_sync_batch(struct web_request *rq, struct http_response *rs) { batch_show(rq, rs, E_OK, NULL); }

void officer_sync_results(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct sync_reading reading;
  str csv = field_get(&rq->form, S("tabel"));
  size_t moved = 0;
  enum err e = csv.n ? sync_batch_read(c, batch_id(rq), csv, &reading) : ctx_fail(c, E_INPUT, T_SYNC_PAGE_NO_FILE, "missing", S("tabel"));
  bool agreed = e == E_OK && web_checked(rq, "confirm");
  if (agreed) e = sync_batch_apply(c, batch_id(rq), csv, &moved);
  if (agreed && e == E_OK)
    web_redirect(rq, rs, arena_printf(c->arena, "/petugas/sinkron/kelompok/%lld?berkas=%zu", (long long)batch_id(rq), moved));
  else if (e == E_NOTFOUND) web_error(rq, rs, e);
  else batch_show(rq, rs, e, e == E_OK || agreed ? &reading : NULL);
}

/* ---- files that leave the house ------------------------------------------------------------------------------ */

static enum err batch_table(struct ctx *c, const struct sync_proposal *rows, size_t n, bool xlsx, str *ret) {
  static const str heads[] = {S("baris"), S("nomor"), S("nik"), S("kk"), S("nama"), S("nik_lain"), S("lembaga"), S("penyebab"),
                              S("pesan_kesalahan"), S("catatan"), S("hasil"), S("keterangan")};
  static const double widths[] = {7, 18, 20, 20, 28, 20, 24, 24, 36, 24, 18, 36};
  static const enum text_key notes[] = {T_SYNC_PAGE_CARRY_HELP, T_SYNC_PAGE_CARRY_CARE, T_SYNC_PAGE_FILE_HELP};
  str *cells = arena_array(c->arena, str, (n + 1) * COUNT(heads));
  str lines[COUNT(notes)];
  for (size_t i = 0; i < n; i++) {
    const struct sync_proposal *p = &rows[i];
    str partner = p->institution.n ? arena_printf(c->arena, STR_FMT " (" STR_FMT ")", STR_ARG(partner_of(c, p->partner)), STR_ARG(p->institution))
                                   : partner_of(c, p->partner);
    const str row[COUNT(heads)] = {number_text(c, p->row), p->number, p->nik, p->kk, p->applicant, p->other_nik, partner,
                                   text_plain(c->lang, code_words("cause", sync_cause_code(p->cause))), p->error_text, p->note,
                                   str_of(sync_result_code(p->result)), p->result_note};
    memcpy(cells + i * COUNT(heads), row, sizeof row);
  }
  for (size_t i = 0; i < COUNT(notes); i++) lines[i] = text_plain(c->lang, notes[i]);
  struct table t = {.title = "Usulan", .heads = heads, .widths = widths, .columns = COUNT(heads), .cells = cells, .rows = n,
                    .notes = lines, .note_count = COUNT(lines)};
  return xlsx ? table_xlsx(c->arena, &t, ret) : table_csv(c->arena, &t, ret);
}

static void carry(struct web_request *rq, struct http_response *rs, bool xlsx) {
  struct sync_batch b;
  struct sync_proposal *rows;
  size_t n;
  str bytes;
  const char *format = xlsx ? "xlsx" : "csv";
  enum err e = sync_batch_carry(&rq->c, batch_id(rq), format, &b, &rows, &n);
  if (e == E_OK) e = batch_table(&rq->c, rows, n, xlsx, &bytes);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  web_table(rq, rs, bytes, xlsx, arena_printf(rq->c.arena, "usulan-%lld.%s", (long long)b.id, format));
}

void officer_sync_csv(struct web_request *rq, struct http_response *rs) { carry(rq, rs, false); }
void officer_sync_xlsx(struct web_request *rq, struct http_response *rs) { carry(rq, rs, true); }

/* ---- whose data lag --------------------------------------------------------------------------------------------- */

static struct date week_of(struct web_request *rq) {
  struct date d = ctx_today(&rq->c), asked;
  if (date_parse(web_query(rq, "mulai"), &asked) && asked.year > 2000 && asked.year < 2200) d = asked;
  i64 days = date_days(d);
  return date_of_days(days - (days + 3) % 7); /* 1970-01-01 was a Thursday: back to Monday */
}

static struct sync_week_line week_line(struct ctx *c, const struct sync_week *w) {
  struct sync_week_line l = {.partner = sync_partner_label(c, w->partner), .decided = w->decided, .files = w->files, .proposed = w->proposed,
                             .at_partner = w->at_partner, .works = w->works, .fails = w->fails, .silent = w->silent, .open = w->open};
  i64 answers = w->works + w->fails;
  if (answers) l.share = arena_printf(c->arena, "%lld %%", (long long)((100 * w->fails + answers / 2) / answers));
  i64 tenths = (w->until_works + DAYS(1) / 20) / (DAYS(1) / 10);
  if (w->works) l.days = arena_printf(c->arena, c->lang == LANG_ID ? "%lld,%lld" : "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
  l.lags = answers >= LAGS_LEAST && 3 * w->fails >= answers;
  return l;
}

static enum err week_lines(struct ctx *c, struct date from, struct sync_week_line **ret, size_t *ret_n) {
  struct sync_week *weeks;
  TRY(sync_weekly(c, from, &weeks, ret_n));
  *ret = arena_array(c->arena, struct sync_week_line, *ret_n + 1);
  for (size_t i = 0; i < *ret_n; i++) (*ret)[i] = week_line(c, &weeks[i]);
  return E_OK;
}

static str week_url(struct ctx *c, const char *page, struct date from, int days) {
  str day = date_iso(c->arena, date_of_days(date_days(from) + days));
  return arena_printf(c->arena, "/petugas/sinkron/%s?mulai=" STR_FMT, page, STR_ARG(day));
}

void officer_sync_week(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  struct date from = week_of(rq);
  struct sync_week_line *lines;
  struct sync_week_view v = {.from = text_date(c->arena, c->lang, from), .until = text_date(c->arena, c->lang, date_of_days(date_days(from) + 6)),
                             .previous_url = week_url(c, "mingguan", from, -7), .csv_url = week_url(c, "mingguan.csv", from, 0)};
  if (date_days(from) + 7 <= date_days(ctx_today(c))) v.next_url = week_url(c, "mingguan", from, 7);
  enum err e = week_lines(c, from, &lines, &v.line_count);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  v.lines = lines;
  sync_week_page(&rq->page, &v);
  web_page(rq, rs, 200);
}

void officer_sync_week_csv(struct web_request *rq, struct http_response *rs) {
  static const str heads[] = {S("minggu_mulai"), S("lembaga"), S("keputusan"), S("berkas"), S("diusulkan"), S("kendala_lembaga"),
                              S("sudah_bisa"), S("masih_gagal"), S("tidak_dijawab"), S("belum_dijawab"), S("hari_sampai_bisa")};
  struct ctx *c = &rq->c;
  struct date from = week_of(rq);
  struct sync_week_line *l;
  size_t n;
  str bytes, day = date_iso(c->arena, from);
  enum err e = week_lines(c, from, &l, &n);
  str *cells = arena_array(c->arena, str, (e == E_OK ? n + 1 : 1) * COUNT(heads));
  for (size_t i = 0; e == E_OK && i < n; i++) {
    const str row[COUNT(heads)] = {day, l[i].partner, number_text(c, l[i].decided), number_text(c, l[i].files), number_text(c, l[i].proposed),
                                   number_text(c, l[i].at_partner), number_text(c, l[i].works), number_text(c, l[i].fails),
                                   number_text(c, l[i].silent), number_text(c, l[i].open), l[i].days.p ? l[i].days : S("")};
    memcpy(cells + i * COUNT(heads), row, sizeof row);
  }
  struct table t = {.heads = heads, .columns = COUNT(heads), .cells = cells, .rows = n};
  if (e == E_OK) e = table_csv(c->arena, &t, &bytes);
  if (e != E_OK) web_error(rq, rs, e);
  else web_table(rq, rs, bytes, false, arena_printf(c->arena, "sinkronisasi-" STR_FMT ".csv", STR_ARG(day)));
}
