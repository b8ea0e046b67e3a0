#include "base/lane.h"

#define BUCKETS 1024

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of the table and of all `holders` */
static struct lane *buckets[BUCKETS];

static struct lane **place_of(str name) {
  u64 h = 1469598103934665603u; /* FNV-1a */
  for (size_t i = 0; i < name.n; i++) h = (h ^ (u8)name.p[i]) * 1099511628211u;
  struct lane **at = &buckets[h % BUCKETS];
  while (*at && !str_eq((*at)->name, name)) at = &(*at)->next;
  return at;
}

static struct lane *lane_new(str name) {
  struct lane *l = calloc(1, sizeof *l + name.n);
  if (!l) return NULL;
  memcpy(l + 1, name.p, name.n);
  l->name = (str){(const char *)(l + 1), name.n};
  pthread_mutex_init(&l->lock, NULL);
  return l;
}

struct lane *lane_hold(str name) {
  pthread_mutex_lock(&lock);
  struct lane **at = place_of(name);
  if (!*at) *at = lane_new(name);
  if (*at) (*at)->holders++;
  struct lane *l = *at;
  pthread_mutex_unlock(&lock);
  return l;
}

void lane_release(struct lane *l) {
  if (!l) return;
  pthread_mutex_lock(&lock);
  bool last = --l->holders == 0;
  if (last) *place_of(l->name) = l->next;
  pthread_mutex_unlock(&lock);
  if (!last) return;
  pthread_mutex_destroy(&l->lock);
  free(l);
}

struct lane *lane_enter(struct lane *l) {
  pthread_mutex_lock(&l->lock);
  return l;
}

struct lane *lane_try(struct lane *l) { return pthread_mutex_trylock(&l->lock) == 0 ? l : NULL; }

void lane_leave(struct lane **l) {
  if (*l) pthread_mutex_unlock(&(*l)->lock);
}
