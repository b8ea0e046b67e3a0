#include "config/appointments.h"

#define AT(member) offsetof(struct config, appointments.member)
#define IN(member) offsetof(struct booth, member)

/* Codes stand in addresses and in ids of chat messages: short, and of plain letters. */
static enum err read_code(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str *text = (str *)((char *)base + k->at);
  TRY(read_str(r, k, node, base));
  bool good = text->n >= 1 && text->n <= 24;
  for (size_t i = 0; i < text->n; i++) {
    char c = text->p[i];
    good = good && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  }
  return good ? E_OK : reader_fail(r, node, "\"%s\" must be 1 to 24 letters a-z, digits or _", k->name);
}

static const struct key booth_keys[] = {
    {"code", read_code, IN(code), .must = true},
    {"hall", read_code, IN(hall), .usual = "utama"},
    {"place", read_str, IN(place), .must = true},
    {"kinds", read_slots, IN(kinds), .size = sizeof(str), .max = MAX_BOOTH_KINDS, .count_at = IN(kind_count)},
    {"minutes", read_int, IN(minutes), .usual = "15", .min = 5, .max = 480},
    {"cleaning", read_int, IN(cleaning), .usual = "0", .max = 240},
    {"capacity", read_int, IN(capacity), .usual = "1", .min = 1, .max = MAX_BOOTH_CAPACITY},
    {"hours", read_hours, IN(hours), .usual = "closed"}, /* closed: those of the office */
    {"rest", read_hours, IN(rest), .usual = "closed"},
    {"accessible", read_bool, IN(accessible), .usual = "true"},
};
const struct key appointment_keys[APPOINTMENT_KEYS] = {
    {"enabled", read_bool, AT(enabled), .usual = "true"},
    {"pickup", read_bool, AT(pickup), .usual = "true"},
    {"horizon_days", read_int, AT(horizon_days), .usual = "30", .min = 1, .max = 120},
    {"lead_minutes", read_int, AT(lead_minutes), .usual = "60", .max = 43200},
    {"hold_minutes", read_int, AT(hold_minutes), .usual = "10", .min = 1, .max = 120},
    {"offer_minutes", read_int, AT(offer_minutes), .usual = "120", .min = 1, .max = 2880},
    {"remind_early_minutes", read_int, AT(remind_early_minutes), .usual = "1440", .max = 43200},
    {"remind_late_minutes", read_int, AT(remind_late_minutes), .usual = "120", .max = 43200},
    {"no_show_minutes", read_int, AT(no_show_minutes), .usual = "60", .max = 1440},
    {"per_phone", read_int, AT(per_phone), .usual = "4", .min = 1, .max = 50},
    {"forget_days", read_int, AT(forget_days), .usual = "365", .min = 1, .max = 3650},
    {"per_minute", read_int, AT(per_minute), .usual = "30", .min = 1, .max = 100000},
    {"booths", read_slots, AT(booths), .size = sizeof(struct booth), .max = MAX_BOOTHS, .count_at = AT(booth_count),
     .keys = booth_keys, .key_count = COUNT(booth_keys)},
};

#define USUAL(booth_code, booth_place, n, ...)                                                                   \
  {                                                                                                              \
    .code = S(booth_code), .hall = S("utama"), .place = S(booth_place), .kinds = {__VA_ARGS__}, .kind_count = n, \
    .minutes = 15, .capacity = 2, .hours = {8 * 60, 14 * 60}, .rest = {12 * 60, 13 * 60}, .accessible = true     \
  }
static void usual_booths(struct config *c) {
  static const struct booth usual[] = {
      USUAL("rekam", "Ruang rekam KTP-el", 4, S("rekam_baru"), S("ganti_foto"), S("oa_itap"), S("luar_domisili")),
      USUAL("cetak", "Loket KTP-el", 4, S("cetak_hilang"), S("cetak_rusak"), S("ubah_data"), S("pindah_datang")),
      USUAL("ikd", "Loket KTP-el", 1, S("aktivasi_ikd")),
      USUAL("ambil", "Loket pengambilan", 1, S("ambil")),
  };
  memcpy(c->appointments.booths, usual, sizeof usual);
  c->appointments.booth_count = COUNT(usual);
}

static enum err check_kinds(struct reader *r, const struct booth *b, const struct tree *at) {
  if (!b->kind_count) return reader_fail(r, at, "booth \"" STR_FMT "\" serves no kind of visit", STR_ARG(b->code));
  for (size_t i = 0; i < b->kind_count; i++) {
    const struct visit_rule *v = visit_rule_find(b->kinds[i]);
    if (v && !v->at_home) continue;
    return reader_fail(r, at,
                       "booth \"" STR_FMT "\": there are no appointments for \"" STR_FMT
                       "\"; kinds are rekam_baru, cetak_hilang, cetak_rusak, ubah_data, pindah_datang, ganti_foto, "
                       "oa_itap, luar_domisili, aktivasi_ikd, ambil",
                       STR_ARG(b->code), STR_ARG(b->kinds[i]));
  }
  return E_OK;
}

enum err appointments_check(struct reader *r, struct config *c, const struct tree *appointments) {
  const struct tree *list = tree_get(appointments, S("booths"));
  const struct tree *at = list ? list->first : NULL;
  if (!c->appointments.booth_count) usual_booths(c);
  for (size_t i = 0; at && i < c->appointments.booth_count; i++, at = at->next) {
    const struct booth *b = &c->appointments.booths[i];
    TRY(check_kinds(r, b, at));
    for (size_t j = 0; j < i; j++)
      if (str_eq(b->code, c->appointments.booths[j].code))
        return reader_fail(r, at, "booth \"" STR_FMT "\" stands here twice", STR_ARG(b->code));
  }
  if (c->appointments.remind_early_minutes && c->appointments.remind_early_minutes <= c->appointments.remind_late_minutes)
    return reader_fail(r, appointments, "\"remind_early_minutes\" must be more than \"remind_late_minutes\", or 0");
  return E_OK;
}
