/* /petugas/ruang: what the day asks for, and the devices. /petugas/kunjungan: who came, why, and who did not have to. */
#include "web/hall.h"
#include "web/officer.h"

/* ---- rules of the day -------------------------------------------------------------------------------------------- */

static str joined(struct ctx *c, const str *list, size_t n) {
  struct buf b = buf_new(c->arena, 4096);
  for (size_t i = 0; i < n; i++) buf_printf(&b, "%s" STR_FMT, i ? "\n" : "", STR_ARG(list[i]));
  return buf_str(&b);
}

static str number(struct ctx *c, int n) { return arena_printf(c->arena, "%d", n); }

static bool may_change(const struct ctx *c) {
  return c->actor.role == ROLE_HEAD || c->actor.role == ROLE_ADMIN || c->actor.role == ROLE_SUPERVISOR;
}

static enum err fill_devices(struct ctx *c, struct hall_settings_view *v) {
  static const enum text_key kinds[DEVICES] = {[DEVICE_KIOSK] = T_HALL_SET_DEVICE_KIOSK, [DEVICE_BOARD] = T_HALL_SET_DEVICE_BOARD, [DEVICE_DOOR] = T_HALL_SET_DEVICE_DOOR};
  struct device *all;
  TRY(office_devices(c, &all, &v->device_count));
  struct device_line *list = arena_array(c->arena, struct device_line, v->device_count + 1);
  for (size_t i = 0; i < v->device_count; i++) {
    const struct hall *h = office_hall(c->office, all[i].hall);
    list[i] = (struct device_line){.id = all[i].id, .name = all[i].name, .hall = h ? local(&h->name, c->lang) : all[i].hall, .kind = kinds[all[i].kind],
                                   .seen = all[i].seen_at ? officer_when(c, all[i].seen_at) : text_plain(c->lang, T_HALL_SET_DEVICE_NEVER)};
  }
  v->devices = list;
  return E_OK;
}

static struct line_button *line_boxes(struct ctx *c, const struct hall *h, const struct hall_rules *r) {
  struct line_button *list = arena_array(c->arena, struct line_button, h->line_count + 1);
  for (size_t i = 0; i < h->line_count; i++)
    list[i] = (struct line_button){.letter = h->lines[i].letter, .name = local(&h->lines[i].name, c->lang), .closed = letters_have(r->closed, h->lines[i].letter),
                                   .urgent = letters_have(r->urgent, h->lines[i].letter)};
  return list;
}

static void show(struct web_request *rq, struct http_response *rs, const struct hall *h, const struct hall_rules *typed, str device_url, enum err why) {
  struct ctx *c = &rq->c;
  struct form_errors errors = officer_errors(c);
  struct hall_rules r;
  enum err e = office_hall_rules(c, h, &r);
  if (typed) r = *typed;
  struct hall_settings_view v = {.errors = errors, .code = h->code, .hall = local(&h->name, c->lang), .capacity = number(c, r.capacity),
                                 .share = number(c, r.walkin_share), .near = number(c, r.near), .grace = number(c, r.grace),
                                 .cleaning = number(c, r.cleaning_minutes), .spacing = number(c, r.spacing_minutes),
                                 .checks = joined(c, r.checks, r.check_count), .reasons = joined(c, r.reasons, r.reason_count), .notice = r.notice,
                                 .protocol = r.protocol, .lines = line_boxes(c, h, &r), .line_count = h->line_count, .may_change = may_change(c),
                                 .saved = str_eq(web_query(rq, "kabar"), S("tersimpan")), .device_url = device_url};
  v.halls = hall_choices(c, h, &v.hall_count);
  if (e == E_OK) e = fill_devices(c, &v);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  hall_settings_page(&rq->page, &v);
  web_page(rq, rs, why == E_OK ? 200 : web_status_of(why));
}

void hall_settings(struct web_request *rq, struct http_response *rs) {
  const struct hall *h = office_hall(rq->c.office, web_query(rq, "ruang"));
  if (h) show(rq, rs, h, NULL, S(""), E_OK);
  else web_error_page(rq, rs, 404);
}

