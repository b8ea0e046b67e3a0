/* office/lists: what officers and machines read. Every list has a limit and goes on behind a key. */
#pragma once
#include "office/file.h"
#include "office/once.h"

struct list_row {
  str number, applicant;
  const struct service *service;
  enum state state;
  enum channel channel;
  moment submitted_at, due_at, changed_at; /* due_at: pauses counted */
  i64 owner;
  str owner_name;
  moment key_due;
  i64 key_id;
};
struct list_query {
  bool any_open;      /* every open state; else `state` */
  enum state state;
  str service;        /* empty: all */
  i64 owner;          /* 0: all; else what this officer has in hand; state 0 (a draft is nobody's) = any open one */
  moment after_due;   /* key of the last row of the page before; 0, 0 = from the beginning */
  i64 after_id;
  int limit;          /* 1..MAX_LIST */
};
struct list {
  struct list_row *rows;
  size_t n;
  bool more;
};
enum err office_list(struct ctx *c, const struct list_query *q, struct list *ret);
enum err office_count(struct ctx *c, i64 ret_counts[STATES]);
/* "Ambil berikutnya": the oldest due file nobody has; E_NOTFOUND: all done. */
enum err office_next_free(struct ctx *c, str *ret_number);
/* A number, a phone number, or words of a name. */
enum err office_search(struct ctx *c, str words, struct list *ret);

struct tracked {
  str number;
  const struct service *service;
  enum state state;
  moment submitted_at, changed_at, due_at;
  i64 id, link_round;
};
/* E_NOTFOUND alike for an unknown number and wrong digits. */
enum err office_track(struct ctx *c, str number, str phone_last4, struct tracked *ret);

struct event_line {
  i64 seq;
  moment at;
  str kind, actor, actor_name, data; /* data: JSON */
  struct sha256 hash;
};
struct message_line {
  i64 id;
  bool ours;
  str kind, body, officer, scan;
  moment at;
  int status; /* 1 sent .. 4 played, 9 failed */
  moment erased_at; /* the words are gone, their person asked; 0: they are there */
  bool scan_gone;   /* its key was destroyed */
  moment scan_gone_at; /* 0: not known */
  bool scan_asked;  /* because its person asked, not because its time was over */
};
/* A row of SQL_MESSAGE_THREAD. */
struct message_line message_line_of(struct arena *a, const struct rows *r);
/* Everything an officer sees of one file. */
struct file_whole {
  struct application f;
  struct scan_row *scans;
  size_t scan_count;
  struct scan_row *loose; /* photos of the same citizen tied to nothing */
  size_t loose_count;
  struct event_line *events;
  size_t event_count;
  struct message_line *messages; /* newest last, at most 100 */
  size_t message_count;
  str owner_name;
};
enum err office_file(struct ctx *c, str number, struct file_whole *ret);
/* Only the application with its items: by number, or by the token of the status page (events for the timeline). */
enum err office_status(struct ctx *c, str token, struct file_whole *ret);

/* The scan's row for reading; the look is an event ("view"), on the disk before the row is given out. Who looks at the
 * same scan again within a minute still has the same look. E_NOTFOUND also when it belongs to another application, or
 * its key was destroyed. number empty: a loose photo of a chat. */
enum err office_view_scan(struct ctx *c, str number, str scan, struct sealed_scan *ret);
/* The same for a photo of a chat, wherever it is tied. */
enum err office_view_chat_scan(struct ctx *c, i64 chat, str scan, struct sealed_scan *ret);
/* May it be seen at all: for a thumbnail, on which nothing can be read, and which is therefore no look. */
enum err office_glance(struct ctx *c, str number, str scan);
enum err office_glance_chat(struct ctx *c, i64 chat, str scan);
struct tied {
  str number, scan, requirement;
};
/* requirement empty: the scan stays with the file, tied to none of its papers. once: NULL, or who must not do it twice; its
 * tell gets a struct tied. */
enum err office_tie_scan(struct ctx *c, str number, str scan, str requirement, struct once *once);

struct handover {
  moment at;
  i64 officer;
  str officer_name, receiver, relation, identity_kind, identity_last4, note;
  bool proxy, proxy_letter;
};
enum err office_handover(struct ctx *c, i64 application, struct handover *ret);

struct chat_line {
  i64 id;
  str name, phone, number_id, last_words;
  moment waiting_since, window_until, last_in_at, human_until;
};
struct chat_list {
  struct chat_line *rows;
  size_t n;
};
enum err office_chats_waiting(struct ctx *c, struct chat_list *ret); /* at most MAX_LIST, longest wait first */
enum err office_chats_recent(struct ctx *c, moment before, i64 before_id, int limit, struct chat_list *ret);
struct chat_whole {
  struct chat_line chat;
  i64 contact;
  struct message_line *messages;
  size_t message_count;
  struct scan_row *loose;
  size_t loose_count;
  struct list applications; /* of this citizen, newest first */
};
enum err office_chat(struct ctx *c, i64 id, struct chat_whole *ret);
