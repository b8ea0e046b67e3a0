/* config/read: trees into structs, by tables of keys. See tree.h. */
#include "config/config.h"
#include "config/tree.h"

/* ---- nearest name --------------------------------------------------------------------------- */

#define MAX_WORD 48

static char fold(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '-' ? '_' : c; }

/* Edits (insert, remove, change, swap two neighbours) between two words; a large number when one is too long. */
static int edits(str a, str b) {
  int rows[3][MAX_WORD + 1];
  if (a.n > MAX_WORD || b.n > MAX_WORD) return MAX_WORD;
  for (size_t j = 0; j <= b.n; j++) rows[0][j] = (int)j;
  for (size_t i = 1; i <= a.n; i++) {
    int *row = rows[i % 3];
    const int *above = rows[(i - 1) % 3], *above2 = rows[(i + 1) % 3];
    row[0] = (int)i;
    for (size_t j = 1; j <= b.n; j++) {
      bool same = fold(a.p[i - 1]) == fold(b.p[j - 1]);
      int best = above[j - 1] + !same;
      if (above[j] + 1 < best) best = above[j] + 1;
      if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
      bool swapped = i > 1 && j > 1 && fold(a.p[i - 1]) == fold(b.p[j - 2]) && fold(a.p[i - 2]) == fold(b.p[j - 1]);
      if (swapped && above2[j - 2] + 1 < best) best = above2[j - 2] + 1;
      row[j] = best;
    }
  }
  return rows[a.n % 3][b.n];
}

str nearest_name(str wrong, const str *names, size_t n) {
  str nearest = STR_NONE;
  int least = wrong.n <= 3 ? 2 : (int)(wrong.n / 3) + 2; /* further away is not meant */
  for (size_t i = 0; i < n; i++) {
    int far = edits(wrong, names[i]);
    if (far < least) {
      least = far;
      nearest = names[i];
    }
  }
  return nearest;
}

enum err reader_unknown(struct reader *r, const struct tree *at, const char *kind, str wrong, const str *names,
                        size_t n) {
  str near = nearest_name(wrong, names, n);
  if (near.n)
    return reader_fail(r, at, "unknown %s \"" STR_FMT "\"; did you mean \"" STR_FMT "\"?", kind,
                       STR_ARG(utf8_cut(wrong, 60)), STR_ARG(near));
  return reader_fail(r, at, "unknown %s \"" STR_FMT "\"", kind, STR_ARG(utf8_cut(wrong, 60)));
}

/* ---- maps ----------------------------------------------------------------------------------- */

static enum err unknown_key(struct reader *r, const struct tree *at, const struct key *keys, size_t n) {
  str *names = arena_array(r->arena, str, n);
  for (size_t i = 0; i < n; i++) names[i] = str_of(keys[i].name);
  return reader_unknown(r, at, "key", at->key, names, n);
}

static bool key_known(const struct key *keys, size_t n, str name) {
  for (size_t i = 0; i < n; i++)
    if (str_eq(str_of(keys[i].name), name)) return true;
  return false;
}

/* In the order of the table, not of the file: later keys may refer to earlier ones. */
enum err read_map(struct reader *r, const struct tree *node, const struct key *keys, size_t n, void *base) {
  if (node->kind != TREE_MAP) return reader_fail(r, node, "\"" STR_FMT "\" must hold keys", STR_ARG(node->key));
  for (const struct tree *at = node->first; at; at = at->next)
    if (!key_known(keys, n, at->key)) return unknown_key(r, at, keys, n);
  for (size_t i = 0; i < n; i++) {
    const struct tree *value = tree_get(node, str_of(keys[i].name));
    if (value)
      TRY(keys[i].read(r, &keys[i], value, base));
    else if (keys[i].must)
      return reader_fail(r, node, "\"%s\" is missing here", keys[i].name);
  }
  return E_OK;
}

enum err read_group(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  return read_map(r, node, k->keys, k->key_count, (char *)base + k->at);
}

/* ---- values --------------------------------------------------------------------------------- */

enum err text_value(struct reader *r, const struct tree *node, str *ret) {
  if (node->kind != TREE_TEXT) return reader_fail(r, node, "\"" STR_FMT "\" must be one value", STR_ARG(node->key));
  *ret = str_trim(node->text);
  return E_OK;
}

