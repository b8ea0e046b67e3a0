/* phone/state: everything the simulator remembers, behind one lock. Functions here want p->lock held.
 * Bounded: the oldest message and the oldest file make room for the newest. */
#pragma once
#include <jansson.h>
#include <pthread.h>

#include "net/http.h"
#include "phone/phone.h"

/* The simulator's own maxima; no office ever meets them. */
#define MAX_CITIZENS 10000
#define MAX_MESSAGES 20000
#define MAX_FILES 4096
#define MAX_FILES_BYTES (256u << 20)
#define MAX_FILE_BODY (32u << 20) /* one file in either direction, with its multipart wrapping */
#define MAX_RULES 32
#define MAX_JOBS 20000

#define WINDOW HOURS(24)    /* free-form messages after the citizen's last one */
#define URL_LIFE MINUTES(5) /* of a media address */
#define TYPING SECONDS(25)

enum side { CITIZEN, OFFICE, OFFICER /* a person in the office, on the phone app */ };
enum tick { SENT, DELIVERED, READ, FAILED };
const char *side_name(enum side s);
const char *tick_name(enum tick t);

struct citizen {
  char phone[20];
  char user_id[32]; /* BSUID */
  char name[64];
  bool hidden; /* uses a user name: webhooks carry no phone */
  struct {
    moment wrote; /* opens the window; 0 = never */
    moment typing_until;
  } at[PHONE_MAX_NUMBERS];
};

struct message {
  i64 seq;     /* 1, 2, 3 ... ; 0 = empty slot */
  i64 changed; /* the phone's change counter when this last changed */
  char id[40]; /* wamid */
  int number, citizen;
  enum side side;
  enum tick tick;
  bool silent; /* statuses of this one are lost on the way */
  moment at;
  json_t *view;     /* as the citizen sees it */
  json_t *callback; /* biz_opaque_callback_data or NULL */
};

struct file {
  i64 nr; /* 0 = empty slot */
  int number;
  str mime, name, bytes;
  struct sha256 sha256;
  bool deleted; /* for the server: the citizen's phone keeps its own copy */
  moment url_until;
  char url_token[24];
  struct arena *arena;
};

/* An error or a mishap asked for by a test. */
struct rule {
  int times; /* 0 = empty slot */
  char number[40], phone[20], on[16];
  int code, http, delay_ms;
  bool timeout, drop_status, late;
};

struct job {
  json_t *changes;
  int tries;
};

struct counts {
  i64 messages_in, messages_out, templates_out, refused, read_marks, typing, files_in, files_out, fetched, deleted;
  i64 posts, post_failures, given_up, dropped;
};

struct phone {
  struct phone_options options;
  struct http_server *server;
  struct arena *home; /* where this struct lies */
  struct arena *arena;
  pthread_t sender;
  bool sender_runs;

  pthread_mutex_t lock;
  pthread_cond_t wake; /* a job, or the end */
  bool stopping, verified, holding;
  struct job *jobs; /* a ring */
  size_t job_first, job_count;
  json_t *held; /* changes kept back while holding */

  struct citizen *citizens;
  size_t citizen_count;
  struct message *messages;
  i64 last_seq, last_change;
  struct file *files;
  i64 last_file;
  size_t file_bytes;
  struct rule rules[MAX_RULES];
  json_t *templates; /* name -> text with {{1}}; empty = any template is taken */
  moment ahead;      /* how far the phone's clock runs before the real one */
  struct counts counts;
};

enum err state_new(struct phone *p);
void state_free(struct phone *p);
moment phone_now(const struct phone *p);

int number_by_id(const struct phone *p, str id); /* -1 */
str number_digits(struct arena *a, const struct phone *p, int number);
/* The digits of a phone number as people write it; STR_NONE when it cannot be one. */
str phone_digits(struct arena *a, str text);

int citizen_by_phone(const struct phone *p, str digits); /* -1 */
int citizen_by_user_id(const struct phone *p, str user_id);
int citizen_meet(struct phone *p, str digits); /* finds or makes; -1 when the house is full */
bool window_open(const struct phone *p, int citizen, int number);

/* Takes view. The oldest message goes when the ring is full. */
struct message *message_add(struct phone *p, enum side side, int citizen, int number, json_t *view);
struct message *message_by_id(struct phone *p, str wamid);
struct message *message_by_seq(struct phone *p, i64 seq);
void message_changed(struct phone *p, struct message *m);
json_t *message_view(const struct message *m); /* a new reference */

struct file *file_add(struct phone *p, int number, str mime, str name, str bytes); /* NULL when too large */
struct file *kept_file_by_id(struct phone *p, str id);  /* what the server may still use */
struct file *shown_file_by_id(struct phone *p, str id); /* what the citizen's phone shows */
str file_id(struct arena *a, const struct file *f);
str file_url(struct arena *a, struct phone *p, struct file *f); /* a fresh address for URL_LIFE */

/* The rule that strikes here, used up by one, or NULL. */
const struct rule *rule_strikes(struct phone *p, const char *on, int number, str phone);
