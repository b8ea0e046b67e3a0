/* The law as a table: one row a legal situation, and exactly the papers an office may insist on. The services are the
 * ones that ship (services/ of the source tree); when an office changes its own, its check is `loket service check`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "config/service_file.h"

struct situation {
  const char *name; /* with the rule that says so */
  const char *service;
  const char *answers; /* "question=choice question=choice"; what is not said is the usual */
  const char *needs;   /* mandatory requirement codes in the order of the file */
};

static const struct situation situations[] = {
    {"ordinary birth: birth letter, marriage book, KK (Perpres 96/2018 art. 33)", "akta_kelahiran", "",
     "f201 skl nikah kk"},
    {"the same, every ordinary question answered", "akta_kelahiran",
     "special=no birth_notice=yes marriage_proof=registered late=no", "f201 skl nikah kk"},
    {"no birth letter: SPTJM F-2.03 stands in for it", "akta_kelahiran", "birth_notice=no",
     "f201 sptjm_lahir nikah kk"},
    {"born at home: the village head's letter is a birth letter", "akta_kelahiran", "event_place=home",
     "f201 skl nikah kk"},
    {"born at home, nobody wrote a letter", "akta_kelahiran", "event_place=home birth_notice=no",
     "f201 sptjm_lahir nikah kk"},
    {"born on a ship or plane: the captain's letter is a birth letter", "akta_kelahiran", "event_place=ship",
     "f201 skl nikah kk"},
    {"born abroad: proof of the mission or local registry (UU 23/2006 art. 29)", "akta_kelahiran", "event_place=abroad",
     "f201 perwakilan nikah kk"},
    {"parents married, not registered: SPTJM F-2.04", "akta_kelahiran", "marriage_proof=unregistered",
     "f201 skl sptjm_pasutri kk"},
    {"no proof of marriage, both parents named: SPTJM F-2.04", "akta_kelahiran", "marriage_proof=none mother_only=no",
     "f201 skl sptjm_pasutri kk"},
    {"no proof of marriage, only the mother named: akta anak seorang ibu", "akta_kelahiran",
     "marriage_proof=none mother_only=yes", "f201 skl anak_ibu kk"},
    {"unregistered marriage, only the mother named", "akta_kelahiran", "marriage_proof=unregistered mother_only=yes",
     "f201 skl anak_ibu kk"},
    {"only the mother said, the marriage not: her statement, no marriage book", "akta_kelahiran", "mother_only=yes",
     "f201 skl anak_ibu kk"},
    {"neither letter nor marriage proof: two SPTJM", "akta_kelahiran", "birth_notice=no marriage_proof=unregistered",
     "f201 sptjm_lahir sptjm_pasutri kk"},
    {"foundling, parents unknown: police report", "akta_kelahiran", "parents_known=no", "f201 bap kk"},
    {"parents unknown, child in care: guardian's SPTJM and ID card", "akta_kelahiran", "parents_known=no in_care=yes",
     "f201 sptjm_wali ktp_wali kk"},
    {"in care alone says that the parents are unknown", "akta_kelahiran", "in_care=yes", "f201 sptjm_wali ktp_wali kk"},
    {"foundling aboard a ship", "akta_kelahiran", "parents_known=no event_place=ship", "f201 bap kk"},
    {"foundling abroad: no mission's letter about unknown parents", "akta_kelahiran",
     "parents_known=no event_place=abroad", "f201 bap kk"},
    {"reported after 60 days: decision of the office head, no court (MK 18/PUU-XI/2013)", "akta_kelahiran", "late=yes",
     "f201 skl nikah kk sk_kadis"},
    {"late and without a birth letter", "akta_kelahiran", "late=yes birth_notice=no",
     "f201 sptjm_lahir nikah kk sk_kadis"},
    {"late foundling in care", "akta_kelahiran", "late=yes in_care=yes", "f201 sptjm_wali ktp_wali kk sk_kadis"},
    {"foreign parent: passport and stay permit", "akta_kelahiran", "citizen=foreigner", "f201 skl nikah kk paspor"},
    {"foreign parent, born abroad, late", "akta_kelahiran", "citizen=foreigner event_place=abroad late=yes",
     "f201 perwakilan nikah kk paspor sk_kadis"},
    {"by proxy: F-1.07 and the proxy's ID card", "akta_kelahiran", "proxy=yes", "f201 skl nikah kk kuasa ktp_kuasa"},
    {"second copy of a lost certificate", "akta_kelahiran", "reason=lost", "f201 hilang kk ktp_pemohon"},
    {"second copy of a damaged certificate", "akta_kelahiran", "reason=damaged", "f201 rusak kk ktp_pemohon"},
    {"second copy by proxy", "akta_kelahiran", "reason=lost proxy=yes", "f201 hilang kk ktp_pemohon kuasa ktp_kuasa"},
    {"who says no special situation keeps to it: what hangs behind is not heard", "akta_kelahiran",
     "special=no citizen=foreigner", "f201 skl nikah kk"},
    {"first card under 5: no photo (Permendagri 2/2016 art. 3)", "kia", "", "f102 akta kk ktp_ortu"},
    {"first card from 5 on: with photo", "kia", "age=from_5", "f102 akta kk ktp_ortu foto"},
    {"change at the age of 5: photo, the old card is withdrawn", "kia", "reason=change", "f102 foto kia_lama"},
    {"card lost (art. 4)", "kia", "reason=lost", "f102 hilang"},
    {"card of a schoolchild lost", "kia", "reason=lost age=from_5", "f102 foto hilang"},
    {"card damaged (art. 5)", "kia", "reason=damaged", "f102 rusak"},
    {"moved here (art. 6)", "kia", "reason=moved", "f102 skp"},
    {"came from abroad (art. 3(4))", "kia", "reason=from_abroad", "f102 skpln"},
    {"foreign child (art. 8)", "kia", "citizen=foreigner", "f102 akta kk ktp_ortu oa"},
    {"by proxy", "kia", "proxy=yes", "f102 akta kk ktp_ortu kuasa ktp_kuasa"},
    {"a newborn joins: old KK and birth certificate or letter (Perpres 96/2018 art. 12)", "kk", "reason=birth",
     "f102 kk_lama akta_lahir"},
    {"new family, marriage registered (art. 11)", "kk", "reason=new", "f102 nikah"},
    {"new family, marriage not registered: F-1.05 (Permendagri 108/2019 art. 10(2))", "kk",
     "reason=new marriage_proof=unregistered", "f102 f105"},
    {"new family in a rented house", "kk", "reason=new hosted=yes", "f102 nikah pernyataan_pemilik"},
    {"new family with a member never recorded: F-1.01", "kk", "reason=new new_people=yes", "f102 f101 nikah"},
    {"split at the same address: old KK, ID card (art. 10(4))", "kk", "reason=split", "f102 kk_lama ktp"},
    {"split because of a marriage or divorce: its proof", "kk", "split_cause=status reason=split",
     "f102 nikah kk_lama ktp"},
    {"split cause said, reason follows", "kk", "split_cause=status", "f102 nikah kk_lama ktp"},
    {"a member died", "kk", "reason=died", "f102 kk_lama akta_kematian"},
    {"the head died (art. 10(3))", "kk", "reason=died head_died=yes", "f102 kk_lama akta_kematian"},
    {"the head died, only children remain: guardian's statement", "kk",
     "reason=died head_died=yes adult_left_behind=no", "f102 kk_lama akta_kematian pernyataan_wali"},
    {"a member moved away", "kk", "reason=left", "f102 kk_lama skpwni"},
    {"moved here", "kk", "reason=moved", "f102 skpwni"},
    {"moved here, living with others: owner's statement", "kk", "reason=moved hosted=yes",
     "f102 skpwni pernyataan_pemilik"},
    {"change of a data element: F-1.06 and its proof (art. 15)", "kk", "reason=change",
     "f102 kk_lama f106 bukti_perubahan"},
    {"lost (Perpres 96/2018 art. 13)", "kk", "reason=lost", "f102 ktp hilang"},
    {"lost, foreigner with ITAP", "kk", "reason=lost citizen=foreigner", "f102 ktp hilang itap"},
    {"damaged", "kk", "reason=damaged", "f102 ktp rusak"},
    {"joins another family's card", "kk", "reason=other other_reason=hosted", "f102 kk_lama pernyataan_pemilik"},
    {"came from abroad", "kk", "other_reason=from_abroad", "f102 paspor skpln"},
    {"without any papers: the letter that stands in", "kk", "other_reason=vulnerable", "f102 sk_pengganti"},
    {"new citizen: decree and oath", "kk", "other_reason=new_citizen", "f102 kewarganegaraan"},
    {"by proxy", "kk", "reason=birth proxy=yes", "f102 kk_lama akta_lahir kuasa ktp_kuasa"},
    {"ordinary death: letter of doctor or village head, KK and KTP-el (Perpres 96/2018 art. 45)", "akta_kematian", "",
     "f201 sk_mati kk_ktp"},
    {"identity unclear: police letter", "akta_kematian", "death_kind=unidentified", "f201 polisi"},
    {"missing or body not found: court order", "akta_kematian", "death_kind=missing", "f201 pengadilan kk_ktp"},
    {"missing after an air accident: airline's statement", "akta_kematian", "death_kind=air", "f201 maskapai kk_ktp"},
    {"resident died abroad: letter of the mission", "akta_kematian", "death_kind=abroad", "f201 perwakilan kk_ktp"},
    {"foreigner died here: travel document or permit", "akta_kematian", "citizen=foreigner", "f201 sk_mati paspor"},
    {"citizen who is no resident", "akta_kematian", "citizen=nonresident", "f201 sk_mati paspor"},
    {"on no family card: a supervisor decides", "akta_kematian", "in_database=no", "f201 sk_mati belum_terdaftar"},
    {"reported by proxy", "akta_kematian", "proxy=yes", "f201 sk_mati kk_ktp kuasa ktp_kuasa"},
    {"within the city: no moving letter, old cards withdrawn (Permendagri 108/2019 art. 20)", "pindah", "",
     "f103 kk ktp_lama"},
    {"within the city into a rented house", "pindah", "hosted=yes", "f103 kk ktp_lama pernyataan_pemilik"},
    {"out of the city, everybody (Perpres 96/2018 art. 25)", "pindah", "move_kind=out", "f103 kk"},
    {"out of the city, the head leaves adults behind", "pindah", "move_kind=out movers=head", "f103 kk"},
    {"out of the city, only children stay: guardian's statement", "pindah",
     "move_kind=out movers=head adult_left_behind=no", "f103 kk pernyataan_wali"},
    {"out of the city, members only", "pindah", "move_kind=out movers=members", "f103 kk"},
    {"arrived with SKPWNI", "pindah", "move_kind=in", "f103 skpwni ktp_lama"},
    {"arrived with SKPWNI, living with others", "pindah", "move_kind=in hosted=yes",
     "f103 skpwni ktp_lama pernyataan_pemilik"},
    {"arrived without SKPWNI: this office asks the origin", "pindah", "move_kind=in_without_letter", "f103 ktp_lama"},
    {"to another country (art. 28)", "pindah", "move_kind=to_abroad", "f103 paspor"},
    {"from another country (art. 28)", "pindah", "move_kind=from_abroad", "f103 paspor skpln"},
    {"cancelled move: in person, with everything (art. 38)", "pindah", "move_kind=cancel",
     "batal_pindah identitas_batal"},
    {"by proxy", "pindah", "move_kind=out proxy=yes", "f103 kk kuasa ktp_kuasa"},
    {"NIK not found by BPJS: ID card and KK", "sinkronisasi", "", "data_sinkron ktp kk"},
    {"bank, data was changed", "sinkronisasi", "partner=bank sync_cause=changed", "data_sinkron ktp kk"},
    {"17 and never recorded: there is no ID card to send", "sinkronisasi", "sync_cause=never_recorded",
     "data_sinkron kk"},
    {"by proxy", "sinkronisasi", "proxy=ya", "data_sinkron ktp kk kuasa ktp_kuasa"},
    {"first recording: bring the KK", "ktp_el", "", "kk"},
    {"card lost: no new recording", "ktp_el", "appointment=cetak_hilang", "kk hilang"},
    {"card damaged", "ktp_el", "appointment=cetak_rusak", "kk rusak"},
    {"data changed", "ktp_el", "appointment=ubah_data", "kk ktp_lama bukti_perubahan"},
    {"moved here (art. 20)", "ktp_el", "appointment=pindah_datang", "ktp_lama skpwni"},
    {"new photo (Permendagri 74/2015 art. 13)", "ktp_el", "appointment=ganti_foto", "surat_permohonan"},
    {"foreigner with ITAP", "ktp_el", "appointment=oa_itap", "kk paspor itap"},
    {"recording away from home (Permendagri 8/2016)", "ktp_el", "appointment=luar_domisili", "kk"},
    {"home visit: nothing to bring", "ktp_el", "appointment=jemput_bola", ""},
    {"digital identity", "ktp_el", "appointment=aktivasi_ikd", "ponsel"},
};

