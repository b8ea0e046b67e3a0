/* `purge` and `hold`: destroying what may no longer be kept, and what must be kept all the same. */
#include "office/erasure.h"

#include "cmd/cmd.h"

static const char *const class_words[PAPER_CLASSES] = {
    [PAPER_EVIDENCE] = "supporting papers", [PAPER_IDENTITY] = "photos of a face", [PAPER_LOOSE] = "unused chat photos"};

static int dry_run(struct call *c, struct ctx *ctx) {
  struct due_class due[PAPER_CLASSES];
  struct retention rules = office_retention(ctx->office);
  i64 scans = 0, held = 0;
  if (erasure_due(ctx, due) != E_OK) return complain(EXIT_FAILED, "the scans cannot be walked");
  for (size_t i = 0; i < PAPER_CLASSES; i++) {
    printf("%-20s kept %4d days   due: %lld scans of %lld applications", class_words[i], rules.days[i], (long long)due[i].scans,
           (long long)due[i].applications);
    if (due[i].oldest) printf(", the oldest since " STR_FMT, STR_ARG(date_iso(c->arena, local_of(due[i].oldest).date)));
    if (due[i].held) printf("; %lld more are held", (long long)due[i].held);
    putchar('\n');
    scans += due[i].scans;
    held += due[i].held;
  }
  printf("%lld scans would be destroyed, %lld are held; nothing was changed\n", (long long)scans, (long long)held);
  return EXIT_FINE;
}

int verb_purge(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  struct destruction d;
  struct erasure_place place = {0};
  i64 record, scans = 0;
  int status = open_office(c, &o), records = 0;
  if (status) return status;
  CLEANUP(arena_freep) struct arena *work = arena_new(64u << 20); /* of one record */
  struct ctx ctx = system_ctx(c, o);
  if (c->dry_run) return dry_run(c, &ctx);
  ctx.arena = work;
  enum err e;
  while ((e = erasure_run(&ctx, &place, &record)) == E_OK) {
    if (destruction_get(&ctx, record, &d) != E_OK) return complain(EXIT_FAILED, "the record cannot be read back");
    printf("record    " STR_FMT "  %lld scans of %lld applications\n", STR_ARG(destruction_number(work, &d)), (long long)d.scans,
           (long long)d.applications);
    scans += d.scans;
    records++;
    arena_reset(work);
  }
  (void)papers_count(&ctx); /* what pages say of it */
  size_t chats;
  do {
    arena_reset(work);
    if (erasure_of_kept_chats(&ctx, &chats) != E_OK) return complain(EXIT_FAILED, "chats that are to be erased cannot be; call again");
    if (chats) printf("chats     of %zu people who asked for it, needed by no application any more\n", chats);
  } while (chats);
  if (e != E_NOTFOUND) return complain(EXIT_FAILED, "stopped (%s); what the records above say is destroyed, call again for the rest", err_name(e));
  if (!records) {
    printf("nothing is due\n");
    return EXIT_FINE;
  }
  printf("%lld scans destroyed\nnext      print and sign the records: /petugas/data-pribadi. Backups of the store still hold the keys: "
         "loket keys rotate, then a new backup\n",
         (long long)scans);
  return EXIT_FINE;
}

int verb_hold(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  struct hold *list;
  size_t n;
  int status = open_office(c, &o);
  if (status) return status;
  struct ctx ctx = system_ctx(c, o);
  if (!c->argc) {
    if (hold_list(&ctx, &list, &n) != E_OK) return complain(EXIT_FAILED, "the holds cannot be read");
    for (size_t i = 0; i < n; i++)
      printf(STR_FMT "  " STR_FMT "  " STR_FMT "\n", STR_ARG(list[i].number), STR_ARG(date_iso(c->arena, local_of(list[i].set_at).date)),
             STR_ARG(list[i].reason));
    printf("%zu applications are held\n", n);
    return EXIT_FINE;
  }
  if (c->lift == (c->reason != NULL)) return complain(EXIT_USAGE, "hold NUMBER needs --reason TEXT, or --lift");
  enum err e = hold_change(&ctx, str_of(c->argv[0]), str_of(c->reason));
  if (e == E_NOTFOUND) return complain(EXIT_FAILED, "there is no application %s", c->argv[0]);
  if (e != E_OK) {
    ctx.lang = LANG_EN;
    str why = ctx.fault_count ? fault_text(&ctx, &ctx.faults[0]) : str_of(err_name(e));
    return complain(EXIT_FAILED, STR_FMT, STR_ARG(why));
  }
  printf("%s %s\n", c->argv[0], c->lift ? "is no longer held" : "is held: no scan of it is destroyed");
  return EXIT_FINE;
}
