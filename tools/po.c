/* po: compiles the PO files of src/locale into text_keys.h and text_table.c.
 *
 *   po text_keys.h text_table.c .../id/common.po .../id/chat.po .../en/common.po ...
 *
 * The folder a file lies in is its language; the files of one language are read as one. The build stops when a key is
 * missing in a language, stands twice, is empty or fuzzy, or when its {arguments} differ between the languages.
 * A file in the folder "more" is a language by itself, named by the file: more/sas.po. What it does not say is said in
 * Indonesian; "language.name", its own name, it must say. */
#include <gettext-po.h>

#include "tool.h"

#define MAX_KEYS 8192
#define MAX_ARGS 16

#define WHOLE 2          /* id and en hold every key */
#define MAX_LANGUAGES 12
#define NAME_KEY "language.name"

static const char *languages[MAX_LANGUAGES] = {"id", "en"}; /* the order of enum lang; the first is the reference */
static const char *language_paths[MAX_LANGUAGES];           /* of those in "more" */
static size_t language_count = WHOLE;

struct sentence {
  const char *path; /* NULL: this language does not have it */
  size_t line;
  str text;
};
struct key {
  const char *name;
  struct sentence in[MAX_LANGUAGES];
};
struct keys {
  struct arena *arena;
  struct key *item;
  size_t n;
};

/* ---- reading ------------------------------------------------------------------------------ */

/* libgettextpo keeps the line of a message to itself, so it is looked up in the file's text. */
static size_t line_of(str file, const char *name) {
  str wanted[] = {S("msgid \""), str_of(name), S("\"")};
  str line;
  for (size_t n = 1; str_cut(&file, '\n', &line); n++) {
    line = str_trim(line);
    bool same = true;
    for (size_t i = 0; i < COUNT(wanted) && same; i++) {
      same = str_starts(line, wanted[i]);
      line = str_from(line, wanted[i].n);
    }
    if (same && !line.n) return n;
  }
  return 0;
}

static bool good_name(const char *name) {
  if (*name < 'a' || *name > 'z') return false;
  return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_.")] == 0;
}

static struct key *key_named(struct keys *keys, const char *name) {
  for (size_t i = 0; i < keys->n; i++)
    if (strcmp(keys->item[i].name, name) == 0) return &keys->item[i];
  if (keys->n == MAX_KEYS) {
    fprintf(stderr, "tools/po.c: error: more than %d keys: raise MAX_KEYS\n", MAX_KEYS);
    exit(1);
  }
  struct key *key = &keys->item[keys->n++];
  key->name = arena_cstr(keys->arena, str_of(name));
  return key;
}

static void take_message(struct keys *keys, size_t lang, const char *path, str file, po_message_t message) {
  const char *name = po_message_msgid(message);
  if (!*name || po_message_is_obsolete(message)) return;
  str text = arena_str(keys->arena, str_of(po_message_msgstr(message)));
  size_t line = line_of(file, name);
  if (!good_name(name)) {
    tool_fault(path, line, "\"%s\" is no key: small letters, digits, '_' and '.' only", name);
    return;
  }
  if (po_message_is_fuzzy(message))
    tool_fault(path, line, "\"%s\" is marked fuzzy: check the sentence, remove the mark", name);
  if (!text.n) tool_fault(path, line, "\"%s\" is empty", name);
  struct sentence *s = &key_named(keys, name)->in[lang];
  if (s->path) tool_fault(path, line, "\"%s\" stands here a second time, first in %s:%zu", name, s->path, s->line);
  *s = (struct sentence){path, line, text};
}

static void on_fault(int severity, po_message_t message, const char *path, size_t line, size_t column, int multiline,
                     const char *text) {
  (void)message, (void)column, (void)multiline;
  if (severity == PO_SEVERITY_WARNING) return;
  tool_fault(path ? path : "po", line == (size_t)-1 ? 0 : line, "%s", text);
  if (severity == PO_SEVERITY_FATAL_ERROR) exit(1);
}
static void on_two_faults(int severity, po_message_t message1, const char *path1, size_t line1, size_t column1,
                          int multiline1, const char *text1, po_message_t message2, const char *path2, size_t line2,
                          size_t column2, int multiline2, const char *text2) {
  on_fault(severity, message1, path1, line1, column1, multiline1, text1);
  on_fault(severity, message2, path2, line2, column2, multiline2, text2);
}