static struct arena *arena;
static struct catalogue catalogue;

static int load(void **state) {
  (void)state;
  str problem = STR_NONE;
  arena = arena_new(32u << 20);
  enum err e = services_load(arena, "services", &catalogue, &problem);
  if (e) fail_msg(STR_FMT, STR_ARG(problem));
  return 0;
}

static int unload(void **state) {
  (void)state;
  arena_free(arena);
  return 0;
}

static struct answers answers_from(const struct service *s, const char *text) {
  struct answers a = answers_none();
  str rest = str_of(text), pair, question;
  while (rest.n && str_cut(&rest, ' ', &pair)) {
    str choice = pair;
    assert_true(str_cut(&choice, '=', &question));
    if (answers_set(s, &a, question, choice)) fail_msg("no answer " STR_FMT " in %s", STR_ARG(pair), text);
  }
  return a;
}

static str mandatory(const struct service *s, const struct answers *a, struct date today) {
  struct judgement j = service_judge(s, a, today);
  struct buf b = buf_new(arena, 4096);
  for (size_t i = 0; i < j.n; i++) {
    if (j.needs[i]->modes & MODE_OPTIONAL) continue;
    if (b.n) buf_byte(&b, ' ');
    buf_add(&b, j.needs[i]->code);
  }
  return buf_str(&b);
}

