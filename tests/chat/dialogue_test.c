/* Dialogues with the services that ship: what a citizen sends, what he hears, and what it does. And chance: whatever
 * is sent in whatever order, no photo is lost and nobody loses his place in the line. */
#include "office_in_a_box.h"

struct step {
  const char *input;
  enum chat_reply_kind says;
  const char *effects;
  const char *words; /* stand in the message; NULL: not looked at */
};
#define SILENT CHAT_SAY_NOTHING

/* The story: photos in any order, one answer, a correction, all back with the officers. */
static const struct step birth[] = {
    {"halo", CHAT_SAY_MENU, "", "GRATIS"},
    {"akte lahir", CHAT_SAY_QUESTION, "", NULL},
    {"tidak", CHAT_SAY_QUESTION, "", "surat keterangan lahir"},
    {"ada", CHAT_SAY_QUESTION, "", "buku nikah"},
    {"buku nikah", CHAT_SAY_QUESTION, "", "Mohon pilih salah satu"},
    {"1", CHAT_SAY_QUESTION, "", "umur anak"},
    {"tidak tahu", CHAT_SAY_REQUIREMENTS, "start:akta_kelahiran", "Kami pakai yang paling umum"},
    {"/foto", SILENT, "tie:-", NULL},
    {"ini KK", SILENT, "tie:kk", NULL},
    {"/foto surat lahir", SILENT, "tie:skl", NULL},
    {"/quiet", CHAT_SAY_PROGRESS, "", "2 foto diterima"},
    {"sudah lengkap", CHAT_SAY_INCOMPLETE, "", "Buku nikah"},
    {"/form", CHAT_SAY_PROGRESS, "", "Masih kurang"},
    {"/foto", SILENT, "tie:nikah", NULL},
    {"/foto", SILENT, "tie:nikah", NULL},
    {"/quiet", CHAT_SAY_PROGRESS, "", "Semua berkas yang diminta sudah ada"},
    {"terima kasih", SILENT, "", NULL},
    {"sudah lengkap", SILENT, "submit", NULL},
    {"status", CHAT_SAY_STATUS, "", "MTR-26-000001"},
    {"mtr 26 000001", CHAT_SAY_STATUS, "", "Permohonan terdaftar"},
    {"MTR-26-000777", CHAT_SAY_STATUS_UNKNOWN, "", "/cek"},
    {"/fault nikah kk", SILENT, "", NULL},
    {"/foto buku nikah", SILENT, "mend:nikah", NULL},
    {"/quiet", CHAT_SAY_CORRECTION, "", "Kartu keluarga"},
    {"/foto", SILENT, "mend:kk", NULL},
    {"/foto", SILENT, "mend:kk", NULL},
    {"/quiet", CHAT_SAY_CORRECTION, "mended", "tidak berubah"},
    {"batal", CHAT_SAY_CONFIRM_CANCEL, "", "MTR-26-000001"},
    {"tidak", CHAT_SAY_NOT_CANCELLED, "", NULL},
    {"batal", CHAT_SAY_CONFIRM_CANCEL, "", NULL},
    {"ya", SILENT, "cancel", NULL},
    {"batal", CHAT_SAY_NOTHING_TO_CANCEL, "", NULL},
};
static const struct step death[] = {
    {"bapak saya meninggal", CHAT_SAY_QUESTION, "", "turut berdukacita"},
    {"1", CHAT_SAY_QUESTION, "", NULL},
    {"1", CHAT_SAY_REQUIREMENTS, "start:akta_kematian", "turut berdukacita"},
    {"/foto", SILENT, "tie:-", NULL},
    {"/foto", SILENT, "tie:-", NULL},
    {"/quiet", CHAT_SAY_PROGRESS, "", "2 foto akan dipilah petugas"},
    {"/wait 3d", SILENT, "", NULL},
    {"selamat pagi", CHAT_SAY_RESUME, "", "Akta Kematian"},
    {"1", CHAT_SAY_PROGRESS, "", "Formulir belum diisi"},
    {"/form", CHAT_SAY_PROGRESS, "", NULL},
    {"/tap act.done.v1", SILENT, "submit", NULL},
};
/* Photos before any service; a service changed on the way keeps them. */
static const struct step child_card[] = {
    {"/foto", SILENT, "loose", NULL},
    {"/foto akta", SILENT, "loose", NULL},
    {"/quiet", CHAT_SAY_MENU, "", "2 foto sudah kami simpan"},
    {"2", CHAT_SAY_QUESTION, "", "KIA"},
    {"KIA pertama", CHAT_SAY_QUESTION, "", NULL},
    {"1", CHAT_SAY_QUESTION, "", NULL},
    {"tidak", CHAT_SAY_REQUIREMENTS, "start:kia", NULL},
    {"/tap svc.kk.v1", CHAT_SAY_CONFIRM_DISCARD, "", "Kartu Keluarga"},
    {"tidak", CHAT_SAY_PROGRESS, "", NULL},
    {"/tap svc.kk.v1", CHAT_SAY_CONFIRM_DISCARD, "", NULL},
    {"1", CHAT_SAY_QUESTION, "discard:keep", NULL},
    {"KK hilang", CHAT_SAY_QUESTION, "", NULL},
    {"1", CHAT_SAY_REQUIREMENTS, "start:kk", NULL},
    {"batal", CHAT_SAY_CONFIRM_DISCARD, "", "ikut terhapus"},
    {"ya", CHAT_SAY_DISCARDED, "discard", NULL},
};
static const struct step moves[] = {
    {"pindah rumah", CHAT_SAY_QUESTION, "", NULL},
    {"2", CHAT_SAY_QUESTION, "", NULL},
    {"/tap q.pindah.movers.head_all.v1", CHAT_SAY_QUESTION, "", NULL},
    {"tidak", CHAT_SAY_REQUIREMENTS, "start:pindah", NULL},
    {"/tap q.pindah.move_kind.within.v1", CHAT_SAY_QUESTION, "", NULL},
    {"1", CHAT_SAY_REQUIREMENTS, "answers:pindah", NULL},
    {"tidak punya", CHAT_SAY_NO_PAPER, "", "Tidak apa-apa"},
    {"kirim saja", CHAT_SAY_INCOMPLETE, "", "paling sedikit satu foto"},
    {"/tap act.more.v1", CHAT_SAY_HOW_TO_SEND, "", NULL},
    {"/foto", SILENT, "tie:kk", NULL},
    {"/quiet", CHAT_SAY_PROGRESS, "", NULL},
    {"/tap q.kk.reason.lost.v1", CHAT_SAY_MENU, "", "Pilihan ini sudah lama"},
    {"/tap svc.gone.v1", CHAT_SAY_MENU, "", "Pilihan ini sudah lama"},
    {"/tap svc.kk.v0", CHAT_SAY_MENU, "", "Pilihan ini sudah lama"},
};
static const struct step sync[] = {
    {"6", CHAT_SAY_MENU, "", NULL}, /* no menu was sent yet: a number means nothing */
    {"6", CHAT_SAY_QUESTION, "", "lembaga"},
    {"bank", CHAT_SAY_QUESTION, "", NULL},
    {"tidak tahu", CHAT_SAY_QUESTION, "", NULL},
    {"tidak", CHAT_SAY_REQUIREMENTS, "start:sinkronisasi", NULL},
    {"NIK saya 5271990101900001", CHAT_SAY_NO_NUMBERS, "", "Demi keamanan"},
    {"5271 9901 0190 0001", CHAT_SAY_NO_NUMBERS, "", NULL},
    {"/foto ktp 5271990101900001", SILENT, "tie:ktp", NULL},
    {"/form", CHAT_SAY_PROGRESS, "", NULL},
    {"lengkap", CHAT_SAY_INCOMPLETE, "", "Kirim apa adanya"},
    {"1", SILENT, "submit", NULL},
};
static const struct step id_card[] = {
    {"mau rekam ktp", CHAT_SAY_QUESTION, "", NULL},
    {"1", CHAT_SAY_IN_PERSON, "", "sidik jari"},
    {"7", CHAT_SAY_MENU, "", NULL},
};
static const struct step people[] = {
    {"BERHENTI", CHAT_SAY_OPTED_OUT, "out", NULL},
    {"berhenti", CHAT_SAY_OPTED_OUT, "", NULL},
    {"mulai", CHAT_SAY_OPTED_IN, "in", NULL},
    {"/voice", CHAT_SAY_VOICE, "officer", NULL},
    {"/sticker", SILENT, "", NULL},
    {"/reaction", SILENT, "", NULL},
    {"anak saya sakit dan saya bingung sekali", SILENT, "", NULL}, /* it is for the officer */
    {"/wait 2h", SILENT, "", NULL},
    {"anak saya sakit dan saya bingung sekali", CHAT_SAY_OFFICER_WAITING, "", NULL},
    {"/officer", SILENT, "", NULL},
    {"akta kelahiran", SILENT, "", NULL},
    {"/foto", SILENT, "loose", NULL},
    {"ptugas", CHAT_SAY_OFFICER_CALLED, "officer", NULL},
    {"0", CHAT_SAY_MENU, "back", "kembali ke layanan otomatis"},
    {"/officer", SILENT, "", NULL},
    {"/wait 13h", SILENT, "", NULL},
    {"menu", CHAT_SAY_MENU, "back", NULL},
    {"xyzzy", CHAT_SAY_MENU, "", "belum dapat kami pahami"},
    {"xyzzy", CHAT_SAY_MENU, "", NULL},
    {"xyzzy", CHAT_SAY_OFFER_OFFICER, "", "petugas"},
    {"/tap act.officer.v1", CHAT_SAY_OFFICER_CALLED, "officer", NULL},
    {"/giveback", SILENT, "", NULL},
    {"english", CHAT_SAY_MENU, "", NULL},
    {"status", CHAT_SAY_STATUS_NONE, "", NULL},
};