static void read_po(struct keys *keys, size_t lang, const char *path) {
  str file = tool_read(keys->arena, path), rest = file, line;
  for (size_t n = 1; str_cut(&rest, '\n', &line); n++)
    if (!utf8_valid(line)) tool_fault(path, n, "not valid UTF-8");
  if (!str_has(file, S("charset=UTF-8")))
    tool_fault(path, 1, "the header must say \"Content-Type: text/plain; charset=UTF-8\"");
  if (tool_result()) return;
  struct po_xerror_handler handler = {on_fault, on_two_faults};
  po_file_t po = po_file_read(path, &handler);
  if (!po) {
    tool_fault(path, 0, "cannot be read");
    return;
  }
  po_message_iterator_t it = po_message_iterator(po, NULL);
  for (po_message_t m = po_next_message(it); m; m = po_next_message(it)) take_message(keys, lang, path, file, m);
  po_message_iterator_free(it);
  po_file_free(po);
}

/* "sas" of ".../more/sas.po": another language, by its two or three letters. */
static size_t one_more(struct keys *keys, const char *path, str file) {
  str code = str_sub(file, 0, file.n - 3);
  bool good = str_ends(file, S(".po")) && (code.n == 2 || code.n == 3);
  for (size_t i = 0; i < code.n && good; i++) good = code.p[i] >= 'a' && code.p[i] <= 'z';
  for (size_t i = 0; i < language_count && good; i++) good = !str_eq(code, str_of(languages[i]));
  if (!good || language_count == MAX_LANGUAGES) {
    fprintf(stderr, "%s: error: a file here is named by the letters of its language, sas.po, each language once\n", path);
    exit(1);
  }
  language_paths[language_count] = path;
  languages[language_count] = arena_cstr(keys->arena, code);
  return language_count++;
}

/* The name of the folder the file lies in, as a place in languages[]. */
static size_t language_of(struct keys *keys, const char *path) {
  str s = str_of(path), part = STR_NONE, folder = STR_NONE, next;
  while (str_cut(&s, '/', &next)) {
    folder = part;
    part = next;
  }
  for (size_t i = 0; i < WHOLE; i++)
    if (str_eq(folder, str_of(languages[i]))) return i;
  if (str_eq(folder, S("more"))) return one_more(keys, path, part);
  fprintf(stderr, "%s: error: lies in no folder of a language (id, en, more)\n", path);
  exit(1);
}

/* ---- checking ----------------------------------------------------------------------------- */

struct args {
  str name[MAX_ARGS];
  size_t n;
};

static bool has_arg(const struct args *args, str name) {
  for (size_t i = 0; i < args->n; i++)
    if (str_eq(args->name[i], name)) return true;
  return false;
}

/* The {arguments} of a sentence; a brace that is none is a fault, so that a slip of the pen never reaches a reader. */
static struct args args_of(const struct sentence *s) {
  struct args args = {0};
  for (str rest = s->text; rest.n;) {
    size_t open = str_find(rest, '{'), close = str_find(rest, '}');
    if (open == rest.n && close == rest.n) break;
    str name = close > open ? str_sub(rest, open + 1, close - open - 1) : STR_NONE;
    bool good = name.n > 0 && close < rest.n;
    for (size_t i = 0; i < name.n && good; i++)
      good = strchr("abcdefghijklmnopqrstuvwxyz0123456789_", name.p[i]) != NULL;
    if (!good || str_eq(name, S("args")) || args.n == MAX_ARGS) {
      tool_fault(s->path, s->line, "a brace that is no {argument} (or named {args}), or more than %d of them",
                 MAX_ARGS);
      break;
    }
    if (!has_arg(&args, name)) args.name[args.n++] = name;
    rest = str_from(rest, close + 1);
  }
  return args;
}

static void compare_args(const struct key *key, const struct sentence *here, const struct args *args,
                         const struct sentence *there, const struct args *other) {
  for (size_t i = 0; i < other->n; i++)
    if (!has_arg(args, other->name[i]))
      tool_fault(here->path, here->line, "\"%s\" lacks {" STR_FMT "}, which %s:%zu has", key->name,
                 STR_ARG(other->name[i]), there->path, there->line);
}

static void check_key(const struct key *key) {
  const struct sentence *first = NULL;
  for (size_t i = 0; i < language_count && !first; i++)
    if (key->in[i].path) first = &key->in[i];
  struct args first_args = args_of(first);
  for (size_t i = 0; i < language_count; i++) {
    const struct sentence *s = &key->in[i];
    if (!s->path && i >= WHOLE) {
      if (strcmp(key->name, NAME_KEY) == 0) tool_fault(language_paths[i], 0, "\"" NAME_KEY "\" is missing: how people call this language");
    } else if (!s->path) {
      tool_fault(first->path, first->line, "\"%s\" is missing in language \"%s\"", key->name, languages[i]);
    } else if (s != first) {
      struct args args = args_of(s);
      compare_args(key, s, &args, first, &first_args);
      compare_args(key, first, &first_args, s, &args);
    }
  }
}