/* One text a line; empty ones and what is too many are left out. */
static size_t lines_of(str text, str *ret, size_t max) {
  size_t n = 0;
  for (str line; str_cut(&text, '\n', &line);) {
    line = utf8_cut(str_trim(line), 80);
    if (line.n && n < max) ret[n++] = line;
  }
  return n;
}

/* The letters of the boxes that are ticked, in the order of the hall. */
static str letters_of(struct web_request *rq, const struct hall *h, const char *name) {
  struct buf b = buf_new(rq->c.arena, MAX_HALL_LINES);
  for (size_t i = 0; i < h->line_count; i++)
    for (size_t k = 0; k < rq->form.n; k++)
      if (str_is(rq->form.at[k].name, name) && str_eq(rq->form.at[k].value, h->lines[i].letter)) {
        buf_add(&b, h->lines[i].letter);
        break;
      }
  return buf_str(&b);
}

static void read_number(struct web_request *rq, const char *name, int least, int most, int *ret) {
  i64 n = 0;
  if (str_to_i64(web_field(rq, name), &n) && n >= least && n <= most) *ret = (int)n;
  else
    (void)ctx_fail_arg(&rq->c, E_INPUT, T_HALL_SET_NUMBER, "number", str_of(name), "range", arena_printf(rq->c.arena, "%d–%d", least, most));
}

void hall_settings_save(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  const struct hall *h = office_hall(c->office, web_field(rq, "hall"));
  if (!h) {
    web_error_page(rq, rs, 404);
    return;
  }
  struct hall_rules r = hall_rules_usual(h);
  read_number(rq, "capacity", 0, 5000, &r.capacity);
  read_number(rq, "walkin_share", 10, 90, &r.walkin_share);
  read_number(rq, "near", 1, 50, &r.near);
  read_number(rq, "grace", 0, 120, &r.grace);
  read_number(rq, "cleaning", 0, 60, &r.cleaning_minutes);
  read_number(rq, "spacing", 0, 240, &r.spacing_minutes);
  r.protocol = web_checked(rq, "protocol");
  r.check_count = lines_of(web_field(rq, "checks"), r.checks, MAX_CHECKS);
  r.reason_count = lines_of(web_field(rq, "reasons"), r.reasons, MAX_REASONS);
  r.closed = letters_of(rq, h, "closed");
  r.urgent = letters_of(rq, h, "urgent");
  r.notice = utf8_cut(web_field(rq, "notice"), 160);
  enum err e = c->fault_count ? E_INPUT : office_hall_set_rules(c, h, &r);
  if (e == E_OK) web_redirect(rq, rs, arena_printf(c->arena, "/petugas/ruang?ruang=" STR_FMT "&kabar=tersimpan", STR_ARG(h->code)));
  else if (c->fault_count && e != E_DENIED) show(rq, rs, h, &r, S(""), e);
  else web_error(rq, rs, e);
}

/* ---- devices -------------------------------------------------------------------------------------------------------- */

void hall_device_add(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  const struct hall *h = office_hall(c->office, web_field(rq, "hall"));
  enum device_kind kind;
  str token;
  if (!h || !device_parse(web_field(rq, "kind"), &kind)) {
    web_error_page(rq, rs, 404);
    return;
  }
  enum err e = office_device_add(c, kind, h, web_field(rq, "name"), &token);
  str url = e == E_OK ? office_url(c, "/alat/", token) : S("");
  if (e == E_OK || c->fault_count) show(rq, rs, h, NULL, url, e);
  else web_error(rq, rs, e);
}

void hall_device_revoke(struct web_request *rq, struct http_response *rs) {
  enum err e = office_device_revoke(&rq->c, web_int(rq, "device"));
  if (e == E_OK || e == E_NOTFOUND) web_redirect(rq, rs, arena_printf(rq->c.arena, "/petugas/ruang?ruang=" STR_FMT, STR_ARG(percent_encode(rq->c.arena, web_field(rq, "hall")))));
  else web_error(rq, rs, e);
}

