/* Contact, hours, times: the words several citizens' pages have in common. */
#include "web/citizen.h"
#include "web/inputs.h"

#define HOURS_OF_A_DAY 8
#define MISSES_PER_MINUTE 20

/* ---- how to reach a person ------------------------------------------------------------------------------ */

static str digits_of(struct arena *a, str text) {
  struct buf b = buf_new(a, 64);
  for (size_t i = 0; i < text.n; i++)
    if (text.p[i] >= '0' && text.p[i] <= '9') buf_byte(&b, text.p[i]);
  return buf_str(&b);
}

/* "http://127.0.0.1:8081/v25.0" -> "http://127.0.0.1:8081/": the simulator's page stands beside its API. */
static str simulator_of(const struct config *cfg) {
  str base = cfg->whatsapp.api_base, host = str_from(base, str_find(base, ':') + 3);
  return str_sub(base, 0, base.n - host.n + str_find(host, '/'));
}

static str chat_link(struct ctx *c, const struct number_config *n, str words) {
  const struct config *cfg = c->office->config;
  if (cfg->demo) return arena_printf(c->arena, STR_FMT "/", STR_ARG(simulator_of(cfg)));
  str digits = digits_of(c->arena, n->display), text = percent_encode(c->arena, words);
  return arena_printf(c->arena, "https://wa.me/" STR_FMT "%s" STR_FMT, STR_ARG(digits), text.n ? "?text=" : "",
                      STR_ARG(text));
}

str citizen_chat_url(struct ctx *c, i64 chat, str words) {
  const struct config *cfg = c->office->config;
  if (!cfg->whatsapp.number_count) return S("");
  const struct number_config *number = &cfg->whatsapp.numbers[0];
  struct chat_whole w = {0};
  if (chat && cfg->whatsapp.number_count > 1 && office_chat(c, chat, &w) == E_OK)
    for (size_t i = 0; i < cfg->whatsapp.number_count; i++)
      if (str_eq(cfg->whatsapp.numbers[i].phone_number_id, w.chat.number_id)) number = &cfg->whatsapp.numbers[i];
  return chat_link(c, number, words);
}

static struct wa_number *numbers_of(struct ctx *c) {
  const struct config *cfg = c->office->config;
  struct wa_number *list = arena_array(c->arena, struct wa_number, cfg->whatsapp.number_count + 1);
  for (size_t i = 0; i < cfg->whatsapp.number_count; i++)
    list[i] = (struct wa_number){.label = cfg->whatsapp.numbers[i].display,
                                 .number = S(""),
                                 .url = chat_link(c, &cfg->whatsapp.numbers[i], S(""))};
  return list;
}

static str day_name(struct ctx *c, int day) {
  return text_plain(c->lang, text_key_find(arena_printf(c->arena, "common.day.%d", day % 7)));
}

static struct hours_line *hours_of(struct ctx *c, size_t *ret_n) {
  const struct opening *week = c->office->config->office.hours;
  struct hours_line *lines = arena_array(c->arena, struct hours_line, 7);
  size_t n = 0;
  for (int i = 1; i <= 7; i++) { /* Monday first */
    struct opening o = week[i % 7];
    int last = i;
    if (o.to <= o.from) continue;
    while (last < 7 && week[(last + 1) % 7].from == o.from && week[(last + 1) % 7].to == o.to) last++;
    str first = day_name(c, i), end = day_name(c, last);
    lines[n].days = last == i ? first : arena_printf(c->arena, STR_FMT "–" STR_FMT, STR_ARG(first), STR_ARG(end));
    lines[n++].hours =
        arena_printf(c->arena, "%02d.%02d–%02d.%02d %s", o.from / 60, o.from % 60, o.to / 60, o.to % 60, zone_label());
    i = last;
  }
  *ret_n = n;
  return lines;
}

struct contact citizen_contact(struct ctx *c) {
  const struct config *cfg = c->office->config;
  struct contact v = {.wa = numbers_of(c),
                      .wa_count = cfg->whatsapp.number_count,
                      .phone = cfg->office.phone,
                      .address = cfg->office.address};
  v.hours = hours_of(c, &v.hours_count);
  if (cfg->office.phone.n)
    v.phone_url = arena_printf(c->arena, "tel:" STR_FMT, STR_ARG(digits_of(c->arena, cfg->office.phone)));
  return v;
}

/* ---- words ------------------------------------------------------------------------------------------------ */

str citizen_count(struct ctx *c, enum text_key key, size_t n) {
  return TEXT(c->arena, c->lang, key, ARG("n", arena_printf(c->arena, "%zu", n)));
}

str citizen_working_time(struct ctx *c, int hours) {
  if (hours <= 0) return S("");
  bool days = hours % HOURS_OF_A_DAY == 0;
  return citizen_count(c, days ? T_CITIZEN_TIME_DAYS : T_CITIZEN_TIME_HOURS,
                       (size_t)(days ? hours / HOURS_OF_A_DAY : hours));
}

void citizen_personal(struct http_response *rs) { http_set_header(rs, "X-Robots-Tag", S("noindex, nofollow")); }

void citizen_unknown_token(struct web_request *rq, struct http_response *rs) {
  citizen_personal(rs);
  web_error_page(rq, rs, web_allow("token-miss", rq->http->peer, MISSES_PER_MINUTE) ? 404 : 429);
}

struct form_errors citizen_errors(struct ctx *c) {
  struct field_error *list = arena_array(c->arena, struct field_error, MAX_FAULTS);
  for (size_t i = 0; i < c->fault_count; i++) {
    str field = c->faults[i].field;
    list[i].field = fault_input(field);
    list[i].text = fault_text(c, &c->faults[i]);
  }
  return (struct form_errors){list, c->fault_count};
}

/* ---- papers -------------------------------------------------------------------------------------------------- */

bool citizen_told_faulty(const struct application *f, const struct item *i) {
  return i->state == ITEM_FAULTY && f->state == STATE_NEEDS_CORRECTION;
}

size_t citizen_wanted(const struct application *f, const struct item *ret[MAX_REQUIREMENTS]) {
  bool taken = f->state == STATE_SUBMITTED || f->state == STATE_IN_REVIEW || f->state == STATE_NEEDS_CORRECTION;
  const struct item *open[MAX_REQUIREMENTS];
  size_t n = 0, all = taken ? items_open(f->items, f->item_count, open, MAX_REQUIREMENTS) : 0;
  for (size_t i = 0; i < all; i++) {
    bool wanted = open[i]->state == ITEM_MISSING || citizen_told_faulty(f, open[i]);
    if (wanted && (open[i]->requirement->modes & MODE_UPLOAD)) ret[n++] = open[i];
  }
  return n;
}
