/* office/fair: who was served before older ones and why; what each officer looked at; who looked at a citizen's file. All of it
 * comes from the events, replayed in their order behind the counter. */
#pragma once
#include "domain/fair.h"
#include "office/lists.h"

/* Replays what came since; at most for a short while. Returns how many events. For jobs/. */
enum err fair_replay(struct ctx *c, size_t *ret_n);

struct fair_jump {
  str number, service, channel, officer_name, reason_by, note;
  moment at;
  i64 officer, overtaken;
  enum fair_reason reason;
};
struct fair_sum {
  str service, officer_name;
  i64 officer, begun, jumped, explained;
};
struct fair_report {
  struct fair_jump *jumps; /* newest first */
  size_t jump_count;
  struct fair_sum *sums; /* by service and officer */
  size_t sum_count;
};
/* Seven days from `from`. */
enum err fair_week(struct ctx *c, struct date from, struct fair_report *ret);
/* E_NOTFOUND: that file was served in its turn, or not at all yet. E_INPUT: field "reason"; "note" when it is another one. */
enum err fair_explain(struct ctx *c, str number, enum fair_reason reason, str note);

struct fair_look {
  i64 seq;
  moment at;
  str kind, number; /* number: empty when it was no file */
};
struct fair_officer {
  i64 id, looks;
  str name;
  enum role role;
};
/* Everybody who works here, with how often he looked. */
enum err fair_officers(struct ctx *c, struct fair_officer **ret, size_t *ret_n);
/* before: seq of the last line of the page before; 0: the newest. At most MAX_LIST. The look at the log is an event itself. */
enum err fair_looks(struct ctx *c, i64 officer, i64 before, struct fair_look **ret, size_t *ret_n);

/* Who looked at the papers of one file, as the citizen may know it: the role, never the name; looks of one officer within an
 * hour are one. Newest first; at most MAX_SEEN. */
#define MAX_SEEN 30
struct fair_seen {
  enum role role; /* ROLE_NONE: a machine of the office */
  moment at;
  int pages;
};
enum err fair_seen_by(struct ctx *c, const struct file_whole *w, struct fair_seen **ret, size_t *ret_n);
