/* config: loket.yaml, the environment and the usual values into one struct. See config.h; packaging/loket.example.yaml
 * shows every key. Order: the file's tree, short forms spelled out, environment over it, usual values under it; then
 * the tree is read by the table of keys, and each value is checked where it is read. */
#include "config/config.h"

#include <unistd.h>

#include "base/limits.h"
#include "config/tree.h"

#define MAX_CONFIG_FILE (256u << 10)
#define MAX_SECRET (4u << 10)

/* ---- values of their own -------------------------------------------------------------------- */

/* A path of the configuration counts from the folder the file lies in. */
static str resolve(struct reader *r, str path) {
  size_t slash = r->file.n;
  while (slash > 0 && r->file.p[slash - 1] != '/') slash--;
  if (path.n == 0 || path.p[0] == '/' || slash == 0) return path;
  return arena_printf(r->arena, STR_FMT STR_FMT, (int)slash, r->file.p, STR_ARG(path));
}

static enum err read_secret(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str *ret = (str *)((char *)base + k->at);
  TRY(read_str(r, k, node, base));
  if (!str_starts(*ret, S("@"))) return E_OK;
  str path = resolve(r, str_from(*ret, 1)), text;
  if (file_text(r->arena, arena_cstr(r->arena, path), MAX_SECRET, &text))
    return reader_fail(r, node, "\"%s\": the file " STR_FMT " cannot be read", k->name, STR_ARG(path));
  if (str_ends(text, S("\n"))) text.n--;
  *ret = text;
  return E_OK;
}

static enum err read_url(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str *url = (str *)((char *)base + k->at);
  TRY(read_str(r, k, node, base));
  if (url->n == 0 && !k->must) return E_OK;
  bool web = (str_starts(*url, S("http://")) && url->n > 7) || (str_starts(*url, S("https://")) && url->n > 8);
  if (!web || str_find(*url, ' ') < url->n)
    return reader_fail(r, node, "\"%s\" must be an address like https://loket.example.go.id", k->name);
  while (str_ends(*url, S("/"))) url->n--;
  return E_OK;
}

static enum err read_schemed(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str *text = (str *)((char *)base + k->at);
  str scheme = str_of(k->words[0].name);
  TRY(text_value(r, node, text));
  if (str_starts(*text, scheme) && text->n > scheme.n) return E_OK;
  return reader_fail(r, node, "\"%s\" must be \"" STR_FMT "PATH\"", k->name, STR_ARG(scheme));
}

static enum err read_digits(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str *text = (str *)((char *)base + k->at);
  TRY(read_str(r, k, node, base));
  if (str_all_digits(*text) && text->n <= 20) return E_OK;
  return reader_fail(r, node, "\"%s\" has digits only", k->name);
}

static enum err read_prefix(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str *text = (str *)((char *)base + k->at);
  TRY(read_str(r, k, node, base));
  bool good = text->n >= 1 && text->n <= 4;
  for (size_t i = 0; i < text->n; i++) good = good && text->p[i] >= 'A' && text->p[i] <= 'Z';
  return good ? E_OK : reader_fail(r, node, "\"%s\" must be 1 to 4 capital letters, like MTR", k->name);
}

static enum err read_header_name(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str *text = (str *)((char *)base + k->at);
  TRY(read_str(r, k, node, base));
  bool good = text->n > 0;
  for (size_t i = 0; i < text->n; i++) {
    char c = text->p[i];
    good = good && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-');
  }
  return good ? E_OK : reader_fail(r, node, "\"%s\" must be the name of an HTTP header", k->name);
}

static enum err read_zone(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str *name = (str *)((char *)base + k->at);
  TRY(read_str(r, k, node, base));
  bool safe = name->n > 0 && name->p[0] != '/' && !str_has(*name, S(".."));
  str path = arena_printf(r->arena, "/usr/share/zoneinfo/" STR_FMT, STR_ARG(*name)), ignored;
  if (safe && file_text(r->arena, path.p, 1u << 20, &ignored) == E_OK) return E_OK;
  return reader_fail(r, node,
                     "\"%s\" is no time zone of this machine; Asia/Jakarta, Asia/Makassar and Asia/Jayapura "
                     "are Indonesia's",
                     k->name);
}

/* "08.00" or "8:30" -> minutes of the day */
static bool clock_time(str text, int *ret) {
  str hour;
  i64 h, m;
  size_t dot = str_find(text, '.');
  if (!str_cut(&text, dot < text.n ? '.' : ':', &hour) || !text.p) return false;
  if (!str_all_digits(hour) || !str_all_digits(text) || hour.n > 2 || text.n != 2) return false;
  if (!str_to_i64(hour, &h) || !str_to_i64(text, &m) || h > 24 || m > 59 || h * 60 + m > 24 * 60) return false;
  *ret = (int)(h * 60 + m);
  return true;
}