static struct arena *arena;
static struct box box;

static int open_box(void **state) {
  (void)state;
  zone_set("Asia/Makassar");
  arena = arena_new(512u << 20);
  box_open(&box, arena);
  return 0;
}
static int close_box(void **state) {
  (void)state;
  arena_free(arena);
  return 0;
}

static void play(const struct step *steps, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const struct step *s = &steps[i];
    box_input(&box, s->input);
    if (s->input[0] == '/' && (strstr(s->input, "/wait") || strstr(s->input, "/fault"))) continue;
    bool right = box.last.reply.kind == s->says && strcmp(box.effects, s->effects) == 0;
    if (right && s->words) right = str_has(box.said.body, str_of(s->words));
    if (!right)
      fail_msg("step %zu, \"%s\": reply %d, effects \"%s\": " STR_FMT, i + 1, s->input, (int)box.last.reply.kind,
               box.effects, STR_ARG(box.said.body));
    assert_int_equal(box_photos_held(&box), box.seen);
  }
}
#define DIALOGUE(name)                        \
  static void dialogue_##name(void **state) { \
    (void)state;                              \
    play(name, COUNT(name));                  \
  }
DIALOGUE(birth)
DIALOGUE(death)
DIALOGUE(child_card)
DIALOGUE(moves)
DIALOGUE(sync)
DIALOGUE(id_card)
DIALOGUE(people)

