#include "base.h"

#define FIRST_BLOCK (16u << 10)

struct block {
  struct block *next;
  size_t n, cap;
  _Alignas(16) char bytes[];
};

struct arena {
  struct block *blocks; /* the newest first; the first one ever made is the last */
  size_t used, max;
};

static void out_of_memory(const char *why, size_t n) {
  log_line(LOG_ERROR, "memory", "reason=%s bytes=%zu", why, n);
  abort();
}

static struct block *block_new(size_t cap) {
  struct block *b = malloc(sizeof *b + cap);
  if (!b) out_of_memory("malloc", cap);
  b->next = NULL;
  b->n = 0;
  b->cap = cap;
  return b;
}

struct arena *arena_new(size_t max) {
  struct block *b = block_new(FIRST_BLOCK);
  struct arena *a = (struct arena *)(void *)b->bytes;
  b->n = (sizeof *a + 15) & ~(size_t)15;
  *a = (struct arena){.blocks = b, .max = max};
  return a;
}

static void free_later_blocks(struct arena *a) {
  while (a->blocks->next) {
    struct block *b = a->blocks;
    a->blocks = b->next;
    free(b);
  }
}

void arena_free(struct arena *a) {
  if (!a) return;
  free_later_blocks(a);
  free(a->blocks);
}

void arena_freep(struct arena **a) { arena_free(*a); }

void arena_reset(struct arena *a) {
  free_later_blocks(a);
  a->blocks->n = (sizeof *a + 15) & ~(size_t)15;
  a->used = 0;
}

static char *take(struct arena *a, size_t n) {
  size_t need = (n + 15) & ~(size_t)15;
  if (need < n || need > a->max - a->used) out_of_memory("arena_limit", n);
  struct block *b = a->blocks;
  if (b->cap - b->n < need) {
    size_t cap = b->cap * 2 < (1u << 20) ? b->cap * 2 : (1u << 20);
    b = block_new(need > cap ? need : cap);
    b->next = a->blocks;
    a->blocks = b;
  }
  char *p = b->bytes + b->n;
  b->n += need;
  a->used += need;
  return p;
}

void *arena_alloc(struct arena *a, size_t n) { return memset(take(a, n), 0, n); }

void *arena_array_(struct arena *a, size_t count, size_t size) {
  size_t n;
  if (__builtin_mul_overflow(count, size, &n)) out_of_memory("overflow", count);
  return arena_alloc(a, n);
}

void *arena_grow_(struct arena *a, void *array, size_t n, size_t *cap, size_t size) {
  if (n < *cap) return array;
  size_t more = *cap ? *cap * 2 : 8;
  void *moved = arena_array_(a, more, size);
  if (n) memcpy(moved, array, n * size);
  *cap = more;
  return moved;
}

size_t arena_used(const struct arena *a) { return a->used; }

str arena_str(struct arena *a, str s) {
  if (!s.p) return STR_NONE;
  char *p = take(a, s.n + 1);
  if (s.n) memcpy(p, s.p, s.n);
  p[s.n] = 0;
  return (str){p, s.n};
}

str arena_join(struct arena *a, const str *parts, size_t n) {
  size_t all = 0, at = 0;
  for (size_t i = 0; i < n; i++) all += parts[i].n;
  char *p = take(a, all + 1);
  for (size_t i = 0; i < n; i++) {
    if (parts[i].n) memcpy(p + at, parts[i].p, parts[i].n);
    at += parts[i].n;
  }
  p[all] = 0;
  return (str){p, all};
}

const char *arena_cstr(struct arena *a, str s) { return s.p ? arena_str(a, s).p : ""; }

str arena_printf(struct arena *a, const char *fmt, ...) {
  char small[256];
  va_list args, again;
  va_start(args, fmt);
  va_copy(again, args);
  int n = vsnprintf(small, sizeof small, fmt, args);
  va_end(args);
  if (n < 0) n = 0;
  char *p = arena_alloc(a, (size_t)n + 1);
  if ((size_t)n < sizeof small) memcpy(p, small, (size_t)n);
  else vsnprintf(p, (size_t)n + 1, fmt, again);
  va_end(again);
  return (str){p, (size_t)n};
}

static str arena_map(struct arena *a, str s, char from, char to, int shift) {
  char *p = arena_alloc(a, s.n + 1);
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    p[i] = c >= from && c <= to ? (char)(c + shift) : c;
  }
  return (str){p, s.n};
}

str arena_lower(struct arena *a, str s) { return arena_map(a, s, 'A', 'Z', 32); }
str arena_upper(struct arena *a, str s) { return arena_map(a, s, 'a', 'z', -32); }

struct buf buf_new(struct arena *a, size_t max) { return (struct buf){.arena = a, .max = max}; }

static bool buf_room(struct buf *b, size_t n) {
  if (b->full || n > b->max - b->n) {
    b->full = true;
    return false;
  }
  if (b->cap - b->n >= n) return true;
  size_t cap = b->cap ? b->cap * 2 : 1024;
  while (cap < b->n + n) cap *= 2;
  if (cap > b->max) cap = b->max;
  char *p = arena_alloc(b->arena, cap);
  if (b->n) memcpy(p, b->p, b->n);
  b->p = p;
  b->cap = cap;
  return true;
}

void buf_add(struct buf *b, str s) {
  if (!s.n || !buf_room(b, s.n)) return;
  memcpy(b->p + b->n, s.p, s.n);
  b->n += s.n;
}

void buf_byte(struct buf *b, char c) {
  if (buf_room(b, 1)) b->p[b->n++] = c;
}

char *buf_space(struct buf *b, size_t n) {
  if (!buf_room(b, n)) return NULL;
  b->n += n;
  return b->p + b->n - n;
}

void buf_printf(struct buf *b, const char *fmt, ...) {
  char small[512];
  va_list args, again;
  va_start(args, fmt);
  va_copy(again, args);
  int n = vsnprintf(small, sizeof small, fmt, args);
  va_end(args);
  if (n >= 0 && (size_t)n < sizeof small) {
    buf_add(b, (str){small, (size_t)n});
  } else if (n >= 0) {
    char *big = arena_alloc(b->arena, (size_t)n + 1);
    vsnprintf(big, (size_t)n + 1, fmt, again);
    buf_add(b, (str){big, (size_t)n});
  }
  va_end(again);
}

str buf_str(const struct buf *b) { return (str){b->p ? b->p : "", b->n}; }