static const struct date today = {2026, 11, 23};

static void every_situation_needs_exactly_its_papers(void **state) {
  (void)state;
  size_t wrong = 0;
  for (size_t i = 0; i < COUNT(situations); i++) {
    const struct service *s = catalogue_find(&catalogue, str_of(situations[i].service));
    if (!s) fail_msg("no service %s", situations[i].service);
    struct answers a = answers_from(s, situations[i].answers);
    str got = mandatory(s, &a, today);
    if (str_is(got, situations[i].needs)) continue;
    print_error("%s (%s: %s)\n  needs    %s\n  but gave " STR_FMT "\n", situations[i].name, situations[i].service,
                situations[i].answers, situations[i].needs, STR_ARG(got));
    wrong++;
  }
  assert_int_equal(wrong, 0);
}

static const struct service *service(const char *code) {
  const struct service *s = catalogue_find(&catalogue, str_of(code));
  assert_non_null(s);
  return s;
}

/* In chat every question is a message: how many a citizen of the ordinary case answers. */
static void the_ordinary_case_is_asked_little(void **state) {
  (void)state;
  static const struct {
    const char *service;
    int most;
  } limits[] = {{"akta_kelahiran", 4}, {"kia", 3},          {"kk", 4},    {"akta_kematian", 2},
                {"pindah", 4},         {"sinkronisasi", 3}, {"ktp_el", 2}};
  for (size_t i = 0; i < COUNT(limits); i++) {
    const struct service *s = service(limits[i].service);
    struct answers a = answers_none();
    int asked = 0;
    for (const struct question *q; (q = service_next_question(s, &a)); asked++)
      assert_int_equal(answers_set(s, &a, q->code, q->choices[q->usual].code), E_OK);
    assert_in_range(asked, 1, limits[i].most);
  }
}