/* Into each step of the conversation and each mode: `petugas`, `0` and BERHENTI answer. */
static void a_way_out_of_every_state(void **state) {
  (void)state;
  const char *const commands[] = {"petugas", "saya mau bicara dengan petugas", "0", "berhenti", "/tap act.officer.v1"};
  const enum chat_reply_kind says[] = {CHAT_SAY_OFFICER_CALLED, CHAT_SAY_OFFICER_CALLED, CHAT_SAY_MENU,
                                       CHAT_SAY_OPTED_OUT, CHAT_SAY_OFFICER_CALLED};
  for (int mode = 0; mode < CHAT_MODES; mode++)
    for (int step = 0; step < CHAT_STEPS; step++)
      for (size_t i = 0; i < COUNT(commands); i++) {
        box.chat = chat_new();
        box.chat.step = (enum chat_step)step;
        box.chat.mode = (enum chat_mode)mode;
        box.chat.bot_silent_until = box.now + HOURS(5);
        box.chat.last_in_at = box.now - HOURS(step % 2 ? 5 : 0);
        box.chat.service = S("kk");
        box.chat.question = S("reason");
        box.chat.version = catalogue_find(&box.catalogue, S("kk"))->version;
        box_input(&box, commands[i]);
        assert_int_equal(box.last.reply.kind, says[i]);
      }
}

/* ---- chance ---------------------------------------------------------------------------------------- */

static u64 seed;
static u32 chance(u32 n) {
  seed = seed * 6364136223846793005ull + 1442695040888963407ull;
  return (u32)(seed >> 33) % n;
}

