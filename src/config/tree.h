/* config/tree: a YAML text as a tree that remembers its lines, and the table-driven reading of it into structs.
 * libyaml does the parsing; no aliases, no tags, one document, bounded depth and size. */
#pragma once
#include "base/base.h"

#define MAX_YAML_TEXT (1u << 20)
#define MAX_YAML_DEPTH 12
#define MAX_YAML_NODES 40000

enum tree_kind { TREE_TEXT, TREE_MAP, TREE_LIST };
struct tree {
  enum tree_kind kind;
  int line;
  str origin; /* "LOKET_LISTEN_PORT" when the value did not come from the file */
  str key;    /* inside a map */
  str text;   /* TREE_TEXT */
  struct tree *first, *last, *next;
  size_t count; /* of children */
};

struct reader {
  struct arena *arena;
  str file;    /* how the file is called in a problem */
  str problem; /* one line, set by whoever fails first */
  void *about; /* the root struct, for values that refer to others */
};
/* Notes "file:line: ..." and returns E_INPUT. */
enum err reader_fail(struct reader *r, const struct tree *at, const char *fmt, ...) PRINTF(3, 4);

/* "unknown <kind> <wrong>; did you mean <nearest of the names>?" */
enum err reader_unknown(struct reader *r, const struct tree *at, const char *kind, str wrong, const str *names,
                        size_t n);

enum err tree_parse(struct reader *r, str text, struct tree **ret_root);
struct tree *tree_get(const struct tree *map, str key);
/* Sets a text in a map; replaces what was there. */
struct tree *tree_set(struct arena *a, struct tree *map, str key, str text, str origin);
struct tree *tree_add(struct arena *a, struct tree *parent, enum tree_kind kind, str key, int line);

/* One key of a map and how its value gets into a struct. A table of these is the schema: what is not in it is an
 * error that names the nearest key. */
struct key;
typedef enum err read_fn(struct reader *r, const struct key *k, const struct tree *node, void *base);
struct word {
  const char *name;
  int value;
};
struct key {
  const char *name;
  read_fn *read;
  size_t at; /* offset in the struct the map is read into */
  bool must;
  bool secret;       /* shown as ***; "@/path" stands for the content of a file */
  const char *usual; /* configuration: what a missing key means; NULL: nothing */
  bool path;         /* configuration: a relative path counts from the file's folder */
  /* configuration: turns a value in short form ("host:port") into the map it stands for */
  void (*expand)(struct reader *r, struct tree *node);
  const struct key *keys; /* a map, or each map of a list */
  size_t key_count;
  size_t size, count_at;    /* a list: of one element, offset of its size_t count */
  size_t min, max;          /* bounds of a number; max also of a list's entries; 0: none */
  const struct word *words; /* the closed set of a word, of a list of words, of a text */
  size_t word_count;
};

enum err read_map(struct reader *r, const struct tree *node, const struct key *keys, size_t n, void *base);
/* A text without white space at its ends, or an error. */
enum err text_value(struct reader *r, const struct tree *node, str *ret);
read_fn read_str, read_int, read_bool, read_date, read_group;
read_fn read_word;      /* -> int at `at` */
read_fn read_word_bits; /* a list of words -> their values or-ed into an unsigned */
read_fn read_list;      /* a list of maps -> an arena array, pointer at `at`, count at `count_at` */
read_fn read_strs;      /* a list of texts, the same way */
read_fn read_slots;     /* a list of maps, or of texts, -> an array inside the struct, count at `count_at` */

/* Reads a whole file of at most max bytes. E_NOTFOUND, E_LIMIT, E_IO. */
enum err file_text(struct arena *a, const char *path, size_t max, str *ret_text);

/* A folder of files NAME.yaml, each holding the one thing whose code is NAME. */
struct yaml_folder {
  const char *path, *what; /* "service": one of what it holds, for the messages */
  size_t most, file_max;   /* files; bytes of one */
  /* Takes one in. ret_code: its code; ret_problem: set with every error. */
  enum err (*take)(void *self, struct arena *a, str path, str text, str *ret_code, str *ret_problem);
  void *self;
};
/* In no order. E_NOTFOUND: there is no such folder; with every error ret_problem is set. */
enum err yaml_folder_read(struct arena *a, const struct yaml_folder *folder, str *ret_problem);
