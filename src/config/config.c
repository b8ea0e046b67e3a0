/* config: loket.yaml, the environment and the usual values into one struct. See config.h; packaging/loket.example.yaml
 * shows every key. Order: the file's tree, short forms spelled out, environment over it, usual values under it; then
 * the tree is read by the table of keys, and each value is checked where it is read. */
#include "config/config.h"

#include <unistd.h>

#include "base/limits.h"
#include "config/appointments.h"
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

/* Letters, digits, - and _: goes into a header or an address as it is. */
static bool fits_address(str s) {
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_')) return false;
  }
  return s.n > 0;
}

static enum err read_header_name(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str *text = (str *)((char *)base + k->at);
  TRY(read_str(r, k, node, base));
  bool good = fits_address(*text) && str_find(*text, '_') == text->n;
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

enum err read_hours(struct reader *r, const struct key *k, const struct tree *node, void *base) {
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

static enum err read_line_letter(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str *text = (str *)((char *)base + k->at);
  TRY(read_str(r, k, node, base));
  bool good = text->n == 1 && text->p[0] >= 'A' && text->p[0] <= 'Z';
  return good ? E_OK : reader_fail(r, node, "\"%s\" must be one capital letter", k->name);
}

/* A hall's or a file's code: it stands in addresses. */
static enum err read_code(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str *text = (str *)((char *)base + k->at);
  TRY(read_str(r, k, node, base));
  bool good = text->n > 0 && text->n <= 24;
  for (size_t i = 0; i < text->n; i++) {
    char c = text->p[i];
    good = good && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-');
  }
  return good ? E_OK : reader_fail(r, node, "\"%s\" has small letters, digits, - and _ only", k->name);
}

/* "192.168.1.50:9100", or nothing */
static enum err read_printer(struct reader *r, const struct key *k, const struct tree *node, void *base) {
  str *text = (str *)((char *)base + k->at), port = STR_NONE;
  TRY(read_str(r, k, node, base));
  if (!text->n) return E_OK;
  size_t colon = text->n;
  while (colon > 0 && text->p[colon - 1] != ':') colon--;
  port = str_from(*text, colon);
  i64 n = 0;
  if (colon > 1 && str_to_i64(port, &n) && n > 0 && n < 65536) return E_OK;
  return reader_fail(r, node, "\"%s\" must be ADDRESS:PORT like 192.168.1.50:9100, or empty", k->name);
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

/* webhook_check: "url-secret"; the secret may come from the environment */
static void expand_check(struct reader *r, struct tree *node) {
  str kind = node->text;
  become_map(node);
  tree_set(r->arena, node, S("kind"), str_trim(kind), node->origin);
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
static const struct word webhook_checks[] = {
    {"meta-hmac", HOOK_META_HMAC}, {"shared-header", HOOK_SHARED_HEADER}, {"url-secret", HOOK_URL_SECRET}};
static const struct key check_keys[] = {
    {"kind", read_word, AT(whatsapp.check.kind), .usual = "meta-hmac", .words = webhook_checks, .word_count = COUNT(webhook_checks)},
    {"header", read_header_name, AT(whatsapp.check.header), .usual = "X-Loket-Key"},
    {"secret", read_secret, AT(whatsapp.check.secret), .secret = true, .usual = ""},
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
    {"webhook_check", read_group, .expand = expand_check, GROUP(check_keys)},
    {"media_hosts", read_slots, AT(whatsapp.media_hosts), .usual = ".fbsbx.com", .size = sizeof(str), .max = 8,
     .count_at = AT(whatsapp.media_host_count)},
    {"forget_media", read_bool, AT(whatsapp.forget_media), .usual = "true"},
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
    {"tickets_per_minute", read_int, AT(server.tickets_per_minute), .usual = "120", .max = 1000000},
    {"track_per_minute", read_int, AT(server.track_per_minute), .usual = "60", .max = 1000000},
};
static const struct key partners_keys[] = {
    {"inner_webhooks", read_bool, AT(partners.inner_webhooks), .usual = "false"},
};
#define ROLE_WORD(name, role) {name, (int)ROLE_BIT(role)}
static const struct word role_words[] = {
    ROLE_WORD("info", ROLE_INFO),         ROLE_WORD("front", ROLE_FRONT),           ROLE_WORD("operator", ROLE_OPERATOR),
    ROLE_WORD("verifier", ROLE_VERIFIER), ROLE_WORD("handover", ROLE_HANDOVER),     ROLE_WORD("supervisor", ROLE_SUPERVISOR),
    ROLE_WORD("head", ROLE_HEAD),         ROLE_WORD("admin", ROLE_ADMIN),           ROLE_WORD("auditor", ROLE_AUDITOR)};
static const struct key rules_keys[] = {
    {"separate_handover", read_bool, AT(rules.separate_handover), .usual = "false"},
    {"correction_days", read_int, AT(rules.correction_days), .usual = "30", .min = 1, .max = 3650},
    {"draft_days", read_int, AT(rules.draft_days), .usual = "30", .min = 1, .max = 3650},
    {"session_idle_minutes", read_int, AT(rules.session_idle_minutes), .usual = "30", .min = 1, .max = 1440},
    {"second_factor", read_word_bits, AT(rules.second_factor), .size = 1, .max = COUNT(role_words), .words = role_words,
     .word_count = COUNT(role_words)},
    {"country_code", read_digits, AT(rules.country_code), .usual = "62"},
};
static const struct key figures_keys[] = {
    {"visits_before", read_int, AT(figures.visits_before), .usual = "100", .max = 100000},
    {"visits_by_ticket", read_bool, AT(figures.visits_by_ticket), .usual = "false"},
    {"small_count", read_int, AT(figures.small_count), .usual = "5", .min = 2, .max = 100},
    {"licence", read_str, AT(figures.licence), .usual = "CC BY 4.0"},
    {"skm_old_weight", read_bool, AT(figures.skm_old_weight), .usual = "false"},
};
#define FAULT_KEY(name, fault, often) {name, read_int, AT(look.limits.from[fault]), .usual = often, .max = 1001}
static const struct key fault_keys[] = {
    FAULT_KEY("blurred", FAULTY_BLURRED, "650"), FAULT_KEY("dark", FAULTY_DARK, "500"),     FAULT_KEY("glare", FAULTY_GLARE, "500"), FAULT_KEY("cut", FAULTY_CUT, "500"),
    FAULT_KEY("small", FAULTY_SMALL, "500"),     FAULT_KEY("screen", FAULTY_SCREEN, "500"), FAULT_KEY("copy", FAULTY_COPY, "500"),
};
static const struct key look_keys[] = {
    {"on", read_bool, AT(look.on), .usual = "true"},
    {"reads", read_bool, AT(look.reads), .usual = "true"},
    {"seconds", read_int, AT(look.seconds), .usual = "12", .min = 1, .max = 120},
    {"wait_seconds", read_int, AT(look.wait_seconds), .usual = "6", .max = 60},
    {"clamd", read_str, AT(look.clamd), .usual = ""},
    {"faults_from", read_group, GROUP(fault_keys)},
};
static const struct key line_keys[] = {
    {"letter", read_line_letter, offsetof(struct hall_line, letter), .must = true},
    {"name", read_str, offsetof(struct hall_line, name.in[LANG_ID]), .must = true},
    {"name_en", read_str, offsetof(struct hall_line, name.in[LANG_EN]), .usual = ""},
    {"minutes", read_int, offsetof(struct hall_line, minutes), .usual = "8", .min = 1, .max = 60},
    {"pickup", read_bool, offsetof(struct hall_line, pickup), .usual = "false"},
    {"services", read_slots, offsetof(struct hall_line, services), .size = sizeof(str), .max = MAX_LINE_SERVICES,
     .count_at = offsetof(struct hall_line, service_count)},
};
static const struct key counter_keys[] = {
    {"number", read_int, offsetof(struct hall_counter, number), .must = true, .min = 1, .max = 99},
    {"lines", read_str, offsetof(struct hall_counter, letters), .must = true},
};
static const struct key hall_keys[] = {
    {"code", read_code, offsetof(struct hall, code), .must = true},
    {"name", read_str, offsetof(struct hall, name.in[LANG_ID]), .must = true},
    {"name_en", read_str, offsetof(struct hall, name.in[LANG_EN]), .usual = ""},
    {"printer", read_printer, offsetof(struct hall, printer), .usual = ""},
    {"capacity", read_int, offsetof(struct hall, capacity), .usual = "0", .max = 5000},
    {"walkin_share", read_int, offsetof(struct hall, walkin_share), .usual = "40", .min = 10, .max = 90},
    {"near", read_int, offsetof(struct hall, near), .usual = "3", .min = 1, .max = 50},
    {"grace_minutes", read_int, offsetof(struct hall, grace), .usual = "5", .max = 120},
    {"lines", read_slots, offsetof(struct hall, lines), .size = sizeof(struct hall_line), .max = MAX_HALL_LINES,
     .count_at = offsetof(struct hall, line_count), GROUP(line_keys)},
    {"counters", read_slots, offsetof(struct hall, counters), .size = sizeof(struct hall_counter), .max = MAX_COUNTERS,
     .count_at = offsetof(struct hall, counter_count), GROUP(counter_keys)},
};
static const struct word purge_words[] = {{"manual", 0}, {"auto", 1}};
static const struct key retention_keys[] = {
    {"evidence_days", read_int, AT(retention.evidence_days), .usual = "365", .min = 1, .max = 36500},
    {"identity_days", read_int, AT(retention.identity_days), .usual = "90", .min = 1, .max = 36500},
    {"loose_days", read_int, AT(retention.loose_days), .usual = "30", .min = 1, .max = 36500},
    {"purge", read_word, AT(retention.purge_auto), .usual = "manual", .words = purge_words, .word_count = COUNT(purge_words)},
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
    {"partners", read_group, GROUP(partners_keys)},
    {"rules", read_group, GROUP(rules_keys)},
    {"retention", read_group, GROUP(retention_keys)},
    {"figures", read_group, GROUP(figures_keys)},
    {"look", read_group, GROUP(look_keys)},
    {"halls", read_slots, AT(halls), .size = sizeof(struct hall), .max = MAX_HALLS, .count_at = AT(hall_count),
     GROUP(hall_keys)},
    {"sounds", read_str, AT(sounds), .usual = "", .path = true},
    {"appointments", read_group, .keys = appointment_keys, .key_count = APPOINTMENT_KEYS},
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

/* What is needed to tell a forged call from a true one. */
static enum err check_webhook(struct reader *r, const struct config *c, const struct tree *whatsapp) {
  const struct tree *at = tree_get(whatsapp, S("webhook_check"));
  str secret = c->whatsapp.check.secret;
  if (c->whatsapp.check.kind == HOOK_META_HMAC) {
    if (secret.n) return reader_fail(r, at, "\"secret\" means nothing with meta-hmac: Meta signs with \"app_secret\"");
    if (c->whatsapp.number_count && c->whatsapp.app_secret.n == 0)
      return reader_fail(r, whatsapp, "\"app_secret\" is missing: without it a forged message cannot be told from Meta's");
    if (c->whatsapp.number_count && c->whatsapp.verify_token.n == 0)
      return reader_fail(r, whatsapp, "\"verify_token\" is missing: Meta sends it when the webhook is set up");
    return E_OK;
  }
  if (secret.n == 0) return reader_fail(r, at, "\"secret\" is missing: without it a forged message cannot be told from the provider's");
  if (secret.n < MIN_HOOK_SECRET)
    return reader_fail(r, at, "\"secret\" must have %d characters at least: make one with `openssl rand -hex 24`", MIN_HOOK_SECRET);
  if (!fits_address(secret)) return reader_fail(r, at, "\"secret\" has letters, digits, - and _ only: it stands in a header or an address");
  return E_OK;
}

/* Halls by code, counters by number, are found in addresses: once in the whole office. */
static const char *halls_problem(const struct config *c, size_t at) {
  const struct hall *h = &c->halls[at];
  const char *problem = hall_problem(h);
  for (size_t i = 0; !problem && i < at; i++) {
    if (str_eq(c->halls[i].code, h->code)) problem = "two halls have the same code";
    for (size_t k = 0; k < h->counter_count; k++)
      if (hall_counter_find(&c->halls[i], h->counters[k].number)) problem = "two halls have a counter of the same number";
  }
  return problem;
}

static enum err check_halls(struct reader *r, struct config *c, const struct tree *halls) {
  const struct tree *at = halls->first;
  for (size_t i = 0; i < c->hall_count; i++, at = at->next) {
    const char *problem = halls_problem(c, i);
    if (problem) return reader_fail(r, at, "%s", problem);
  }
  if (!c->hall_count) hall_usual(&c->halls[c->hall_count++]);
  return E_OK;
}

static enum err check(struct reader *r, struct config *c, const struct tree *root) {
  const struct tree *whatsapp = tree_get(root, S("whatsapp"));
  TRY(check_numbers(r, c, whatsapp));
  TRY(check_halls(r, c, tree_get(root, S("halls"))));
  TRY(check_webhook(r, c, whatsapp));
  if (c->whatsapp.quiet_cap_seconds < c->whatsapp.quiet_seconds)
    return reader_fail(r, whatsapp, "\"quiet_cap_seconds\" must not be less than \"quiet_seconds\"");
  if (c->office.name.n == 0 || utf8_count(c->office.name) > MAX_NAME)
    return reader_fail(r, tree_get(root, S("office")), "\"name\" must have 1 to %d characters", MAX_NAME);
  if (c->listen.host.n == 0) return reader_fail(r, tree_get(root, S("listen")), "\"host\" is empty");
  TRY(appointments_check(r, c, tree_get(root, S("appointments"))));
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

const char *config_beside_store(struct arena *a, const struct config *c, const char *name) {
  str path = str_from(c->store, str_find(c->store, ':') + 1);
  while (path.n > 0 && path.p[path.n - 1] != '/') path.n--;
  return arena_printf(a, STR_FMT "%s", STR_ARG(path), name).p;
}
