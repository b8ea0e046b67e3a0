/* Streams that many watch: with http_server.c the driver for libmicrohttpd. The library calls on_read on the thread of the connection's loop; a listener without news suspends
 * its connection there. News is a new version; then each loop is woken and resumes its own sleepers. */
#include "net/live_server.h"

#include <pthread.h>
#include <unistd.h>

#define BLOCK 1024
#define BEAT S("event: beat\ndata:\n\n") /* a page can see that the line lives */
#define STOP_TRIES 400
#define STOP_STEP_US 5000

struct message {
  size_t n;
  int holders; /* the topic, and who is in the middle of it */
  char bytes[];
};
struct live_listener {
  struct live *live;
  struct live_listener *next, *prev; /* of the topic */
  struct MHD_Connection *connection;
  const void *loop;
  struct message *reading; /* NULL: nothing begun */
  size_t at;
  u64 seen, beat;
  int topic;
  bool asleep;
};
struct topic {
  struct message *last;
  u64 version;
  struct live_listener *first;
  int listeners;
};
struct live {
  pthread_mutex_t lock;
  struct topic *topics;
  int topic_count, most, listeners;
  u64 beat;
  bool stopping;
  void (*wake)(void *self); /* the server, once it runs */
  void *wake_self;
};

/* ---- messages ----------------------------------------------------------------------------------------------- */

static struct message *message_new(str bytes) {
  struct message *m = malloc(sizeof *m + bytes.n);
  if (!m) return NULL;
  m->n = bytes.n;
  m->holders = 1;
  memcpy(m->bytes, bytes.p, bytes.n);
  return m;
}

static void message_let_go(struct message *m) {
  if (m && --m->holders == 0) free(m);
}

/* ---- listeners ------------------------------------------------------------------------------------------------ */

void live_attach(struct live *l, void (*wake)(void *self), void *self) {
  pthread_mutex_lock(&l->lock);
  l->wake = wake;
  l->wake_self = self;
  pthread_mutex_unlock(&l->lock);
}

static bool has_news(const struct live_listener *x) {
  const struct live *l = x->live;
  const struct topic *t = &l->topics[x->topic];
  return l->stopping || (t->last && x->seen != t->version) || x->beat != l->beat;
}

void live_wake(struct live *l, const void *loop) {
  if (!l) return;
  pthread_mutex_lock(&l->lock);
  for (int i = 0; i < l->topic_count; i++)
    for (struct live_listener *x = l->topics[i].first; x; x = x->next) {
      if (!x->asleep || x->loop != loop || !has_news(x)) continue;
      x->asleep = false;
      MHD_resume_connection(x->connection);
    }
  pthread_mutex_unlock(&l->lock);
}

/* Under the lock; the server's loops come back with live_wake. */
static void wake(struct live *l) {
  if (l->wake && l->listeners) l->wake(l->wake_self);
}

static void forget(struct live_listener *x) {
  struct live *l = x->live;
  struct topic *t = &l->topics[x->topic];
  pthread_mutex_lock(&l->lock);
  if (x->prev) x->prev->next = x->next;
  else t->first = x->next;
  if (x->next) x->next->prev = x->prev;
  message_let_go(x->reading);
  t->listeners--;
  l->listeners--;
  pthread_mutex_unlock(&l->lock);
  free(x);
}

void live_drop(struct live_listener *x) {
  if (x) forget(x);
}

bool live_watch(struct live *l, int topic, struct http_response *rs) {
  struct live_listener *x = calloc(1, sizeof *x);
  if (!x) return false;
  pthread_mutex_lock(&l->lock);
  bool room = !l->stopping && l->listeners < l->most && topic >= 0 && topic < l->topic_count;
  if (room) {
    struct topic *t = &l->topics[topic];
    *x = (struct live_listener){.live = l, .topic = topic, .next = t->first, .beat = l->beat};
    if (t->first) t->first->prev = x;
    t->first = x;
    t->listeners++;
    l->listeners++;
  }
  pthread_mutex_unlock(&l->lock);
  if (!room) free(x);
  else rs->live = x;
  return room;
}