static enum err word_value(struct reader *r, const struct key *k, const struct tree *node, int *ret) {
  str text, names[32];
  TRY(text_value(r, node, &text));
  size_t n = k->word_count < COUNT(names) ? k->word_count : COUNT(names);
  for (size_t i = 0; i < n; i++) {
    names[i] = str_of(k->words[i].name);
    if (!str_eq(names[i], text)) continue;
    *ret = k->words[i].value;
    return E_OK;
  }
  return reader_unknown(r, node, k->name, text, names, n);
}

enum err read_str(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  int ignored;
  if (k->word_count) TRY(word_value(r, k, node, &ignored));
  return text_value(r, node, (str *)((char *)base + k->at));
}

enum err read_int(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str text;
  i64 n;
  TRY(text_value(r, node, &text));
  if (!str_to_i64(text, &n) || n < 0 || n > INT32_MAX)
    return reader_fail(r, node, "\"%s\" must be a whole number, not \"" STR_FMT "\"", k->name, STR_ARG(text));
  if ((size_t)n < k->min || (k->max && (size_t)n > k->max))
    return reader_fail(r, node, "\"%s\" must be between %zu and %zu", k->name, k->min, k->max);
  *(int *)((char *)base + k->at) = (int)n;
  return E_OK;
}

enum err read_bool(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  static const char *const yes[] = {"true", "yes", "on", "1"}, *const no[] = {"false", "no", "off", "0"};
  str text;
  TRY(text_value(r, node, &text));
  for (size_t i = 0; i < COUNT(yes); i++) {
    bool is_yes = str_eq_nocase(text, str_of(yes[i]));
    if (!is_yes && !str_eq_nocase(text, str_of(no[i]))) continue;
    *(bool *)((char *)base + k->at) = is_yes;
    return E_OK;
  }
  return reader_fail(r, node, "\"%s\" must be true or false, not \"" STR_FMT "\"", k->name, STR_ARG(text));
}

enum err read_date(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str text;
  TRY(text_value(r, node, &text));
  if (!date_parse(text, (struct date *)((char *)base + k->at)))
    return reader_fail(r, node, "\"%s\" must be a date like 2026-11-23, not \"" STR_FMT "\"", k->name, STR_ARG(text));
  return E_OK;
}

enum err read_word(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  return word_value(r, k, node, (int *)((char *)base + k->at));
}

/* ---- lists ---------------------------------------------------------------------------------- */

static enum err list_check(struct reader *r, const struct key *k, const struct tree *node) {
  if (node->kind != TREE_LIST) return reader_fail(r, node, "\"%s\" must be a list", k->name);
  if (k->max && node->count > k->max)
    return reader_fail(r, node, "\"%s\" has %zu entries; %zu is the most", k->name, node->count, k->max);
  return E_OK;
}

enum err read_word_bits(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  TRY(list_check(r, k, node));
  unsigned bits = 0;
  for (const struct tree *at = node->first; at; at = at->next) {
    int value = 0;
    TRY(word_value(r, k, at, &value));
    bits |= (unsigned)value;
  }
  *(unsigned *)((char *)base + k->at) = bits;
  return E_OK;
}

static enum err read_elements(struct reader *r, const struct key *k, const struct tree *node, char *into) {
  for (const struct tree *at = node->first; at; at = at->next, into += k->size) {
    if (k->keys)
      TRY(read_map(r, at, k->keys, k->key_count, into));
    else
      TRY(text_value(r, at, (str *)(void *)into));
  }
  return E_OK;
}

/* The count grows while reading, so that an element can refer to the ones before it. */
enum err read_list(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  TRY(list_check(r, k, node));
  char *all = arena_array_(r->arena, node->count + 1, k->size);
  size_t *count = (size_t *)(void *)((char *)base + k->count_at);
  memcpy((char *)base + k->at, &all, sizeof all);
  *count = 0;
  for (const struct tree *at = node->first; at; at = at->next, ++*count)
    TRY(read_map(r, at, k->keys, k->key_count, all + *count * k->size));
  return E_OK;
}

enum err read_strs(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  TRY(list_check(r, k, node));
  char *all = arena_array_(r->arena, node->count + 1, k->size);
  TRY(read_elements(r, k, node, all));
  memcpy((char *)base + k->at, &all, sizeof all);
  *(size_t *)(void *)((char *)base + k->count_at) = node->count;
  return E_OK;
}

enum err read_slots(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  TRY(list_check(r, k, node));
  TRY(read_elements(r, k, node, (char *)base + k->at));
  *(size_t *)(void *)((char *)base + k->count_at) = node->count;
  return E_OK;
}