static void local_extras_are_shown_but_not_insisted_on(void **state) {
  (void)state;
  struct answers a = answers_from(service("akta_kelahiran"), "late=yes");
  struct judgement j = service_judge(service("akta_kelahiran"), &a, today);
  static const char *const extras[] = {"ktp_ortu", "ktp_saksi", "pernyataan_belum"};
  for (size_t i = 0; i < COUNT(extras); i++) {
    const struct requirement *r = judgement_find(&j, str_of(extras[i]));
    assert_non_null(r);
    assert_true(r->modes & MODE_OPTIONAL);
    assert_int_equal(r->basis, BASIS_LOCAL);
  }
  assert_true(judgement_has_effect(&j, S("register_series_lt")));
  assert_false(judgement_has_effect(&j, S("akta_mother_only")));
}

/* F-2.04 came with the circular of 28 September 2021: a file judged for a day before it knows nothing of it. */
static void a_rule_counts_from_its_first_to_its_last_day(void **state) {
  (void)state;
  const struct service *s = service("akta_kelahiran");
  struct answers a = answers_from(s, "marriage_proof=unregistered");
  struct judgement before = service_judge(s, &a, (struct date){2021, 9, 27});
  struct judgement since = service_judge(s, &a, (struct date){2021, 9, 28});
  assert_null(judgement_find(&before, S("sptjm_pasutri")));
  assert_non_null(judgement_find(&since, S("sptjm_pasutri")));
}

