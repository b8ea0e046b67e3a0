/* assets: compiles the files of src/web/assets into assets_gen.h and assets_gen.c, with their type, hash and gzip.
 *
 *   assets assets_gen.h assets_gen.c FILE... */
#include <libdeflate.h>

#include "tool.h"

#define MAX_ASSET (1u << 20)

static const struct {
  const char *ending, *type;
} types[] = {
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
};

static const char *type_of(const char *name) {
  for (size_t i = 0; i < COUNT(types); i++)
    if (str_ends(str_of(name), str_of(types[i].ending))) return types[i].type;
  return NULL;
}

/* STR_NONE when gzip does not make it smaller. Its header holds no time: the same file gives the same bytes. */
static str gzip(struct arena *a, str s) {
  const int hardest = 12;
  struct libdeflate_compressor *c = libdeflate_alloc_compressor(hardest);
  char *out = arena_alloc(a, s.n + 1);
  size_t n = c ? libdeflate_gzip_compress(c, s.p, s.n, out, s.n) : 0;
  libdeflate_free_compressor(c);
  return n ? (str){out, n} : STR_NONE;
}

static void write_bytes(struct buf *out, const char *array, size_t i, str s) {
  buf_printf(out, "static const unsigned char %s_%zu[] = {", array, i);
  for (size_t k = 0; k < s.n; k++) buf_printf(out, "%s%u,", k % 24 ? "" : "\n  ", (u8)s.p[k]);
  buf_add(out, S("\n};\n"));
}

static void write_macro(struct buf *out, const char *name, str hash) {
  buf_add(out, S("#define ASSET_"));
  for (const char *c = name; *c; c++)
    buf_byte(out, *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c >= '0' && *c <= '9' ? *c : '_');
  buf_printf(out, " \"/a/" STR_FMT ".%s\"\n", STR_ARG(hash), name);
}

struct output {
  struct buf header, arrays, table;
};

static void add_asset(struct arena *a, struct output *o, size_t i, const char *path) {
  const char *name = tool_basename(path), *type = type_of(name);
  str bytes = tool_read(a, path), gz = gzip(a, bytes);
  struct sha256 hash = sha256_of(bytes);
  str hex = hex_encode(a, hash.b, 4);
  if (!type) tool_fault(path, 0, "no known type: add its ending to types[] in tools/assets.c");
  if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_.-")])
    tool_fault(path, 0, "the name may hold small letters, digits, '_', '-' and '.' only");
  if (!bytes.n || bytes.n > MAX_ASSET) tool_fault(path, 0, "empty, or larger than %u bytes", MAX_ASSET);
  if (tool_result()) return;
  write_macro(&o->header, name, hex);
  write_bytes(&o->arrays, "raw", i, bytes);
  buf_printf(&o->table, "  {\"%s\", \"%s\", \"" STR_FMT "\", raw_%zu, sizeof raw_%zu, ", name, type, STR_ARG(hex), i,
             i);
  if (gz.n) {
    write_bytes(&o->arrays, "gz", i, gz);
    buf_printf(&o->table, "gz_%zu, sizeof gz_%zu},\n", i, i);
  } else {
    buf_add(&o->table, S("NULL, 0},\n"));
  }
}

int main(int argc, char **argv) {
  if (argc < 4) {
    fprintf(stderr, "usage: assets assets_gen.h assets_gen.c FILE...\n");
    return 2;
  }
  struct arena *a = arena_new(TOOL_MEMORY);
  struct output o = {buf_new(a, TOOL_MAX_FILE), buf_new(a, TOOL_MAX_FILE * 4), buf_new(a, TOOL_MAX_FILE)};
  buf_printf(&o.header, "/* Made by tools/assets. */\n#pragma once\n#define ASSET_COUNT %d\n", argc - 3);
  buf_add(&o.arrays, S("/* Made by tools/assets. */\n#include \"web/assets.h\"\n\n"));
  for (int i = 3; i < argc; i++) add_asset(a, &o, (size_t)i - 3, argv[i]);
  buf_printf(&o.arrays, "\nconst struct asset assets[ASSET_COUNT] = {\n" STR_FMT "};\n", STR_ARG(buf_str(&o.table)));
  if (o.arrays.full) tool_fault("assets", 0, "together too large to be compiled in");
  if (tool_result() == 0) {
    tool_write(a, argv[1], buf_str(&o.header));
    tool_write(a, argv[2], buf_str(&o.arrays));
  }
  arena_free(a);
  return tool_result();
}
