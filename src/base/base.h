/* base: the words every other folder speaks in. Knows no office.
 *
 * str     a pointer and a length, by value; zero-terminated only at the system border
 * arena   memory with a lifetime (a request, a job, a message): nothing in it is freed by hand
 * buf     text that grows inside an arena up to a maximum it is born with
 * err     the closed set of what a caller can do about a failure
 */
#pragma once
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef uint8_t u8;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int64_t i64;

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define PRINTF(fmt_at, args_at) __attribute__((format(printf, fmt_at, args_at)))
#define CLEANUP(fn) __attribute__((cleanup(fn)))

/* ---- errors ------------------------------------------------------------------------------- */

/* A caller can only do this many different things, so there are only this many errors. The words for
 * the person stand in struct fault (see office/ctx.h), never here. */
enum [[nodiscard]] err {
  E_OK = 0,
  E_INPUT,    /* what came in is wrong: tell the sender what and how to mend it   -> 400, 422 */
  E_DENIED,   /* not allowed to this person                                       -> 401, 403 */
  E_NOTFOUND, /* no such thing, or not yours: the same answer for both            -> 404 */
  E_CONFLICT, /* somebody was faster: read again and decide again                 -> 409 */
  E_RULE,     /* a rule of the office or the law forbids it; the fault names it   -> 422 */
  E_LIMIT,    /* too much, too many, too often                                    -> 413, 429 */
  E_IO,       /* disk, network, database: nothing was changed, try again          -> 503 */
  E_BUG,      /* we are wrong                                                     -> 500 */
};
const char *err_name(enum err e);

#define TRY(expr)                          \
  do {                                     \
    enum err try_err_ = (expr);            \
    if (try_err_ != E_OK) return try_err_; \
  } while (0)

/* ---- str ---------------------------------------------------------------------------------- */

typedef struct str {
  const char *p;
  size_t n;
} str;

#define S(literal) ((str){(literal), sizeof(literal) - 1})
#define STR_NONE ((str){NULL, 0})
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).n, (s).p

str str_of(const char *zero_terminated); /* NULL gives STR_NONE */
bool str_eq(str a, str b);
bool str_is(str s, const char *word);     /* as str_eq(s, str_of(word)) */
bool str_eq_nocase(str a, str b); /* ASCII letters only */
int str_cmp(str a, str b);
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);
bool str_has(str haystack, str needle);
str str_from(str s, size_t at);          /* s[at..], clamped */
str str_sub(str s, size_t at, size_t n); /* s[at..at+n], clamped */
str str_trim(str s);                     /* ASCII white space at both ends */
/* Cuts *rest at the first sep: gives the part before it and moves *rest behind it.
 * Returns false when *rest was used up (p == NULL). "a,,b" gives "a", "", "b". */
bool str_cut(str *rest, char sep, str *ret_part);
size_t str_find(str s, char c); /* index or s.n */
/* Decimal digits only, optional '-'; false on anything else or overflow. */
bool str_to_i64(str s, i64 *ret);
#define I64_DIGITS 20 /* 19 and a sign */
str str_from_i64(i64 v, char room[I64_DIGITS]); /* lies in room */
bool str_all_digits(str s); /* false for the empty string */
/* Strict UTF-8 (no overlong forms, no surrogates, no NUL). */
bool utf8_valid(str s);
size_t utf8_count(str s); /* code points; s must be valid */
/* The longest prefix of at most max code points. */
str utf8_cut(str s, size_t max);

/* ---- arena -------------------------------------------------------------------------------- */

struct arena;
/* An arena that may never hold more than max bytes; going over it is a bug of ours (inputs are bounded
 * before they come here) and ends the process. */
