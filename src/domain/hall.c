#include "domain/hall.h"

/* ---- the usual hall --------------------------------------------------------------------------------------- */

static const struct {
  str letter;
  struct local_text name;
  int minutes;
  bool pickup;
  str services[3];
} usual_lines[KIOSK_BUTTONS] = {
    {S("A"), {{S("Akta kelahiran dan kematian"), S("Birth and death certificates")}}, 10, false,
     {S("akta_kelahiran"), S("akta_kematian")}},
    {S("B"), {{S("Kartu keluarga, KIA, pindah"), S("Family card, child card, moving")}}, 8, false,
     {S("kk"), S("kia"), S("pindah")}},
    {S("C"), {{S("KTP elektronik"), S("Electronic ID card")}}, 8, false, {S("ktp_el")}},
    {S("D"), {{S("Ambil dokumen"), S("Collect a document")}}, 4, true, {STR_NONE}},
    {S("E"), {{S("Sinkronisasi data"), S("Data synchronisation")}}, 6, false, {S("sinkronisasi")}},
    {S("F"), {{S("Tanya petugas, pengaduan"), S("Ask an officer, complaints")}}, 5, false, {STR_NONE}},
};

void hall_usual(struct hall *h) {
  *h = (struct hall){.code = S("utama"),
                     .name = {{S("Ruang pelayanan"), S("Service hall")}},
                     .printer = S(""),
                     .walkin_share = 40,
                     .near = 3,
                     .grace = 5};
  for (size_t i = 0; i < COUNT(usual_lines); i++) {
    struct hall_line *l = &h->lines[h->line_count++];
    *l = (struct hall_line){.letter = usual_lines[i].letter,
                            .name = usual_lines[i].name,
                            .minutes = usual_lines[i].minutes,
                            .pickup = usual_lines[i].pickup};
    for (size_t k = 0; k < COUNT(usual_lines[i].services) && usual_lines[i].services[k].n; k++)
      l->services[l->service_count++] = usual_lines[i].services[k];
  }
  static const struct hall_counter counters[] = {{1, S("AF")}, {2, S("BE")}, {3, S("CF")}, {4, S("D")}};
  memcpy(h->counters, counters, sizeof counters);
  h->counter_count = COUNT(counters);
}

/* ---- finding ------------------------------------------------------------------------------------------------- */

bool letters_have(str letters, str letter) { return letter.n == 1 && str_find(letters, letter.p[0]) < letters.n; }

const struct hall_line *hall_line_find(const struct hall *h, str letter) {
  for (size_t i = 0; i < h->line_count; i++)
    if (str_eq_nocase(h->lines[i].letter, letter)) return &h->lines[i];
  return NULL;
}

const struct hall_line *hall_line_of_service(const struct hall *h, str service) {
  for (size_t i = 0; i < h->line_count; i++)
    for (size_t k = 0; k < h->lines[i].service_count; k++)
      if (str_eq(h->lines[i].services[k], service)) return &h->lines[i];
  return NULL;
}

const struct hall_line *hall_pickup_line(const struct hall *h) {
  for (size_t i = 0; i < h->line_count; i++)
    if (h->lines[i].pickup) return &h->lines[i];
  return NULL;
}

const struct hall_counter *hall_counter_find(const struct hall *h, int number) {
  for (size_t i = 0; i < h->counter_count; i++)
    if (h->counters[i].number == number) return &h->counters[i];
  return NULL;
}

bool counter_calls(const struct hall_counter *k, str letter) { return letters_have(k->letters, letter); }

/* ---- checking -------------------------------------------------------------------------------------------------- */

static const char *counter_problem(const struct hall *h, size_t at) {
  const struct hall_counter *k = &h->counters[at];
  if (!k->letters.n) return "a counter that calls no line";
  for (size_t i = 0; i < k->letters.n; i++)
    if (!hall_line_find(h, str_sub(k->letters, i, 1))) return "a counter calls a line that is not there";
  for (size_t i = 0; i < at; i++)
    if (h->counters[i].number == k->number) return "two counters have the same number";
  return NULL;
}

const char *hall_problem(const struct hall *h) {
  if (!h->line_count) return "a hall without lines";
  if (!h->counter_count) return "a hall without counters";
  for (size_t i = 0; i < h->line_count; i++) {
    str letter = h->lines[i].letter;
    if (letter.n != 1 || letter.p[0] < 'A' || letter.p[0] > 'Z') return "a line's letter is one capital letter";
    if (hall_line_find(h, letter) != &h->lines[i]) return "two lines have the same letter";
  }
  for (size_t i = 0; i < h->counter_count; i++) {
    const char *problem = counter_problem(h, i);
    if (problem) return problem;
  }
  if (h->capacity && (size_t)h->capacity <= h->counter_count)
    return "the capacity must be larger than the number of counters: whoever is called stands inside as well";
  return NULL;
}

struct hall_rules hall_rules_usual(const struct hall *h) {
  return (struct hall_rules){.capacity = h->capacity,
                             .walkin_share = h->walkin_share,
                             .near = h->near,
                             .grace = h->grace,
                             .checks = {S("Cuci tangan"), S("Pakai masker"), S("Suhu di bawah 37,5 °C")},
                             .check_count = 3,
                             .cleaning_minutes = 2,
                             .urgent = S(""),
                             .reasons = {S("Rumah sakit atau BPJS"), S("Sekolah"), S("Masuk TNI atau Polri"),
                                         S("Kematian dalam keluarga")},
                             .reason_count = 4,
                             .closed = S(""),
                             .notice = S("")};
}