/* ---- writing ------------------------------------------------------------------------------ */

static int by_name(const void *a, const void *b) {
  return strcmp(((const struct key *)a)->name, ((const struct key *)b)->name);
}

static void write_constant(struct buf *out, const char *name) {
  buf_add(out, S("T_"));
  for (; *name; name++) buf_byte(out, *name == '.' ? '_' : *name >= 'a' && *name <= 'z' ? (char)(*name - 32) : *name);
}

/* For the check of a page's {{t}} against the sentence: T_CHAT_HELLO__args = 1, T_CHAT_HELLO__name = 1. */
static void write_args(struct buf *out, const struct key *key) {
  struct args args = args_of(&key->in[0]);
  for (size_t i = 0; i < args.n; i++) {
    buf_add(out, S("  "));
    write_constant(out, key->name);
    buf_printf(out, "__" STR_FMT " = 1,\n", STR_ARG(args.name[i]));
  }
  buf_add(out, S("  "));
  write_constant(out, key->name);
  buf_printf(out, "__args = %zu,\n", args.n);
}

static void write_keys(const struct keys *keys, const char *path) {
  struct buf out = buf_new(keys->arena, TOOL_MAX_FILE);
  buf_add(&out, S("/* Made by tools/po from src/locale. */\n#pragma once\nenum text_key {\n  T_NONE,\n"));
  for (size_t i = 0; i < keys->n; i++) {
    buf_add(&out, S("  "));
    write_constant(&out, keys->item[i].name);
    buf_add(&out, S(",\n"));
  }
  buf_add(&out, S("  T_COUNT\n};\n\n/* the arguments of each sentence, and how many */\nenum {\n"));
  for (size_t i = 0; i < keys->n; i++) write_args(&out, &keys->item[i]);
  buf_add(&out, S("};\n"));
  tool_write(keys->arena, path, buf_str(&out));
}

static void write_table(const struct keys *keys, const char *path) {
  struct buf out = buf_new(keys->arena, TOOL_MAX_FILE);
  buf_add(&out, S("/* Made by tools/po from src/locale. */\n#include \"locale/text_table.h\"\n\n"
                  "const char *const text_names[T_COUNT] = {\n  \"\",\n"));
  for (size_t i = 0; i < keys->n; i++) buf_printf(&out, "  \"%s\",\n", keys->item[i].name);
  buf_printf(&out, "};\n\nconst unsigned text_language_count = %zu;\nconst char *const text_languages[] = {", language_count);
  for (size_t l = 0; l < language_count; l++) buf_printf(&out, "\"%s\", ", languages[l]);
  buf_add(&out, S("};\n\nconst str text_sentences[][T_COUNT] = {\n"));
  for (size_t l = 0; l < language_count; l++) {
    buf_printf(&out, "  { /* %s */\n    {\"\", 0},\n", languages[l]);
    for (size_t i = 0; i < keys->n; i++) {
      const struct sentence *in = keys->item[i].in;
      str text = in[l].path ? in[l].text : in[0].text;
      buf_add(&out, S("    {"));
      tool_c_string(&out, text);
      buf_printf(&out, ", %zu},\n", text.n);
    }
    buf_add(&out, S("  },\n"));
  }
  buf_add(&out, S("};\n"));
  tool_write(keys->arena, path, buf_str(&out));
}

int main(int argc, char **argv) {
  if (argc < 4) {
    fprintf(stderr, "usage: po text_keys.h text_table.c FILE.po...\n");
    return 2;
  }
  struct keys keys = {.arena = arena_new(TOOL_MEMORY)};
  keys.item = arena_array(keys.arena, struct key, MAX_KEYS);
  for (int i = 3; i < argc; i++) read_po(&keys, language_of(&keys, argv[i]), argv[i]);
  qsort(keys.item, keys.n, sizeof keys.item[0], by_name);
  for (size_t i = 0; i < keys.n; i++) check_key(&keys.item[i]);
  if (tool_result() == 0) {
    write_keys(&keys, argv[1]);
    write_table(&keys, argv[2]);
  }
  arena_free(keys.arena);
  return tool_result();
}
