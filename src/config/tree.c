/* config/tree: libyaml's events into a tree. See tree.h. */
#include "config/tree.h"

#include <dirent.h>
#include <errno.h>
#include <yaml.h>

enum err reader_fail(struct reader *r, const struct tree *at, const char *fmt, ...) {
  char what[512];
  va_list args;
  va_start(args, fmt);
  vsnprintf(what, sizeof what, fmt, args);
  va_end(args);
  if (at && at->origin.n)
    r->problem = arena_printf(r->arena, STR_FMT ": %s", STR_ARG(at->origin), what);
  else if (at)
    r->problem = arena_printf(r->arena, STR_FMT ":%d: %s", STR_ARG(r->file), at->line, what);
  else
    r->problem = arena_printf(r->arena, STR_FMT ": %s", STR_ARG(r->file), what);
  return E_INPUT;
}

/* ---- the tree ------------------------------------------------------------------------------- */

struct tree *tree_add(struct arena *a, struct tree *parent, enum tree_kind kind, str key, int line) {
  struct tree *node = arena_new_of(a, struct tree);
  *node = (struct tree){.kind = kind, .key = key, .line = line};
  if (!parent) return node;
  if (parent->last)
    parent->last->next = node;
  else
    parent->first = node;
  parent->last = node;
  parent->count++;
  return node;
}

struct tree *tree_get(const struct tree *map, str key) {
  if (!map || map->kind != TREE_MAP) return NULL;
  for (struct tree *n = map->first; n; n = n->next)
    if (str_eq(n->key, key)) return n;
  return NULL;
}

struct tree *tree_set(struct arena *a, struct tree *map, str key, str text, str origin) {
  struct tree *node = tree_get(map, key);
  if (!node) node = tree_add(a, map, TREE_TEXT, key, map->line);
  node->kind = TREE_TEXT;
  node->first = node->last = NULL;
  node->count = 0;
  node->text = text;
  node->origin = origin;
  return node;
}

/* ---- building it from events ---------------------------------------------------------------- */

struct builder {
  struct reader *r;
  struct tree *open[MAX_YAML_DEPTH];
  int depth;
  struct tree *root;
  str key; /* read, its value has not come yet */
  bool have_key;
  size_t nodes;
};

static struct tree at_line(const yaml_event_t *e) { return (struct tree){.line = (int)e->start_mark.line + 1}; }

static enum err build_key(struct builder *b, const yaml_event_t *e, str text) {
  struct tree here = at_line(e);
  if (text.n == 0) return reader_fail(b->r, &here, "a key is empty");
  if (tree_get(b->open[b->depth - 1], text))
    return reader_fail(b->r, &here, "\"" STR_FMT "\" stands here twice", STR_ARG(text));
  b->key = text;
  b->have_key = true;
  return E_OK;
}

static enum err build_node(struct builder *b, const yaml_event_t *e, enum tree_kind kind, str text) {
  struct tree here = at_line(e);
  struct tree *parent = b->depth ? b->open[b->depth - 1] : NULL;
  if (parent && parent->kind == TREE_MAP && !b->have_key) {
    if (kind == TREE_TEXT) return build_key(b, e, text);
    return reader_fail(b->r, &here, "a key must be a plain word");
  }
  if (++b->nodes > MAX_YAML_NODES) return reader_fail(b->r, &here, "too many values in one file");
  struct tree *node = tree_add(b->r->arena, parent, kind, b->key, here.line);
  node->text = text;
  b->key = STR_NONE;
  b->have_key = false;
  if (!parent) b->root = node;
  if (kind == TREE_TEXT) return E_OK;
  if (b->depth == MAX_YAML_DEPTH) return reader_fail(b->r, &here, "nested too deeply");
  b->open[b->depth++] = node;
  return E_OK;
}

static enum err build_text(struct builder *b, const yaml_event_t *e) {
  struct tree here = at_line(e);
  str raw = {(const char *)e->data.scalar.value, e->data.scalar.length};
  if (!utf8_valid(raw)) return reader_fail(b->r, &here, "text that is not UTF-8");
  return build_node(b, e, TREE_TEXT, arena_str(b->r->arena, raw));
}