static enum err read_hours(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str text, from;
  struct opening o = {0, 0};
  TRY(text_value(r, node, &text));
  bool closed = str_eq_nocase(text, S("closed")) || str_eq_nocase(text, S("tutup"));
  str to = text;
  bool good = closed || (str_cut(&to, '-', &from) && to.p && clock_time(str_trim(from), &o.from) &&
                         clock_time(str_trim(to), &o.to) && o.from < o.to);
  if (!good)
    return reader_fail(r, node, "\"%s\" must be hours like \"08.00-15.00\", or \"closed\", not \"" STR_FMT "\"",
                       k->name, STR_ARG(utf8_cut(text, 40)));
  *(struct opening *)(void *)((char *)base + k->at) = o;
  return E_OK;
}

/* ---- short forms ---------------------------------------------------------------------------- */

static void become_map(struct tree *node) {
  node->kind = TREE_MAP;
  node->text = STR_NONE;
}

/* listen: "127.0.0.1:8080", "[::1]:8080" or "8080" */
static void expand_listen(struct reader *r, struct tree *node) {
  str text = str_trim(node->text), host = STR_NONE, port = text;
  size_t colon = text.n;
  while (colon > 0 && text.p[colon - 1] != ':') colon--;
  if (colon > 0) {
    host = str_sub(text, 0, colon - 1);
    port = str_from(text, colon);
  }
  if (host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']') host = str_sub(host, 1, host.n - 2);
  become_map(node);
  if (host.n) tree_set(r->arena, node, S("host"), host, node->origin);
  tree_set(r->arena, node, S("port"), port, node->origin);
}

/* hours: "08.00-15.00" means Monday to Friday */
static void expand_hours(struct reader *r, struct tree *node) {
  static const char *const days[] = {"mon", "tue", "wed", "thu", "fri"};
  str text = node->text;
  become_map(node);
  for (size_t i = 0; i < COUNT(days); i++) tree_set(r->arena, node, str_of(days[i]), text, node->origin);
}

/* auth: "Authorization: Bearer" or "D360-API-KEY" */
static void expand_auth(struct reader *r, struct tree *node) {
  str scheme = node->text, header;
  str_cut(&scheme, ':', &header);
  become_map(node);
  tree_set(r->arena, node, S("header"), str_trim(header), node->origin);
  tree_set(r->arena, node, S("scheme"), str_trim(scheme), node->origin);
}

/* ---- the keys ------------------------------------------------------------------------------- */

#define AT(member) offsetof(struct config, member)
#define GROUP(table) .keys = (table), .key_count = COUNT(table)

