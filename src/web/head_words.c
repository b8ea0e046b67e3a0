/* Numbers, days and codes as the head of the office reads them. */
#include "office/booking_notice.h"
#include "web/head.h"
#include "web/officer.h"

str head_number(struct ctx *c, i64 n) {
  char digits[32], out[48];
  int len = snprintf(digits, sizeof digits, "%lld", (long long)(n < 0 ? -n : n)), at = 0;
  if (n < 0) out[at++] = '-';
  for (int i = 0; i < len; i++) {
    if (i && (len - i) % 3 == 0) out[at++] = c->lang == LANG_EN ? ',' : '.';
    out[at++] = digits[i];
  }
  return arena_str(c->arena, (str){out, (size_t)at});
}

str head_decimal(struct ctx *c, double v, int digits) {
  char text[64];
  snprintf(text, sizeof text, "%.*f", digits, v);
  for (char *p = text; *p; p++)
    if (*p == '.' && c->lang != LANG_EN) *p = ',';
  return arena_str(c->arena, str_of(text));
}

str head_percent(struct ctx *c, i64 part, i64 of) {
  if (of <= 0) return S("–");
  str value = head_decimal(c, 100.0 * (double)part / (double)of, 1);
  return arena_printf(c->arena, STR_FMT "%s%%", STR_ARG(value), c->lang == LANG_EN ? "" : " ");
}

str head_day(struct ctx *c, i64 day) {
  struct date d = date_of_days(day);
  return arena_printf(c->arena, "%d/%d", d.day, d.month);
}

str head_date(struct ctx *c, i64 day) { return text_date(c->arena, c->lang, date_of_days(day)); }

str head_weekday(struct ctx *c, i64 day) {
  return text_plain(c->lang, text_key_find(arena_printf(c->arena, "common.day.%d", (int)((day + 4) % 7))));
}

str head_period(struct ctx *c, struct span s) {
  if (s.first == s.last) return head_date(c, s.first);
  return arena_printf(c->arena, STR_FMT " – " STR_FMT, STR_ARG(head_date(c, s.first)), STR_ARG(head_date(c, s.last)));
}

static str coded(struct ctx *c, const char *family, str code) {
  enum text_key key = text_key_find(arena_printf(c->arena, "%s." STR_FMT, family, STR_ARG(code)));
  return key == T_NONE ? code : text_plain(c->lang, key);
}

str head_class(struct ctx *c, str code) { return coded(c, "head.class", code); }

str head_lead(struct ctx *c, str code) { return coded(c, "head.lead", code); }

str head_service(struct ctx *c, str code) {
  const struct service *s = catalogue_find(&c->office->catalogue, code);
  return s ? local(&s->label, c->lang) : code;
}

static str requirement_label(struct ctx *c, str service, str code) {
  const struct catalogue *all = &c->office->catalogue;
  for (size_t i = 0; i < all->n; i++) {
    const struct requirement *r = service.n && !str_eq(all->services[i].code, service) ? NULL : service_requirement(&all->services[i], code);
    if (r) return local(&r->label, c->lang);
  }
  return code;
}

str head_key(struct ctx *c, enum measure m, str service, str key) {
  switch (m) {
    case MEASURE_SUBMITTED: return coded(c, "officer.channel", key);
    case MEASURE_ENDED: return coded(c, "officer.state", key);
    case MEASURE_ANSWERED:
    case MEASURE_READY: return head_class(c, key);
    case MEASURE_PROMISE: return coded(c, "head.promise", key);
    case MEASURE_JUDGED:
    case MEASURE_FAULTY: return requirement_label(c, service, key);
    case MEASURE_REASON: return coded(c, "fault", key);
    case MEASURE_VISIT: return coded(c, "head.visit", key);
    case MEASURE_TICKET: return TEXT(c->arena, c->lang, T_HEAD_LINE, ARG("line", key));
    case MEASURE_BOOKED:
    case MEASURE_KEPT:
    case MEASURE_MISSED:
    case MEASURE_CANCELLED: return booking_kind_label(&c->office->catalogue, key, c->lang);
    case MEASURE_LEAD: return head_lead(c, str_from(key, str_find(key, '|') + 1));
    case MEASURE_CALL:
    case MEASURE_WORK: return str_from(key, str_find(key, '|') + 1);
    default: return key;
  }
}

str head_list_url(struct ctx *c, const char *what, struct span s, str service, str key, int weekday) {
  struct buf b = buf_new(c->arena, 1024);
  buf_printf(&b, "/kepala/daftar?ukuran=%s&dari=" STR_FMT "&sampai=" STR_FMT, what,
             STR_ARG(date_iso(c->arena, date_of_days(s.first))), STR_ARG(date_iso(c->arena, date_of_days(s.last))));
  if (service.n) buf_printf(&b, "&layanan=" STR_FMT, STR_ARG(service));
  if (key.n) buf_printf(&b, "&kunci=" STR_FMT, STR_ARG(percent_encode(c->arena, key)));
  if (weekday >= 0) buf_printf(&b, "&pekan=%d", weekday);
  return buf_str(&b);
}

str head_counted(struct ctx *c, const struct figures_state *s) {
  return TEXT(c->arena, c->lang, T_HEAD_COUNTED, ARG("when", officer_when(c, s->at ? s->at : c->now)));
}
