#include "domain/region.h"

#define MAX_WORDS 12
#define MAX_REGIONS 200000

/* ---- comparing as people type: letters and digits, any case, one space ---------------------------------- */

/* The next letter of a name, 0 at the end; a run of anything else is one space, apostrophes are nothing. */
static char next_letter(str name, size_t *at) {
  bool space = false;
  while (*at < name.n) {
    u8 ch = (u8)name.p[(*at)++];
    if (ch >= 'A' && ch <= 'Z') ch = (u8)(ch + 32);
    bool letter = (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9');
    if (letter && !space) return (char)ch;
    if (letter) {
      (*at)--;
      return ' ';
    }
    space |= ch < 0x80 && ch != '\'';
  }
  return 0;
}

static int compare(str a, str b) {
  for (size_t i = 0, k = 0;;) {
    char x = next_letter(a, &i), y = next_letter(b, &k);
    if (x != y || !x) return (u8)x - (u8)y;
  }
}

static bool begins(str name, str start) {
  for (size_t i = 0, k = 0;;) {
    char y = next_letter(start, &k);
    if (!y) return true;
    if (next_letter(name, &i) != y) return false;
  }
}

/* start stands at the beginning of one of the name's words: "mataram" in "Kota Mataram". */
static bool has_words(str name, str start) {
  for (size_t i = 0; i < name.n; i++)
    if ((i == 0 || name.p[i - 1] == ' ') && begins(str_from(name, i), start)) return true;
  return false;
}

/* ---- the list ------------------------------------------------------------------------------------------- */

static str name_of(const struct region *r) { return (str){r->name, r->length}; }

static int by_name(const void *x, const void *y, void *list) {
  const struct region *at = list;
  u32 a = *(const u32 *)x, b = *(const u32 *)y;
  int c = compare(name_of(&at[a]), name_of(&at[b]));
  return c ? c : (a > b) - (a < b);
}

static bool parse_line(str line, struct region *ret) {
  i64 number;
  size_t space = str_find(line, ' ');
  if (space < 2 || space > 5 || line.n - space - 1 > 120 || line.n <= space + 1) return false;
  if (line.p[0] < '1' || line.p[0] > '4' || !str_to_i64(str_sub(line, 1, space - 1), &number) || number < 0 || number > 9999) return false;
  str name = str_from(line, space + 1);
  *ret = (struct region){.name = name.p, .length = (u8)name.n, .level = (u8)(line.p[0] - '1'), .number = (uint16_t)number};
  return true;
}

enum err regions_parse(struct arena *a, str text, struct regions *ret, size_t *ret_line) {
  struct regions r = {0};
  u32 open[REGION_LEVELS] = {0};
  int deepest = -1;
  size_t lines = 1;
  for (size_t i = 0; i < text.n; i++) lines += text.p[i] == '\n';
  *ret_line = 0;
  if (lines > MAX_REGIONS || !utf8_valid(text)) return E_INPUT;
  r.at = arena_array(a, struct region, lines);
  r.villages = arena_array(a, u32, lines);
  for (str line; str_cut(&text, '\n', &line);) {
    struct region one;
    ++*ret_line;
    if (!line.n || line.p[0] == '#') continue;
    if (!parse_line(line, &one) || one.level > deepest + 1) return E_INPUT;
    one.up = one.level ? open[one.level - 1] : (u32)r.n;
    open[one.level] = (u32)r.n;
    deepest = one.level;
    if (one.level == REGION_VILLAGE) r.villages[r.village_count++] = (u32)r.n;
    r.at[r.n++] = one;
  }
  qsort_r(r.villages, r.village_count, sizeof *r.villages, by_name, r.at);
  *ret = r;
  return E_OK;
}

/* ---- one place -------------------------------------------------------------------------------------------- */

static void fill_place(const struct regions *r, struct arena *a, u32 village, struct region_place *ret) {
  u32 chain[REGION_LEVELS];
  for (int level = REGION_VILLAGE; level >= 0; level--, village = r->at[village].up) {
    chain[level] = village;
    ret->names[level] = name_of(&r->at[village]);
  }
  ret->code = arena_printf(a, "%02d.%02d.%02d.%04d", r->at[chain[0]].number, r->at[chain[1]].number, r->at[chain[2]].number, r->at[chain[3]].number);
}

str region_written(struct arena *a, const struct region_place *p) {
  const str *n = p->names;
  return arena_printf(a, STR_FMT ", " STR_FMT ", " STR_FMT ", " STR_FMT, STR_ARG(n[REGION_VILLAGE]), STR_ARG(n[REGION_DISTRICT]),
                      STR_ARG(n[REGION_REGENCY]), STR_ARG(n[REGION_PROVINCE]));
}

bool regions_by_code(const struct regions *r, struct arena *a, str code, struct region_place *ret) {
  i64 want[REGION_LEVELS];
  str part;
  int level = 0;
  while (str_cut(&code, '.', &part)) {
    if (level == REGION_LEVELS || !str_all_digits(part) || part.n > 4 || !str_to_i64(part, &want[level])) return false;
    level++;
  }
  if (level != REGION_LEVELS) return false;
  level = 0;
  for (size_t i = 0; i < r->n; i++) { /* down the tree: siblings that do not fit are passed over with all they hold */
    if (r->at[i].level < level) return false;
    if (r->at[i].level != level || r->at[i].number != want[level]) continue;
    if (level++ < REGION_VILLAGE) continue;
    fill_place(r, a, (u32)i, ret);
    return true;
  }
  return false;
}

/* ---- what is meant ------------------------------------------------------------------------------------------ */

struct wanted {
  str start;            /* of the village's name */
  str around[MAX_WORDS]; /* words of what it lies in */
  size_t around_count;
  i64 within; /* province and regency, 5271; 0: anywhere */
};

static i64 regency_of(const struct regions *r, u32 village) {
  const struct region *regency = &r->at[r->at[r->at[village].up].up];
  return r->at[regency->up].number * 100 + regency->number;
}

static bool lies_in(const struct regions *r, u32 village, const struct wanted *w) {
  if (w->within && regency_of(r, village) != w->within) return false;
  for (size_t i = 0; i < w->around_count; i++) {
    bool found = false;
    u32 at = village;
    for (int level = REGION_VILLAGE; level > 0 && !found; level--) {
      at = r->at[at].up;
      found = has_words(name_of(&r->at[at]), w->around[i]);
    }
    if (!found) return false;
  }
  return true;
}

static size_t first_of(const struct regions *r, str start) {
  size_t low = 0, high = r->village_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (compare(name_of(&r->at[r->villages[middle]]), start) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* Those whose whole name was typed come first; they stand first in the order of names anyway. */
static size_t collect(const struct regions *r, struct arena *a, const struct wanted *w, struct region_place *ret, size_t max, size_t *ret_all) {
  size_t exact = 0;
  *ret_all = 0;
  for (size_t i = first_of(r, w->start); i < r->village_count; i++) {
    u32 village = r->villages[i];
    str name = name_of(&r->at[village]);
    if (!begins(name, w->start)) break;
    if (!lies_in(r, village, w)) continue;
    bool whole = compare(name, w->start) == 0;
    if (exact && !whole) break; /* "Monjok" is Monjok, not Monjok Timur; who means that types it */
    exact += whole;
    if (*ret_all < max) fill_place(r, a, village, &ret[*ret_all]);
    ++*ret_all;
  }
  return *ret_all < max ? *ret_all : max;
}

static size_t split(str typed, char by, str ret[MAX_WORDS]) {
  size_t n = 0;
  str part;
  while (n < MAX_WORDS && str_cut(&typed, by, &part)) {
    part = str_trim(part);
    if (part.n) ret[n++] = part;
  }
  return n;
}

size_t regions_find(const struct regions *r, struct arena *a, const struct region_query *q, struct region_place *ret, size_t max,
                    size_t *ret_all) {
  str parts[MAX_WORDS], words[MAX_WORDS];
  size_t n = split(q->typed, ',', parts), word_count = n == 1 ? split(parts[0], ' ', words) : 0;
  struct wanted w = {0};
  *ret_all = 0;
  if (!n || q->typed.n > 300 || (q->within.n && !str_to_i64(q->within, &w.within))) return 0;
  w.start = parts[0];
  for (size_t i = 1; i < n; i++) w.around[w.around_count++] = parts[i];
  size_t found = collect(r, a, &w, ret, max, ret_all);
  for (size_t k = word_count; !found && k-- > 1;) { /* "ampenan selatan mataram": fewer and fewer words are the name */
    w.start = (str){parts[0].p, (size_t)(words[k - 1].p + words[k - 1].n - parts[0].p)};
    w.around_count = 0;
    for (size_t i = k; i < word_count; i++) w.around[w.around_count++] = words[i];
    found = collect(r, a, &w, ret, max, ret_all);
  }
  return found;
}
