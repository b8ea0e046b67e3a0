/* measure: draws papers, takes photos of them, spoils some, and counts what the judgement and the reading make of it. The table in docs/judgement.md
 * is its output.   measure [--set N] [--reads] [--save FOLDER] [--show] */
#include <fcntl.h>
#include <unistd.h>

#include "look/judge.h"
#include "look/look.h"
#include "look/reader.h"
#include "papers.h"

enum spoil { GOOD_PHOTO, GOOD_SCAN, GOOD_WHATSAPP, GOOD_LAMP, BLUR, SHAKE, DARK, GLARE, CUT, SMALL, SCREENSHOT, MOIRE, COPY, SPOILS };
static const struct {
  const char *name;
  enum look_fault fault; /* LOOK_FAULTS: a good one */
} spoils[SPOILS] = {
    {"good: photo", LOOK_FAULTS}, {"good: flat scan", LOOK_FAULTS}, {"good: WhatsApp, askew", LOOK_FAULTS}, {"good: yellow lamp, shade", LOOK_FAULTS},
    {"out of focus", FAULTY_BLURRED}, {"shaken", FAULTY_BLURRED}, {"dark", FAULTY_DARK}, {"glare", FAULTY_GLARE}, {"cut off", FAULTY_CUT},
    {"small", FAULTY_SMALL}, {"screenshot", FAULTY_SCREEN}, {"photo of a screen", FAULTY_SCREEN}, {"photocopy of a card", FAULTY_COPY}};

static struct picture spoiled(enum spoil s, const struct picture *paper, struct dice *d) {
  struct photo p = photo_usual(d);
  switch (s) {
    case GOOD_SCAN: p = (struct photo){.side = 2000 + (int)roll(d, 600), .fill = 1, .light = 1.07, .noise = 1, .quality = 90, .flat = true, .turn = roll_between(d, -0.6, 0.6)}; break;
    case GOOD_WHATSAPP: p.side = 2048, p.quality = 60 + (int)roll(d, 15), p.turn = roll_between(d, -8, 8), p.fill = roll_between(d, 0.8, 0.88), p.blur = roll_between(d, 0.5, 1.0); break;
    case GOOD_LAMP: p.warm = roll_between(d, 0.5, 1), p.shade = roll_between(d, 0.25, 0.5), p.light = roll_between(d, 0.75, 0.95); break;
    case BLUR: p.blur = roll_between(d, 2.6, 6); break;
    case SHAKE: p.motion = 8 + (int)roll(d, 16); break;
    case DARK: p.light = roll_between(d, 0.1, 0.33), p.noise = roll_between(d, 2, 6); break;
    case GLARE: p.glare = roll_between(d, 0.03, 0.14); break;
    case CUT: p.fill = roll_between(d, 1.0, 1.15), p.shift = roll_between(d, 0.1, 0.25) * (roll(d, 2) ? 1 : -1); break;
    case SMALL: p.side = 320 + (int)roll(d, 380); p.blur = 0.3; break;
    case SCREENSHOT: return screenshot_take(paper, d);
    case MOIRE: p.moire = true, p.noise = 2, p.blur = 0.3, p.quality = 90; break;
    case COPY: p.grey = true, p.warm = roll_between(d, 0, 0.3); break;
    default: break;
  }
  return photo_take(paper, &p, d);
}

static struct look_wire *looked(const struct picture *photo, bool reads, char *memory) {
  static u8 bytes[20 << 20];
  memset(memory, 0, sizeof(struct look_wire));
  size_t n = picture_jpeg(photo, 88, bytes, sizeof bytes);
  look_at(SCAN_JPEG, (str){(const char *)bytes, n}, reads, memory);
  return (struct look_wire *)(void *)memory;
}

static void save(const char *folder, enum spoil s, u64 seed, const struct picture *p) {
  static u8 bytes[20 << 20];
  char name[300];
  size_t n = picture_jpeg(p, 88, bytes, sizeof bytes);
  snprintf(name, sizeof name, "%s/%02d-%llu.jpg", folder, s, (unsigned long long)seed);
  int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0 || write(fd, bytes, n) < 0) perror(name);
  if (fd >= 0) close(fd);
}

struct count {
  int n, found, alarm, by[LOOK_FAULTS];
};