static const struct key listen_keys[] = {
    {"host", read_str, AT(listen.host), .usual = "127.0.0.1"},
    {"port", read_int, AT(listen.port), .usual = "8080", .max = 65535},
};
static const struct key hours_keys[] = {
    {"mon", read_hours, AT(office.hours[1]), .usual = "08.00-15.00"},
    {"tue", read_hours, AT(office.hours[2]), .usual = "08.00-15.00"},
    {"wed", read_hours, AT(office.hours[3]), .usual = "08.00-15.00"},
    {"thu", read_hours, AT(office.hours[4]), .usual = "08.00-15.00"},
    {"fri", read_hours, AT(office.hours[5]), .usual = "08.00-15.00"},
    {"sat", read_hours, AT(office.hours[6]), .usual = "closed"},
    {"sun", read_hours, AT(office.hours[0]), .usual = "closed"},
};
static const struct key office_keys[] = {
    {"code", read_digits, AT(office.code), .must = true},
    {"prefix", read_prefix, AT(office.prefix), .usual = "LKT"},
    {"name", read_str, AT(office.name), .must = true},
    {"timezone", read_zone, AT(office.timezone), .usual = "Asia/Makassar"},
    {"hours", read_group, .expand = expand_hours, GROUP(hours_keys)},
    {"address", read_str, AT(office.address), .usual = ""},
    {"phone", read_str, AT(office.phone), .usual = ""},
};
static const struct key auth_keys[] = {
    {"header", read_header_name, AT(whatsapp.auth_header), .usual = "Authorization"},
    {"scheme", read_str, AT(whatsapp.auth_scheme), .usual = "Bearer"},
};
static const struct key number_keys[] = {
    {"phone_number_id", read_digits, offsetof(struct number_config, phone_number_id), .must = true},
    {"display", read_str, offsetof(struct number_config, display), .must = true},
    {"token", read_secret, offsetof(struct number_config, token), .must = true, .secret = true},
};
static const struct key whatsapp_keys[] = {
    {"api_base", read_url, AT(whatsapp.api_base), .must = true, .usual = "https://graph.facebook.com/v25.0"},
    {"auth", read_group, .expand = expand_auth, GROUP(auth_keys)},
    {"app_secret", read_secret, AT(whatsapp.app_secret), .secret = true, .usual = ""},
    {"verify_token", read_secret, AT(whatsapp.verify_token), .secret = true, .usual = ""},
    {"media_hosts", read_slots, AT(whatsapp.media_hosts), .usual = ".fbsbx.com", .size = sizeof(str), .max = 8,
     .count_at = AT(whatsapp.media_host_count)},
    {"quiet_seconds", read_int, AT(whatsapp.quiet_seconds), .usual = "8", .min = 1, .max = 600},
    {"quiet_cap_seconds", read_int, AT(whatsapp.quiet_cap_seconds), .usual = "60", .min = 1, .max = 3600},
    {"bot_pause_hours", read_int, AT(whatsapp.bot_pause_hours), .usual = "12", .max = 720},
    {"numbers", read_slots, AT(whatsapp.numbers), .size = sizeof(struct number_config), .max = 8,
     .count_at = AT(whatsapp.number_count), GROUP(number_keys)},
};
static const struct key server_keys[] = {
    {"threads", read_int, AT(server.threads), .usual = "0", .max = 256},
    {"connections", read_int, AT(server.connections), .usual = "1024", .min = 8, .max = MAX_CONNECTIONS},
    {"connections_per_peer", read_int, AT(server.connections_per_peer), .usual = "256", .min = 1,
     .max = MAX_CONNECTIONS},
    {"webhook_per_minute", read_int, AT(server.webhook_per_minute), .usual = "60", .min = 1, .max = 1000000},
    {"track_per_minute", read_int, AT(server.track_per_minute), .usual = "60", .max = 1000000},
};
static const struct key rules_keys[] = {
    {"separate_handover", read_bool, AT(rules.separate_handover), .usual = "false"},
    {"correction_days", read_int, AT(rules.correction_days), .usual = "30", .min = 1, .max = 3650},
    {"draft_days", read_int, AT(rules.draft_days), .usual = "30", .min = 1, .max = 3650},
    {"session_idle_minutes", read_int, AT(rules.session_idle_minutes), .usual = "30", .min = 1, .max = 1440},
    {"country_code", read_digits, AT(rules.country_code), .usual = "62"},
};
static const struct word sqlite_scheme[] = {{"sqlite:", 0}}, file_scheme[] = {{"file:", 0}};
static const struct word levels[] = {{"debug", 0}, {"info", 1}, {"warn", 2}, {"error", 3}};
#define WORDS(table) .words = (table), .word_count = COUNT(table)
static const struct key config_keys[] = {
    {"listen", read_group, .expand = expand_listen, GROUP(listen_keys)},
    {"public_url", read_url, AT(public_url), .usual = ""},
    {"store", read_schemed, AT(store), .usual = "sqlite:loket.db", .path = true, WORDS(sqlite_scheme)},
    {"scans", read_schemed, AT(scans), .usual = "file:scans", .path = true, WORDS(file_scheme)},
    {"keys", read_str, AT(keys), .usual = "keys", .path = true},
    {"services", read_str, AT(services), .usual = "services", .path = true},
    {"log_level", read_str, AT(log_level), .usual = "info", WORDS(levels)},
    {"demo", read_bool, AT(demo), .usual = "false"},
    {"office", read_group, GROUP(office_keys)},
    {"whatsapp", read_group, GROUP(whatsapp_keys)},
    {"server", read_group, GROUP(server_keys)},
    {"rules", read_group, GROUP(rules_keys)},
};

/* ---- completing the tree: environment over it, usual values under it -------------------------- */

static bool is_list(const struct key *k) { return k->size > 0; }
static bool is_group(const struct key *k) { return k->keys && !is_list(k); }

static enum err complete(struct reader *r, struct tree *map, const struct key *keys, size_t n, str prefix);

static bool environment_has(str prefix) {
  for (char **e = environ; *e; e++)
    if (str_starts(str_of(*e), prefix)) return true;
  return false;
}

static str environment_name(struct reader *r, str prefix, const char *key) {
  return arena_upper(r->arena, arena_printf(r->arena, STR_FMT "_%s", STR_ARG(prefix), key));
}