static const char *const inputs[] = {"halo",
                                     "0",
                                     "menu",
                                     "1",
                                     "2",
                                     "3",
                                     "4",
                                     "5",
                                     "6",
                                     "7",
                                     "8",
                                     "9",
                                     "10",
                                     "11",
                                     "petugas",
                                     "status",
                                     "batal",
                                     "ya",
                                     "tidak",
                                     "tidak tahu",
                                     "tidak ada",
                                     "sudah",
                                     "lengkap",
                                     "kirim saja",
                                     "lanjut",
                                     "mulai baru",
                                     "mulai",
                                     "berhenti",
                                     "akta kelahiran",
                                     "kk",
                                     "kia",
                                     "meninggal",
                                     "pindah",
                                     "sinkron",
                                     "ktp",
                                     "english",
                                     "bahasa indonesia",
                                     "ok",
                                     "xyzzy",
                                     "5271990101900001",
                                     "ini KK",
                                     "MTR-26-000001",
                                     "batal MTR-26-000002",
                                     "",
                                     " ",
                                     "\xF0\x9F\x99\x8F",
                                     "....",
                                     "/foto",
                                     "/foto",
                                     "/foto",
                                     "/foto ktp",
                                     "/foto KK",
                                     "/foto buku nikah",
                                     "/foto surat lahir",
                                     "/quiet",
                                     "/quiet",
                                     "/quiet",
                                     "/form",
                                     "/voice",
                                     "/sticker",
                                     "/reaction",
                                     "/officer",
                                     "/giveback",
                                     "/idle",
                                     "/wait 20m",
                                     "/wait 3h",
                                     "/wait 2d",
                                     "/quote KK",
                                     "/tap act.done.v1",
                                     "/tap act.more.v1",
                                     "/tap act.anyway.v1",
                                     "/tap act.continue.v1",
                                     "/tap act.fresh.v1",
                                     "/tap act.discard.v1",
                                     "/tap act.keep.v1",
                                     "/tap act.unknown.v1",
                                     "/tap act.cancel.v1",
                                     "/tap svc.kk.v1",
                                     "/tap svc.kia.v1",
                                     "/tap app.MTR-26-000001.cancel.v1",
                                     "/tap app.MTR-26-000001.withdraw.v1",
                                     "/tap app.MTR-26-000009.status.v1",
                                     "/tap app..v1",
                                     "/tap q.kk.reason.lost.v1",
                                     "/tap q.kk...v1",
                                     "/tap q.v1",
                                     "/tap .v1",
                                     "/tap x",
                                     "/tap svc.v1",
                                     "/tap q.pindah.move_kind.cancel.v1"};

static bool allowed(const struct box *b, const char *input) {
  if (strcmp(input, "/form") == 0) return b->draft.service != NULL;
  return strncmp(input, "/quote", 6) != 0 || (b->draft_scans > 0 && b->draft.unsorted > 0);
}

/* The office moves a file now and then, as it does in life. */
static void officers_work(struct box *b) {
  if (!b->application_count || chance(12)) return;
  struct box_application *a = &b->applications[b->application_count - 1];
  if (a->state != STATE_SUBMITTED && a->state != STATE_IN_REVIEW) return;
  for (size_t i = 0; i < a->item_count; i++)
    if (a->items[i].requirement->modes & MODE_UPLOAD) {
      box_input(
          b, arena_cstr(b->arena, arena_printf(b->arena, "/fault " STR_FMT, STR_ARG(a->items[i].requirement->code))));
      if (chance(2)) return;
    }
}

static void places_are_kept(const struct box *b) {
  for (size_t i = 0; i < b->application_count; i++) assert_int_equal(b->applications[i].place, (i64)i + 1);
}

/* 400 chats of 25 events. A photo is held exactly once, whatever is sent in whatever order; a message never breaks a
 * limit (box_check_said); the place in the line never changes. */
static void chance_loses_nothing(void **state) {
  (void)state;
  const struct catalogue catalogue = box.catalogue;
  struct arena *chat_arena = arena_new(64u << 20);
  for (u32 round = 0; round < 400; round++) {
    seed = round + 1;
    box = (struct box){.arena = chat_arena,
                       .catalogue = catalogue,
                       .chat = chat_new(),
                       .now = BOX_START,
                       .next_media = 1,
                       .next_place = 1};
    for (int i = 0; i < 25; i++) {
      const char *input = inputs[chance(COUNT(inputs))];
      if (!allowed(&box, input)) continue;
      box_input(&box, input);
      officers_work(&box);
      if (box_photos_held(&box) != box.seen) fail_msg("seed %u: %s lost a photo (%s)", round + 1, input, box.effects);
      places_are_kept(&box);
    }
    arena_reset(chat_arena);
  }
  arena_free(chat_arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(dialogue_birth, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_death, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_child_card, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_moves, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_sync, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_id_card, open_box, close_box),
      cmocka_unit_test_setup_teardown(dialogue_people, open_box, close_box),
      cmocka_unit_test_setup_teardown(a_way_out_of_every_state, open_box, close_box),
      cmocka_unit_test_setup_teardown(chance_loses_nothing, open_box, close_box),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