static void measure_judgement(int set, const char *folder, bool show, char *memory) {
  static const struct look_limits limits = LOOK_LIMITS_USUAL;
  struct count counts[SPOILS] = {0};
  for (int s = 0; s < SPOILS; s++)
    for (int i = 0; i < set; i++) {
      struct paper_truth truth;
      struct dice d = {(u64)(s * 100000 + i)};
      enum paper_kind kind = s == COPY ? (i % 2 ? PAPER_KTP : PAPER_KIA) : paper_drawn[(size_t)i % paper_drawn_count];
      struct picture paper = paper_draw(kind, (u64)(i + 1), &truth), photo = spoiled((enum spoil)s, &paper, &d);
      const struct look_wire *w = looked(&photo, false, memory);
      int scores[LOOK_FAULTS];
      for (size_t k = 0; k < LOOK_FAULTS; k++) scores[k] = (int)w->scores[k];
      u32 faults = look_faults(scores, &limits, kind);
      counts[s].n++;
      counts[s].found += spoils[s].fault < LOOK_FAULTS && (faults >> spoils[s].fault & 1);
      counts[s].alarm += faults != 0;
      for (size_t k = 0; k < LOOK_FAULTS; k++) counts[s].by[k] += faults >> k & 1;
      if (show) {
        printf("%-26s %2d kind=%d", spoils[s].name, i, kind);
        for (size_t k = 0; k < LOOK_FAULTS; k++) printf(" %s=%d", look_fault_code((enum look_fault)k), scores[k]);
        printf("\n");
      }
      if (folder) save(folder, (enum spoil)s, (u64)i, &photo);
      picture_free(&paper);
      picture_free(&photo);
    }
  printf("| made as | photos | warned of | as what it is |");
  for (size_t k = 0; k < LOOK_FAULTS; k++) printf(" %s |", look_fault_code((enum look_fault)k));
  printf("\n| --- | --: | --: | --: |");
  for (size_t k = 0; k < LOOK_FAULTS; k++) printf(" --: |");
  printf("\n");
  int good = 0, alarms = 0, bad = 0, found = 0;
  for (int s = 0; s < SPOILS; s++) {
    const struct count *c = &counts[s];
    bool is_bad = spoils[s].fault < LOOK_FAULTS;
    printf("| %s | %d | %.1f %% | ", spoils[s].name, c->n, 100.0 * c->alarm / c->n);
    if (is_bad) printf("%.1f %% |", 100.0 * c->found / c->n);
    else printf("|");
    for (size_t k = 0; k < LOOK_FAULTS; k++) printf(" %d |", c->by[k]);
    printf("\n");
    if (is_bad) bad += c->n, found += c->alarm;
    else good += c->n, alarms += c->alarm;
  }
  printf("\nbad ones found: %d of %d = %.1f %%; false alarms: %d of %d = %.1f %%\n", found, bad, 100.0 * found / bad, alarms, good, 100.0 * alarms / good);
}