/* ---- visits ------------------------------------------------------------------------------------------------------------ */

#define DAYS_SHOWN 30

static void add_days(struct ctx *c, const struct visit_count *list, size_t n, struct visits_view *v) {
  struct visit_day *days = arena_array(c->arena, struct visit_day, DAYS_SHOWN + 2);
  i64 baseline = c->office->config->figures.visits_before, last = -1;
  size_t k = 0;
  for (size_t i = n; i-- > 0;) { /* newest first */
    if (list[i].day != last && k <= DAYS_SHOWN) days[k++] = (struct visit_day){.day = text_date(c->arena, c->lang, date_of_days(list[i].day))};
    last = list[i].day;
    days[k - 1].came += list[i].taken;
    days[k - 1].done += list[i].done;
  }
  for (size_t i = 0; i < k; i++) days[i].avoided = baseline > days[i].came ? baseline - days[i].came : 0;
  v->days = days;
  v->day_count = k;
}

static void share_out(struct visit_part *list, size_t n) {
  i64 all = 0;
  for (size_t i = 0; i < n; i++) all += list[i].count;
  for (size_t i = 0; i < n; i++) list[i].percent = all ? (list[i].count * 100 + all / 2) / all : 0;
}

static void add_parts(struct ctx *c, const struct hall *h, const struct visit_count *list, size_t n, struct visits_view *v) {
  static const enum text_key names[TAKEN_CHANNELS] = {[TAKEN_KIOSK] = T_HALL_CHANNEL_KIOSK, [TAKEN_WEB] = T_HALL_CHANNEL_WEB,
                                                      [TAKEN_WHATSAPP] = T_HALL_CHANNEL_WHATSAPP, [TAKEN_OFFICER] = T_HALL_CHANNEL_OFFICER};
  struct visit_part *reasons = arena_array(c->arena, struct visit_part, h->line_count + 1), *channels = arena_array(c->arena, struct visit_part, TAKEN_CHANNELS);
  for (size_t i = 0; i < h->line_count; i++) {
    reasons[i].name = local(&h->lines[i].name, c->lang);
    for (size_t k = 0; k < n; k++) reasons[i].count += str_eq(list[k].letter, h->lines[i].letter) ? list[k].taken : 0;
  }
  for (size_t i = 0; i < TAKEN_CHANNELS; i++) {
    channels[i].name = text_plain(c->lang, names[i]);
    for (size_t k = 0; k < n; k++) channels[i].count += list[k].channel == i ? list[k].taken : 0;
  }
  share_out(reasons, h->line_count);
  share_out(channels, TAKEN_CHANNELS);
  v->reasons = reasons;
  v->reason_count = h->line_count;
  v->channels = channels;
  v->channel_count = TAKEN_CHANNELS;
}

void hall_visits(struct web_request *rq, struct http_response *rs) {
  struct ctx *c = &rq->c;
  const struct hall *h = office_hall(c->office, web_query(rq, "ruang"));
  struct visit_count *list;
  size_t n;
  if (!h) {
    web_error_page(rq, rs, 404);
    return;
  }
  enum err e = office_visits(c, h, hall_today(c) - DAYS_SHOWN + 1, hall_today(c), &list, &n);
  if (e != E_OK) {
    web_error(rq, rs, e);
    return;
  }
  struct visits_view v = {.hall = local(&h->name, c->lang), .span = hall_number_words(c, T_HALL_VISITS_DAYS, DAYS_SHOWN),
                          .baseline = hall_number_words(c, T_HALL_VISITS_AVOIDED_HELP, c->office->config->figures.visits_before)};
  v.halls = hall_choices(c, h, &v.hall_count);
  add_days(c, list, n, &v);
  add_parts(c, h, list, n, &v);
  visits_page(&rq->page, &v);
  web_page(rq, rs, 200);
}
