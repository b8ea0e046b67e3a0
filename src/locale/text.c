#include "locale/text.h"

#include "locale/text_table.h"

str text_plain(enum lang lang, enum text_key key) {
  if ((unsigned)lang >= text_language_count || (unsigned)key >= T_COUNT) return S("");
  return text_sentences[lang][key];
}

unsigned text_language_total(void) { return text_language_count; }
str text_language_code(enum lang lang) { return str_of(text_languages[(unsigned)lang < text_language_count ? (unsigned)lang : LANG_ID]); }

bool text_language_find(str code, enum lang *ret) {
  for (unsigned i = 0; i < text_language_count; i++)
    if (str_is(code, text_languages[i])) {
      *ret = (enum lang)i;
      return true;
    }
  return false;
}

const char *text_key_name(enum text_key key) { return (unsigned)key < T_COUNT ? text_names[key] : ""; }

enum text_key text_key_find(str name) {
  size_t low = 1, high = T_COUNT;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = str_cmp(name, str_of(text_names[middle]));
    if (order == 0) return (enum text_key)middle;
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return T_NONE;
}

str local(const struct local_text *t, enum lang lang) {
  bool known = (unsigned)lang < LANGS && t->in[lang].n;
  return t->in[known ? lang : LANG_ID];
}

/* ---- filling in --------------------------------------------------------------------------- */

static const struct text_arg *arg_named(const struct text_arg *args, size_t n, str name) {
  for (size_t i = 0; i < n; i++)
    if (args[i].name && str_eq(str_of(args[i].name), name)) return &args[i];
  return NULL;
}

/* Cuts the next piece off the sentence: plain words, or the value of one {argument}. tools/po has checked that every
 * brace belongs to an argument. */
static str next_piece(str *rest, const struct text_arg *args, size_t n, enum text_key key) {
  if (rest->p[0] != '{') {
    str words = str_sub(*rest, 0, str_find(*rest, '{'));
    *rest = str_from(*rest, words.n);
    return words;
  }
  size_t close = str_find(*rest, '}');
  str name = str_sub(*rest, 1, close - 1);
  *rest = str_from(*rest, close + 1);
  const struct text_arg *arg = arg_named(args, n, name);
  if (arg) return arg->value;
  log_line(LOG_ERROR, "text.argument_missing", "key=%s argument=" STR_FMT, text_key_name(key), STR_ARG(name));
  return S("");
}

str text_fill(struct arena *a, enum lang lang, enum text_key key, const struct text_arg *args, size_t n) {
  str sentence = text_plain(lang, key);
  if (str_find(sentence, '{') == sentence.n) return sentence;
  struct buf out = buf_new(a, SIZE_MAX);
  for (str rest = sentence; rest.n;) buf_add(&out, next_piece(&rest, args, n, key));
  return buf_str(&out);
}

/* ---- dates -------------------------------------------------------------------------------- */

static const enum text_key day_names[] = {T_COMMON_DAY_0, T_COMMON_DAY_1, T_COMMON_DAY_2, T_COMMON_DAY_3,
                                          T_COMMON_DAY_4, T_COMMON_DAY_5, T_COMMON_DAY_6};
static const enum text_key month_names[] = {T_COMMON_MONTH_1, T_COMMON_MONTH_2,  T_COMMON_MONTH_3,  T_COMMON_MONTH_4,
                                            T_COMMON_MONTH_5, T_COMMON_MONTH_6,  T_COMMON_MONTH_7,  T_COMMON_MONTH_8,
                                            T_COMMON_MONTH_9, T_COMMON_MONTH_10, T_COMMON_MONTH_11, T_COMMON_MONTH_12};

str text_date(struct arena *a, enum lang lang, struct date d) {
  if (!date_valid(d)) return S("");
  return TEXT(a, lang, T_COMMON_DATE, ARG("day", arena_printf(a, "%d", d.day)),
              ARG("month", text_plain(lang, month_names[d.month - 1])), ARG("year", arena_printf(a, "%d", d.year)));
}

str text_moment(struct arena *a, enum lang lang, moment m) {
  struct local_time t = local_of(m);
  return TEXT(a, lang, T_COMMON_MOMENT, ARG("weekday", text_plain(lang, day_names[t.weekday])),
              ARG("date", text_date(a, lang, t.date)), ARG("hour", arena_printf(a, "%02d", t.hour)),
              ARG("minute", arena_printf(a, "%02d", t.minute)), ARG("zone", str_of(zone_label())));
}

static str two(struct arena *a, str from, str to) { return arena_printf(a, STR_FMT " – " STR_FMT, STR_ARG(from), STR_ARG(to)); }

str text_span(struct arena *a, enum lang lang, moment from, moment to) {
  struct local_time begin = local_of(from), last = local_of(to - 1), end = local_of(to);
  str first = text_date(a, lang, begin.date), final = text_date(a, lang, last.date);
  bool days = begin.hour + begin.minute + end.hour + end.minute == 0, one = str_eq(first, final);
  if (days) return one ? first : two(a, first, final);
  if (!one) return two(a, text_moment(a, lang, from), text_moment(a, lang, to));
  char mark = lang == LANG_EN ? ':' : '.';
  return arena_printf(a, STR_FMT ", %02d%c%02d–%02d%c%02d %s", STR_ARG(first), begin.hour, mark, begin.minute, end.hour, mark, end.minute,
                      zone_label());
}