static void answers_are_taken_as_people_write_them(void **state) {
  (void)state;
  const struct service *s = service("akta_kelahiran");
  struct answers a = answers_none();
  assert_int_equal(answers_set(s, &a, S("birth_notice"), S("Tidak")), E_OK);
  assert_int_equal(answers_set(s, &a, S("birth_notice"), S("true")), E_OK);
  assert_int_equal(answers_set(s, &a, S("birth_notice"), S("perhaps")), E_INPUT);
  assert_int_equal(answers_set(s, &a, S("weather"), S("yes")), E_NOTFOUND);
  assert_int_equal(answer_of(s, &a, (size_t)(service_question(s, S("citizen")) - s->questions)), UNANSWERED);
  assert_int_equal(answers_set(s, &a, S("citizen"), S("foreigner")), E_OK);
  assert_int_equal(answer_of(s, &a, (size_t)(service_question(s, S("special")) - s->questions)), 1);
}

static void what_is_typed_finds_its_service(void **state) {
  (void)state;
  static const struct {
    const char *typed, *service;
  } rows[] = {
      {"akte lahir", "akta_kelahiran"},
      {"Assalamualaikum, saya mau buat AKTA KELAHIRAN anak saya", "akta_kelahiran"},
      {"akta", "akta_kelahiran"},
      {"akta kematian", "akta_kematian"},
      {"bapak saya meninggal", "akta_kematian"},
      {"kk", "kk"},
      {"mau pecah KK, bisa?", "kk"},
      {"KIA", "kia"},
      {"ktp anak", "kia"},
      {"e-ktp hilang", "ktp_el"},
      {"pindah", "pindah"},
      {"sinkron data bpjs", "sinkronisasi"},
      {"Family card", "kk"},
      {"kakak", ""},
      {"halo", ""},
      {"", ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    const struct service *s = catalogue_by_word(&catalogue, str_of(rows[i].typed));
    str code = s ? s->code : S("");
    if (!str_is(code, rows[i].service)) fail_msg("%s: " STR_FMT, rows[i].typed, STR_ARG(code));
  }
}

static void the_demo_office_hands_over_and_compares_at_pickup(void **state) {
  (void)state;
  static const char *const online[] = {"akta_kelahiran", "kia", "kk", "akta_kematian", "pindah"};
  for (size_t i = 0; i < COUNT(online); i++) {
    assert_int_equal(service(online[i])->delivery, DELIVERY_PICKUP);
    assert_int_equal(service(online[i])->originals, ORIGINALS_AT_PICKUP);
  }
  assert_true(service("ktp_el")->in_person);
  assert_true(service("akta_kematian")->condolence);
  for (size_t i = 0; i < catalogue.n; i++) assert_int_equal(catalogue.services[i].menu, (int)i + 1);
}

static void the_services_that_ship_have_no_finding(void **state) {
  (void)state;
  struct buf report = buf_new(arena, 64u << 10);
  size_t findings = 0;
  for (size_t i = 0; i < catalogue.n; i++) findings += service_lint(arena, &catalogue.services[i], &report);
  if (findings) fail_msg("\n" STR_FMT, STR_ARG(buf_str(&report)));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_situation_needs_exactly_its_papers),
      cmocka_unit_test(the_ordinary_case_is_asked_little),
      cmocka_unit_test(local_extras_are_shown_but_not_insisted_on),
      cmocka_unit_test(a_rule_counts_from_its_first_to_its_last_day),
      cmocka_unit_test(answers_are_taken_as_people_write_them),
      cmocka_unit_test(what_is_typed_finds_its_service),
      cmocka_unit_test(the_demo_office_hands_over_and_compares_at_pickup),
      cmocka_unit_test(the_services_that_ship_have_no_finding),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