static struct tree *child_at(struct reader *r, const struct key *k, struct tree *list, size_t i) {
  struct tree *at = list->first;
  while (at && i-- > 0) at = at->next;
  return at ? at : tree_add(r->arena, list, k->keys ? TREE_MAP : TREE_TEXT, STR_NONE, list->line);
}

/* LOKET_WHATSAPP_NUMBERS_0_TOKEN: entry 0 of the list, which may be one more than the file has. */
static enum err complete_list(struct reader *r, const struct key *k, struct tree *list, str name) {
  for (size_t i = 0; i < k->max; i++) {
    str entry = arena_printf(r->arena, STR_FMT "_%zu", STR_ARG(name), i);
    str inside = arena_printf(r->arena, STR_FMT "_", STR_ARG(entry));
    const char *value = k->keys ? NULL : getenv(entry.p);
    if (i >= list->count && !value && !(k->keys && environment_has(inside))) return E_OK;
    struct tree *at = child_at(r, k, list, i);
    if (k->keys) TRY(complete(r, at, k->keys, k->key_count, entry));
    if (value) {
      at->text = str_of(value);
      at->origin = entry;
    }
  }
  return E_OK;
}

static void resolve_path(struct reader *r, const struct key *k, struct tree *node) {
  str scheme = k->word_count ? str_of(k->words[0].name) : STR_NONE;
  str text = str_trim(node->text);
  if (!str_starts(text, scheme)) return;
  str path = resolve(r, str_from(text, scheme.n));
  node->text = arena_printf(r->arena, STR_FMT STR_FMT, STR_ARG(scheme), STR_ARG(path));
}

static void set_usual(struct reader *r, const struct key *k, struct tree *map) {
  if (!is_list(k) && !is_group(k)) {
    if (k->usual) tree_set(r->arena, map, str_of(k->name), str_of(k->usual), STR_NONE);
    return;
  }
  struct tree *node = tree_add(r->arena, map, is_list(k) ? TREE_LIST : TREE_MAP, str_of(k->name), map->line);
  if (k->usual) tree_add(r->arena, node, TREE_TEXT, STR_NONE, map->line)->text = str_of(k->usual);
}

static enum err complete_key(struct reader *r, const struct key *k, struct tree *map, str prefix) {
  str name = environment_name(r, prefix, k->name);
  const char *value = is_list(k) || (is_group(k) && !k->expand) ? NULL : getenv(name.p);
  if (value) tree_set(r->arena, map, str_of(k->name), arena_str(r->arena, str_of(value)), name);
  struct tree *node = tree_get(map, str_of(k->name));
  if (!node) set_usual(r, k, map);
  node = tree_get(map, str_of(k->name));
  if (!node) return E_OK;
  bool blank = node->kind == TREE_TEXT && str_trim(node->text).n == 0; /* "whatsapp:" with nothing behind it */
  if (blank && is_list(k)) node->kind = TREE_LIST;
  if (blank && is_group(k)) become_map(node);
  if (node->kind == TREE_TEXT && k->expand) k->expand(r, node);
  if (node->kind == TREE_TEXT && k->path) resolve_path(r, k, node);
  if (is_list(k) && node->kind == TREE_LIST) return complete_list(r, k, node, name);
  return is_group(k) ? complete(r, node, k->keys, k->key_count, name) : E_OK;
}

static enum err complete(struct reader *r, struct tree *map, const struct key *keys, size_t n, str prefix) {
  if (map->kind != TREE_MAP) return E_OK; /* read_map says what is wrong */
  for (size_t i = 0; i < n; i++) TRY(complete_key(r, &keys[i], map, prefix));
  return E_OK;
}

/* ---- what one value alone cannot tell --------------------------------------------------------- */

static enum err check_numbers(struct reader *r, const struct config *c, const struct tree *whatsapp) {
  const struct tree *at = tree_get(whatsapp, S("numbers"))->first;
  for (size_t i = 0; i < c->whatsapp.number_count; i++, at = at->next) {
    const struct number_config *number = &c->whatsapp.numbers[i];
    if (number->token.n == 0) return reader_fail(r, at, "a number without a token cannot send");
    for (size_t j = 0; j < i; j++)
      if (str_eq(number->phone_number_id, c->whatsapp.numbers[j].phone_number_id))
        return reader_fail(r, at, "phone_number_id " STR_FMT " stands here twice", STR_ARG(number->phone_number_id));
  }
  return E_OK;
}