static enum err build(struct builder *b, const yaml_event_t *e) {
  struct tree here = at_line(e);
  switch (e->type) {
    case YAML_SCALAR_EVENT:
      return build_text(b, e);
    case YAML_MAPPING_START_EVENT:
      return build_node(b, e, TREE_MAP, STR_NONE);
    case YAML_SEQUENCE_START_EVENT:
      return build_node(b, e, TREE_LIST, STR_NONE);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
      b->depth--;
      return E_OK;
    case YAML_ALIAS_EVENT:
      return reader_fail(b->r, &here, "aliases (*name) are not read here: write the value again");
    case YAML_DOCUMENT_START_EVENT:
      return b->root ? reader_fail(b->r, &here, "one document a file: a second \"---\" begins here") : E_OK;
    default:
      return E_OK;
  }
}

static enum err build_all(struct builder *b, yaml_parser_t *parser) {
  for (bool done = false; !done;) {
    yaml_event_t event;
    if (!yaml_parser_parse(parser, &event)) {
      struct tree here = {.line = (int)parser->problem_mark.line + 1};
      return reader_fail(b->r, &here, "not YAML: %s", parser->problem ? parser->problem : "unreadable");
    }
    done = event.type == YAML_STREAM_END_EVENT;
    enum err e = build(b, &event);
    yaml_event_delete(&event);
    TRY(e);
  }
  return b->root ? E_OK : reader_fail(b->r, NULL, "the file is empty");
}

enum err tree_parse(struct reader *r, str text, struct tree **ret_root) {
  if (text.n > MAX_YAML_TEXT) return reader_fail(r, NULL, "larger than %u bytes", MAX_YAML_TEXT);
  yaml_parser_t parser;
  if (!yaml_parser_initialize(&parser)) return E_IO;
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser, (const unsigned char *)(text.p ? text.p : ""), text.n);
  struct builder b = {.r = r};
  enum err e = build_all(&b, &parser);
  yaml_parser_delete(&parser);
  TRY(e);
  *ret_root = b.root;
  return E_OK;
}

/* ---- files ---------------------------------------------------------------------------------- */

static void close_file(FILE **f) {
  if (*f) fclose(*f);
}

enum err file_text(struct arena *a, const char *path, size_t max, str *ret_text) {
  CLEANUP(close_file) FILE *f = fopen(path, "re");
  if (!f) return errno == ENOENT ? E_NOTFOUND : E_IO;
  struct buf b = buf_new(a, max);
  char block[8192];
  for (size_t n; !b.full && (n = fread(block, 1, sizeof block, f)) > 0;) buf_add(&b, (str){block, n});
  if (ferror(f)) return E_IO;
  if (b.full) return E_LIMIT;
  *ret_text = arena_str(a, buf_str(&b));
  return E_OK;
}

/* ---- a folder of files ---------------------------------------------------------------------- */

static void close_dir(DIR **d) {
  if (*d) closedir(*d);
}

static enum err take_file(struct arena *a, const struct yaml_folder *folder, str name, str *ret_problem) {
  str path = arena_printf(a, "%s/" STR_FMT, folder->path, STR_ARG(name)), text, code;
  enum err e = file_text(a, path.p, folder->file_max, &text);
  if (e) {
    *ret_problem = arena_printf(a, STR_FMT ": cannot be read, or is larger than %zu bytes", STR_ARG(path), folder->file_max);
    return e;
  }
  TRY(folder->take(folder->self, a, path, text, &code, ret_problem));
  if (str_eq(str_sub(name, 0, name.n - 5), code)) return E_OK;
  *ret_problem = arena_printf(a, STR_FMT ": holds the %s \"" STR_FMT "\"; the file must be called " STR_FMT ".yaml",
                              STR_ARG(path), folder->what, STR_ARG(code), STR_ARG(code));
  return E_INPUT;
}

enum err yaml_folder_read(struct arena *a, const struct yaml_folder *folder, str *ret_problem) {
  CLEANUP(close_dir) DIR *d = opendir(folder->path);
  if (!d) {
    bool missing = errno == ENOENT;
    *ret_problem = arena_printf(a, "%s: no such folder of %ss, or it cannot be read", folder->path, folder->what);
    return missing ? E_NOTFOUND : E_IO;
  }
  size_t n = 0;
  for (const struct dirent *entry; (entry = readdir(d));) {
    str name = str_of(entry->d_name);
    if (name.p[0] == '.' || !str_ends(name, S(".yaml"))) continue;
    if (n++ == folder->most) {
      *ret_problem = arena_printf(a, "%s: more than %zu %ss", folder->path, folder->most, folder->what);
      return E_LIMIT;
    }
    TRY(take_file(a, folder, arena_str(a, name), ret_problem));
  }
  return E_OK;
}
