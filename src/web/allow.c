/* How often somebody may do something in a minute. */
#include <pthread.h>
#include <sodium.h>

#include "web/web.h"

/* Sets of buckets: a key has its place in one of them. The hash has a key of this process, so that nobody can choose keys that
 * share a set; in a full one the least counted gives way. Were a key's place shared, one could reset the other's count. */
#define SETS 1024
#define WAYS 8
static struct bucket {
  u64 key;
  moment minute;
  int count;
} buckets[SETS][WAYS];
static u8 hash_key[crypto_shorthash_KEYBYTES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t made = PTHREAD_ONCE_INIT;

static void make_key(void) { random_bytes(hash_key, sizeof hash_key); }

static u64 hash_of(const char *what, str key) {
  u8 both[2][crypto_shorthash_BYTES];
  u64 h;
  pthread_once(&made, make_key);
  crypto_shorthash(both[0], (const u8 *)what, strlen(what), hash_key);
  crypto_shorthash(both[1], (const u8 *)key.p, key.n, hash_key);
  crypto_shorthash((u8 *)&h, both[0], sizeof both, hash_key);
  return h;
}

static struct bucket *bucket_of(u64 key, moment minute) {
  struct bucket *set = buckets[key % SETS], *least = set;
  for (struct bucket *b = set; b < set + WAYS; b++) {
    if (b->minute != minute) b->count = 0;
    if (b->key == key && b->minute == minute) return b;
    if (b->count < least->count) least = b;
  }
  *least = (struct bucket){.key = key, .minute = minute};
  return least;
}

bool web_allow(const char *what, str key, int per_minute) {
  u64 hash = hash_of(what, key);
  pthread_mutex_lock(&lock);
  bool allowed = bucket_of(hash, clock_now() / MINUTES(1))->count++ < per_minute;
  pthread_mutex_unlock(&lock);
  return allowed;
}

bool web_exhausted(const char *what, str key, int per_minute) {
  u64 hash = hash_of(what, key);
  pthread_mutex_lock(&lock);
  bool exhausted = bucket_of(hash, clock_now() / MINUTES(1))->count >= per_minute;
  pthread_mutex_unlock(&lock);
  return exhausted;
}