/* ---- what the library asks for ------------------------------------------------------------------------------------ */

static size_t give(char *ret, size_t max, const char *p, size_t n) {
  size_t part = n < max ? n : max;
  memcpy(ret, p, part);
  return part;
}

static ssize_t more(struct live_listener *x, char *ret, size_t max) {
  struct live *l = x->live;
  struct topic *t = &l->topics[x->topic];
  if (l->stopping) return MHD_CONTENT_READER_END_OF_STREAM;
  if (!x->reading && t->last && x->seen != t->version) {
    x->reading = t->last;
    x->reading->holders++;
    x->at = 0;
    x->seen = t->version;
    x->beat = l->beat;
  }
  if (x->reading) {
    size_t n = give(ret, max, x->reading->bytes + x->at, x->reading->n - x->at);
    x->at += n;
    if (x->at == x->reading->n) {
      message_let_go(x->reading);
      x->reading = NULL;
    }
    return (ssize_t)n;
  }
  if (x->beat != l->beat && max >= BEAT.n) {
    x->beat = l->beat;
    return (ssize_t)give(ret, max, BEAT.p, BEAT.n);
  }
  x->asleep = true;
  MHD_suspend_connection(x->connection);
  return 0;
}

static ssize_t on_read(void *self, uint64_t at, char *ret, size_t max) {
  (void)at;
  struct live_listener *x = self;
  pthread_mutex_lock(&x->live->lock);
  ssize_t n = more(x, ret, max);
  pthread_mutex_unlock(&x->live->lock);
  return n;
}

static void on_gone(void *self) { forget(self); }

struct MHD_Response *live_response(struct live_listener *x, struct MHD_Connection *connection, const void *loop) {
  x->connection = connection;
  x->loop = loop;
  struct MHD_Response *r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, on_read, x, on_gone);
  if (!r) forget(x);
  return r;
}

/* ---- telling ---------------------------------------------------------------------------------------------------------- */

void live_tell(struct live *l, int topic, str bytes) {
  struct topic *t = &l->topics[topic];
  struct message *m = message_new(bytes);
  if (!m) return;
  pthread_mutex_lock(&l->lock);
  bool same = t->last && t->last->n == m->n && memcmp(t->last->bytes, m->bytes, m->n) == 0;
  if (!same) {
    struct message *before = t->last;
    t->last = m;
    t->version++;
    message_let_go(before);
    wake(l);
  }
  pthread_mutex_unlock(&l->lock);
  if (same) free(m);
}

void live_beat(struct live *l) {
  pthread_mutex_lock(&l->lock);
  l->beat++;
  wake(l);
  pthread_mutex_unlock(&l->lock);
}

int live_listeners(struct live *l, int topic) {
  pthread_mutex_lock(&l->lock);
  int n = l->topics[topic].listeners;
  pthread_mutex_unlock(&l->lock);
  return n;
}

/* ---- begin and end ------------------------------------------------------------------------------------------------------- */

enum err live_new(int topics, int most, struct live **ret_live) {
  struct live *l = calloc(1, sizeof *l);
  if (l) l->topics = calloc((size_t)topics, sizeof *l->topics);
  if (!l || !l->topics) {
    free(l);
    return E_IO;
  }
  pthread_mutex_init(&l->lock, NULL);
  l->topic_count = topics;
  l->most = most;
  *ret_live = l;
  return E_OK;
}

void live_stop(struct live *l) {
  int left = 1;
  for (int i = 0; l && left > 0 && i < STOP_TRIES; i++) {
    if (i > 0) usleep(STOP_STEP_US);
    pthread_mutex_lock(&l->lock);
    l->stopping = true;
    left = l->listeners;
    wake(l);
    pthread_mutex_unlock(&l->lock);
  }
}

void live_free(struct live *l) {
  if (!l) return;
  for (int i = 0; i < l->topic_count; i++) message_let_go(l->topics[i].last);
  pthread_mutex_destroy(&l->lock);
  free(l->topics);
  free(l);
}