static enum err check(struct reader *r, struct config *c, const struct tree *root) {
  const struct tree *whatsapp = tree_get(root, S("whatsapp"));
  TRY(check_numbers(r, c, whatsapp));
  if (c->whatsapp.number_count && c->whatsapp.app_secret.n == 0)
    return reader_fail(r, whatsapp,
                       "\"app_secret\" is missing: without it a forged message cannot be told from Meta's");
  if (c->whatsapp.number_count && c->whatsapp.verify_token.n == 0)
    return reader_fail(r, whatsapp, "\"verify_token\" is missing: Meta sends it when the webhook is set up");
  if (c->whatsapp.quiet_cap_seconds < c->whatsapp.quiet_seconds)
    return reader_fail(r, whatsapp, "\"quiet_cap_seconds\" must not be less than \"quiet_seconds\"");
  if (c->office.name.n == 0 || utf8_count(c->office.name) > MAX_NAME)
    return reader_fail(r, tree_get(root, S("office")), "\"name\" must have 1 to %d characters", MAX_NAME);
  if (c->listen.host.n == 0) return reader_fail(r, tree_get(root, S("listen")), "\"host\" is empty");
  if (c->public_url.n == 0) c->public_url = arena_printf(r->arena, "http://127.0.0.1:%d", c->listen.port);
  return E_OK;
}

static enum err parse(struct reader *r, str text, struct config *c) {
  struct tree *root;
  TRY(tree_parse(r, text, &root));
  TRY(complete(r, root, config_keys, COUNT(config_keys), S("LOKET")));
  TRY(read_map(r, root, config_keys, COUNT(config_keys), c));
  c->file = r->file;
  c->source = root;
  return check(r, c, root);
}

enum err config_parse(struct arena *a, const char *file, str text, struct config *ret_config, str *ret_problem) {
  struct reader r = {.arena = a, .file = arena_str(a, str_of(file))};
  struct config *c = arena_new_of(a, struct config);
  enum err e = parse(&r, text, c);
  if (e)
    *ret_problem = r.problem.n ? r.problem : arena_printf(a, "%s: cannot be read", file);
  else
    *ret_config = *c;
  return e;
}

enum err config_load(struct arena *a, const char *file, struct config *ret_config, str *ret_problem) {
  str text;
  enum err e = file_text(a, file, MAX_CONFIG_FILE, &text);
  if (e == E_OK) return config_parse(a, file, text, ret_config, ret_problem);
  const char *why = e == E_NOTFOUND ? "no such file" : e == E_LIMIT ? "too large" : "cannot be read";
  *ret_problem = arena_printf(a, "%s: %s", file, why);
  return E_INPUT;
}

/* ---- showing it ----------------------------------------------------------------------------- */

static void show_map(struct buf *b, const struct tree *map, const struct key *keys, size_t n, int indent);

static void show_text(struct buf *b, const struct key *k, str text) {
  bool plain = str_all_digits(text) || str_eq(text, S("true")) || str_eq(text, S("false"));
  if (k->secret && text.n) text = S("***");
  if (!plain || k->secret) buf_byte(b, '"');
  for (size_t i = 0; i < text.n; i++) {
    char c = text.p[i];
    if (c == '"' || c == '\\') buf_byte(b, '\\');
    buf_byte(b, (u8)c < 0x20 ? ' ' : c);
  }
  if (!plain || k->secret) buf_byte(b, '"');
  buf_byte(b, '\n');
}

static void show_list(struct buf *b, const struct tree *list, const struct key *k, int indent) {
  for (const struct tree *at = list->first; at; at = at->next) {
    buf_printf(b, "%*s-%s", indent, "", k->keys ? "\n" : " ");
    if (k->keys)
      show_map(b, at, k->keys, k->key_count, indent + 2);
    else
      show_text(b, k, at->text);
  }
}

static void show_map(struct buf *b, const struct tree *map, const struct key *keys, size_t n, int indent) {
  for (size_t i = 0; i < n; i++) {
    const struct tree *at = tree_get(map, str_of(keys[i].name));
    if (!at) continue;
    bool empty = at->kind == TREE_LIST && !at->first;
    buf_printf(b, "%*s%s:%s", indent, "", keys[i].name, empty ? " []\n" : at->kind == TREE_TEXT ? " " : "\n");
    if (at->kind == TREE_MAP)
      show_map(b, at, keys[i].keys, keys[i].key_count, indent + 2);
    else if (at->kind == TREE_LIST)
      show_list(b, at, &keys[i], indent + 2);
    else
      show_text(b, &keys[i], at->text);
  }
}

str config_show(struct arena *a, const struct config *c) {
  struct buf b = buf_new(a, 256u << 10);
  show_map(&b, c->source, config_keys, COUNT(config_keys), 0);
  return buf_str(&b);
}
