/* office/desk: what only the officers' pages ask for: queues of several states, the inbox, internal notes. */
#pragma once
#include "office/lists.h"

struct queue_query {
  unsigned states; /* 1 << enum state; 0: every open state */
  str service;     /* empty: all */
  moment after_due;
  i64 after_id;
  int limit;
};
struct queue {
  struct list list;
  i64 counts[STATES];
  i64 done_today;
};
enum err desk_queue(struct ctx *c, const struct queue_query *q, struct queue *ret);
/* For each row: did the citizen write and nobody answered? */
enum err desk_replied(struct ctx *c, const struct list *list, bool **ret);
/* "Ambil berikutnya": the oldest due free file becomes this officer's. Two officers at once get two files. service
 * empty: any. E_NOTFOUND: all done. */
enum err desk_take_next(struct ctx *c, str service, str *ret_number);

/* Words for the colleagues, in the file's history; the citizen never sees them. */
enum err desk_note(struct ctx *c, str number, str text);

struct inbox_line {
  struct chat_line chat;
  i64 loose;  /* photos tied to nothing */
  str number; /* of the running application, or empty */
};
struct inbox {
  struct inbox_line *rows;
  size_t n;
  size_t waiting;
  bool more; /* older chats stand behind the last row's (last_in_at, id) */
};
/* before 0: the first page, on which those who wait for an officer stand first. */
enum err desk_inbox(struct ctx *c, moment before, i64 before_id, int limit, struct inbox *ret);
struct tied_to {
  bool is_pdf, has_thumb;
  str number, requirement; /* requirement: its label. Empty: tied to nothing; number empty: to a draft */
};
/* Where the photo of each message belongs; one entry a message. */
enum err desk_ties(struct ctx *c, const struct message_line *messages, size_t n, struct tied_to **ret);
/* Until when free words may be sent to a chat. */
enum err desk_window(struct ctx *c, i64 chat, moment *ret_until);
/* The correction as the citizen will read it, were it sent now. */
struct correction_preview {
  struct application f;
  str body;
  moment window_until, answer_by;
};
enum err desk_correction(struct ctx *c, str number, struct correction_preview *ret);
/* The judges of the originals, by requirement, in the order of the file's items; empty: not judged. */
enum err desk_judges(struct ctx *c, const struct application *f, str **ret);
/* What several originals showed, in one step: all are written or none, and the file moves once. */
struct original_judged {
  str requirement, note;
  enum original_result result;
};
enum err desk_originals(struct ctx *c, str number, i64 version, const struct original_judged *list, size_t n);