/* measure --make FILE.jpg PAPER SPOIL SEED: one photo, for other tests. */
static int make_one(char **argv) {
  i64 kind, spoil, seed;
  struct paper_truth truth;
  if (!str_to_i64(str_of(argv[1]), &kind) || !str_to_i64(str_of(argv[2]), &spoil) || !str_to_i64(str_of(argv[3]), &seed)) return 2;
  struct dice d = {(u64)seed};
  struct picture paper = paper_draw((enum paper_kind)kind, (u64)seed, &truth), photo = spoiled((enum spoil)spoil, &paper, &d);
  static u8 bytes[20 << 20];
  size_t n = picture_jpeg(&photo, 80, bytes, sizeof bytes);
  int fd = open(argv[0], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  bool good = fd >= 0 && write(fd, bytes, n) == (ssize_t)n;
  if (fd >= 0) close(fd);
  picture_free(&paper);
  picture_free(&photo);
  printf("%s %s %s %s\n", truth.nik[0], truth.kk[0] ? truth.kk : "-", truth.date, truth.name);
  return good ? 0 : 1;
}

/* ---- reading ------------------------------------------------------------------------------------------------ */

struct reading {
  int papers, known, digits, digits_right, niks, niks_right, kks, kks_right, names, names_right, dates, dates_right;
  i64 us;
};

static int digits_in_common(const char *a, const char *b) {
  int n = 0;
  for (size_t i = 0; i < 16; i++) n += a[i] == b[i];
  return n;
}

static void score_number(const struct look_wire *w, enum read_kind kind, const char *truth, int *n, int *right, struct reading *r) {
  int best = 0;
  for (size_t i = 0; i < w->read_count; i++)
    if (w->reads[i].kind == kind && strlen(w->reads[i].text) == 16 && digits_in_common(w->reads[i].text, truth) > best)
      best = digits_in_common(w->reads[i].text, truth);
  ++*n;
  *right += best == 16;
  if (kind != READ_NIK) return;
  r->digits += 16;
  r->digits_right += best < 8 ? 0 : best;
}

static bool has_read(const struct look_wire *w, enum read_kind kind, const char *text) {
  for (size_t i = 0; i < w->read_count; i++)
    if (w->reads[i].kind == kind && strcmp(w->reads[i].text, text) == 0) return true;
  return false;
}

static void score(const struct look_wire *w, const struct paper_truth *truth, bool show, struct reading *r) {
  char iso[16];
  r->papers++;
  r->known += w->paper == truth->kind;
  for (size_t i = 0; i < truth->nik_count; i++) score_number(w, READ_NIK, truth->nik[i], &r->niks, &r->niks_right, r);
  if (truth->kk[0]) score_number(w, READ_KK_NUMBER, truth->kk, &r->kks, &r->kks_right, r);
  snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", truth->date + 6, truth->date + 3, truth->date);
  r->names++;
  r->dates++;
  r->names_right += has_read(w, READ_NAME, truth->name);
  r->dates_right += has_read(w, READ_DATE, iso);
  if (!show) return;
  printf("  truth: %s nik %s name %s date %s; read: %s/%u", look_paper_code(truth->kind), truth->nik[0], truth->name, iso, look_paper_code((enum paper_kind)w->paper), w->paper_sure);
  for (size_t i = 0; i < w->read_count; i++) printf(" | %s %s", look_read_code((enum read_kind)w->reads[i].kind), w->reads[i].text);
  printf("\n");
}

static void measure_reading(int set, bool show, char *memory) {
  static const enum spoil good[] = {GOOD_PHOTO, GOOD_SCAN, GOOD_WHATSAPP, GOOD_LAMP};
  printf("| made as | papers | kind known | NIK digits | NIK whole | KK number | first name | first date | s |\n| --- | --: | --: | --: | --: | --: | --: | --: | --: |\n");
  struct reading all = {0};
  for (size_t g = 0; g < COUNT(good); g++) {
    struct reading r = {0};
    for (int i = 0; i < set; i++) {
      struct paper_truth truth;
      struct dice d = {(u64)(g * 1000 + (size_t)i + 77)};
      struct picture paper = paper_draw(paper_drawn[(size_t)i % paper_drawn_count], (u64)(i + 500), &truth), photo = spoiled(good[g], &paper, &d);
      i64 start = clock_monotonic_us();
      const struct look_wire *w = looked(&photo, true, memory);
      r.us += clock_monotonic_us() - start;
      score(w, &truth, show, &r);
      picture_free(&paper);
      picture_free(&photo);
    }
    printf("| %s | %d | %d | %.2f %% | %d/%d | %d/%d | %d/%d | %d/%d | %.2f |\n", spoils[good[g]].name, r.papers, r.known, 100.0 * r.digits_right / r.digits,
           r.niks_right, r.niks, r.kks_right, r.kks, r.names_right, r.names, r.dates_right, r.dates, (double)r.us / 1e6 / r.papers);
    all.digits += r.digits, all.digits_right += r.digits_right, all.papers += r.papers, all.known += r.known;
  }
  printf("\nNIK digits right: %d of %d = %.2f %%; papers known: %d of %d\n", all.digits_right, all.digits, 100.0 * all.digits_right / all.digits, all.known, all.papers);
}

int main(int argc, char **argv) {
  int set = 20;
  bool show = false, reads = false;
  const char *folder = NULL;
  for (int i = 1; i < argc; i++) {
    i64 n;
    if (strcmp(argv[i], "--set") == 0 && i + 1 < argc && str_to_i64(str_of(argv[++i]), &n)) set = (int)n;
    if (strcmp(argv[i], "--save") == 0 && i + 1 < argc) folder = argv[++i];
    if (strcmp(argv[i], "--show") == 0) show = true;
    if (strcmp(argv[i], "--reads") == 0) reads = true;
  }
  if (argc == 6 && strcmp(argv[1], "--make") == 0) return make_one(argv + 2);
  char *memory = malloc(LOOK_OUTPUT);
  if (reads) reader_prepare(), measure_reading(set, show, memory);
  else measure_judgement(set, folder, show, memory);
  free(memory);
  return 0;
}