struct arena *arena_new(size_t max);
void arena_free(struct arena *a);  /* NULL is fine */
void arena_reset(struct arena *a); /* forget everything, keep the first block */
void arena_freep(struct arena **a);
void *arena_alloc(struct arena *a, size_t n); /* zeroed, 16-byte aligned, never NULL */
void *arena_array_(struct arena *a, size_t count, size_t size);
#define arena_new_of(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, count) ((type *)arena_array_((a), (count), sizeof(type)))
/* Room for one more behind n elements: gives the array back, moved when it was full. Start with NULL and cap 0. */
void *arena_grow_(struct arena *a, void *array, size_t n, size_t *cap, size_t size);
#define arena_grow(a, array, n, cap) ((array) = arena_grow_((a), (array), (n), (cap), sizeof *(array)))
str arena_str(struct arena *a, str s);           /* copy; zero-terminated behind the end */
const char *arena_cstr(struct arena *a, str s);  /* copy for the system border */
str arena_join(struct arena *a, const str *parts, size_t n); /* one behind the other */
str arena_printf(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
str arena_lower(struct arena *a, str s); /* ASCII */
str arena_upper(struct arena *a, str s); /* ASCII */
size_t arena_used(const struct arena *a);

/* ---- buf ---------------------------------------------------------------------------------- */

struct buf {
  struct arena *arena;
  char *p;
  size_t n, cap, max;
  bool full; /* something did not fit: the content is cut and must not be used */
};
struct buf buf_new(struct arena *a, size_t max);
void buf_add(struct buf *b, str s);
void buf_byte(struct buf *b, char c);
char *buf_space(struct buf *b, size_t n); /* n bytes at the end, to be written by the caller; NULL: full */
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
str buf_str(const struct buf *b);

/* ---- encodings ---------------------------------------------------------------------------- */

str hex_encode(struct arena *a, const void *p, size_t n); /* lower case */
bool hex_decode(str hex, void *ret, size_t n);            /* exactly n bytes */
str base64_encode(struct arena *a, const void *p, size_t n);
str base64url_encode(struct arena *a, const void *p, size_t n); /* no padding */
str base32_encode(struct arena *a, const void *p, size_t n);    /* RFC 4648, no padding */
bool base64_decode(str text, void *ret, size_t n);              /* exactly n bytes, standard alphabet */
str percent_encode(struct arena *a, str text);                  /* RFC 3986 unreserved stay */

/* ---- hashing and chance (OpenSSL, libsodium underneath) -------------------------------------- */

#define SHA256_SIZE 32
struct sha256 {
  u8 b[SHA256_SIZE];
};
struct sha256 sha256_of(str s);
struct sha256 sha256_of_parts(const str *parts, size_t n); /* of them one behind the other */
struct sha256 hmac_sha256(str key, str message);
#define SHA1_SIZE 20
void hmac_sha1(str key, str message, u8 ret[SHA1_SIZE]); /* only where a standard asks for it: domain/totp */
bool same_secret(str a, str b); /* constant time for equal lengths */
void random_bytes(void *p, size_t n);
str random_token(struct arena *a); /* 128 bits as 22 base64url characters */

/* ---- time --------------------------------------------------------------------------------- */

/* A moment is milliseconds since 1970 UTC. Rules never read the clock: they are handed `now`. */
typedef i64 moment;
#define SECONDS(n) ((moment)(n)*1000)
#define MINUTES(n) SECONDS((n)*60LL)
#define HOURS(n) MINUTES((n)*60LL)
#define DAYS(n) HOURS((n)*24LL)
moment clock_now(void);
i64 clock_monotonic_us(void);

struct date {
  int year, month, day; /* 2026, 11, 23; year 0 = none */
};
bool date_valid(struct date d);
bool date_parse(str iso, struct date *ret); /* "2026-11-23" */
i64 date_days(struct date d);               /* days since 1970-01-01 */
struct date date_of_days(i64 days);

struct local_time {
  struct date date;
  int hour, minute, second, weekday; /* weekday: 0 = Sunday */
};
/* The office's zone, set once at start (IANA name, "Asia/Makassar"). False when unknown. */
bool zone_set(const char *iana_name);
const char *zone_label(void); /* "WITA" for Asia/Makassar, else the zone's abbreviation */
struct local_time local_of(moment m);
moment moment_of_local(struct local_time t);
str rfc3339(struct arena *a, moment m);           /* "2026-11-23T01:12:05Z" */
bool rfc3339_parse(str s, moment *ret);
str date_iso(struct arena *a, struct date d);

/* ---- log ---------------------------------------------------------------------------------- */

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
void log_set(enum log_level least, const char *role);
/* One logfmt line to stderr. Never a name, a number of a person, a token or a body. */
void log_line(enum log_level level, const char *what, const char *fmt, ...) PRINTF(3, 4);

/* ---- ending ------------------------------------------------------------------------------- */

/* A role ends when it is asked to, not in the middle of something. Before the first thread is started: a thread that was
 * there earlier would take the signal with its default, which is sudden death. */
void stop_prepare(void);
void stop_wait(void); /* until SIGTERM or SIGINT */

/* ---- what nobody may call ------------------------------------------------------------------ */
#include "banned.h"
