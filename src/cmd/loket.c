/* loket: the command line. Every verb is one row of a table; what a row says is what `loket help` prints. */
#include <limits.h>
#include <stddef.h>
#include <unistd.h>

#include "cmd/cmd.h"

#define CALL_ARENA (64u << 20)

/* ---- options -------------------------------------------------------------------------------- */

enum option_bit {
  OPT_CONFIG = 1,
  OPT_LOGIN = 2,
  OPT_NAME = 4,
  OPT_ROLE = 8,
  OPT_PASSWORD_STDIN = 16,
  OPT_JSON = 32,
  OPT_APPLICATIONS = 64,
  OPT_LISTEN_FD = 128,
  OPT_READY_FD = 256,
  OPT_PORT = 512,
  OPT_HELP = 1024,
  OPT_SECRET_FD = 2048,
  OPT_PROBE = 4096,
  OPT_OUT = 8192,
  OPT_SHARES = 16384,
  OPT_NEEDED = 32768,
  OPT_DRY_RUN = 65536,
  OPT_BATCH = 1 << 20,
  OPT_HISTORY = 1 << 21,
  OPT_REASON = 131072,
  OPT_LIFT = 262144,
  OPT_PARTNER = 1 << 22,
  OPT_PUBLIC_KEY = 1 << 23,
  OPT_SANDBOX = 1 << 24,
};
enum option_kind { OPTION_TEXT, OPTION_NUMBER, OPTION_FLAG };

static const struct option_row {
  const char *name;
  enum option_bit bit;
  enum option_kind kind;
  size_t at;
} option_rows[] = {
    {"--config", OPT_CONFIG, OPTION_TEXT, offsetof(struct call, config_file)},
    {"--login", OPT_LOGIN, OPTION_TEXT, offsetof(struct call, login)},
    {"--name", OPT_NAME, OPTION_TEXT, offsetof(struct call, name)},
    {"--role", OPT_ROLE, OPTION_TEXT, offsetof(struct call, role)},
    {"--password-stdin", OPT_PASSWORD_STDIN, OPTION_FLAG, offsetof(struct call, password_stdin)},
    {"--json", OPT_JSON, OPTION_FLAG, offsetof(struct call, json)},
    {"--applications", OPT_APPLICATIONS, OPTION_NUMBER, offsetof(struct call, applications)},
    {"--listen-fd", OPT_LISTEN_FD, OPTION_NUMBER, offsetof(struct call, listen_fd)},
    {"--ready-fd", OPT_READY_FD, OPTION_NUMBER, offsetof(struct call, ready_fd)},
    {"--port", OPT_PORT, OPTION_TEXT, offsetof(struct call, port)},
    {"--secret-fd", OPT_SECRET_FD, OPTION_NUMBER, offsetof(struct call, secret_fd)},
    {"--probe", OPT_PROBE, OPTION_FLAG, offsetof(struct call, probe)},
    {"--out", OPT_OUT, OPTION_TEXT, offsetof(struct call, out)},
    {"--shares", OPT_SHARES, OPTION_NUMBER, offsetof(struct call, shares)},
    {"--needed", OPT_NEEDED, OPTION_NUMBER, offsetof(struct call, needed)},
    {"--dry-run", OPT_DRY_RUN, OPTION_FLAG, offsetof(struct call, dry_run)},
    {"--batch", OPT_BATCH, OPTION_NUMBER, offsetof(struct call, batch)},
    {"--batches", OPT_BATCH, OPTION_NUMBER, offsetof(struct call, batches)},
    {"--history", OPT_HISTORY, OPTION_NUMBER, offsetof(struct call, history)},
    {"--reason", OPT_REASON, OPTION_TEXT, offsetof(struct call, reason)},
    {"--lift", OPT_LIFT, OPTION_FLAG, offsetof(struct call, lift)},
    {"--partner", OPT_PARTNER, OPTION_TEXT, offsetof(struct call, partner)},
    {"--public-key", OPT_PUBLIC_KEY, OPTION_TEXT, offsetof(struct call, public_key)},
    {"--sandbox", OPT_SANDBOX, OPTION_FLAG, offsetof(struct call, sandbox)},
    {"--help", OPT_HELP, OPTION_FLAG, offsetof(struct call, help)},
};

/* ---- verbs ---------------------------------------------------------------------------------- */

static const struct verb {
  const char *name;      /* one or two words */
  const char *arguments; /* as people read them */
  const char *help;      /* one line; NULL: not for people */
  unsigned options;
  bool needs_config;
  int least, most; /* words behind the verb */
  int (*run)(struct call *c);
  const char *own_words_with; /* with this word among them the verb reads its words itself */
} verbs[] = {
    {"serve", "", "start the server: vault, web and worker, restarted when one dies", 0, true, 0, 0, verb_serve},
    {"init", "", "make store, keys and folders; may be repeated", 0, true, 0, 0, verb_init},
    {"config", "", "show the configuration in force, secrets as ***", 0, true, 0, 0, verb_config},
    {"service check", "DIR", "look for mistakes in the service files of a folder", 0, false, 1, 1, verb_service_check},
    {"user add", "--login L --name N --role R [--password-stdin]",
     "an officer, or a new password and role for a known login", OPT_LOGIN | OPT_NAME | OPT_ROLE | OPT_PASSWORD_STDIN,
     true, 0, 0, verb_user_add},
    {"token add", "--name N --role R", "a key for a machine; prints it once and nothing else", OPT_NAME | OPT_ROLE,
     true, 0, 0, verb_token_add},
    {"holidays import", "FILE", "days off from a calendar file (.ics); tells those who are booked then", 0, true, 1, 1, verb_holidays_import},
    {"user disable", "--login L", "an officer may no longer come in; sessions end", OPT_LOGIN, true, 0, 0, verb_user_disable},
    {"token revoke", "--name N", "a machine's key ends", OPT_NAME, true, 0, 0, verb_token_revoke},
    {"partner add", "--partner P --public-key whpk_... [--sandbox]", "the first key of a partner's machine; prints it once and nothing else",
     OPT_PARTNER | OPT_PUBLIC_KEY | OPT_SANDBOX, true, 0, 0, verb_partner_add},
    {"partner key", "--partner P --public-key whpk_... [--sandbox]", "one more key beside the old one, to change keys without a gap",
     OPT_PARTNER | OPT_PUBLIC_KEY | OPT_SANDBOX, true, 0, 0, verb_partner_key},
    {"partner list", "", "partners, their keys, and the key this office signs with", 0, true, 0, 0, verb_partner_list},
    {"partner revoke", "KEY", "a partner's key ends; KEY is its number in the list", 0, true, 1, 1, verb_partner_revoke},
    {"audit verify", "", "walk the chain of events and say whether it is whole", 0, true, 0, 0, verb_audit_verify},
    {"keys status", "", "which key seals, how it is protected, what is wrapped for it", 0, true, 0, 0, verb_keys_status},
    {"keys rotate", "", "change to a new office key and destroy the old one; may be repeated", 0, true, 0, 0, verb_keys_rotate},
    {"keys protect", "[--password-stdin]", "protect the office's key with a new passphrase", OPT_PASSWORD_STDIN, true, 0, 0,
     verb_keys_protect},
    {"keys escrow", "--shares N --needed K --out DIR", "split the office's key among N people, any K of whom restore it",
     OPT_SHARES | OPT_NEEDED | OPT_OUT, true, 0, 0, verb_keys_escrow},
    {"keys restore", "FILE... [--password-stdin]", "bring the office's key back from shares", OPT_PASSWORD_STDIN, true, 2, 20,
     verb_keys_restore},
    {"figures rebuild", "", "count all figures again, from the first event on", OPT_BATCH, true, 0, 0, verb_figures_rebuild},
    {"figures", "[--batch N] [--batches N]", "count what the events say, and say how far that is", OPT_BATCH, true, 0, 0,
     verb_figures},
    {"purge", "[--dry-run]", "destroy the scans whose time is over, and write the record of it", OPT_DRY_RUN, true, 0, 0, verb_purge},
    {"hold", "[NUMBER --reason TEXT | --lift]", "keep the scans of an application whatever their time; alone: which are held",
     OPT_REASON | OPT_LIFT, true, 0, 1, verb_hold},
    {"doctor", "[--json]", "what is wrong here, and how to mend it", OPT_JSON, true, 0, 0, verb_doctor},
    {"phone", "[--port P]", "a WhatsApp stand-in with a phone on a page, for demo and tests", OPT_PORT, true, 0, 0,
     verb_phone, "--webhook"},
    {"demo", "[--applications N] [--history N]", "fill a demo office with invented people, N of them with a past",
     OPT_APPLICATIONS | OPT_HISTORY, true, 0, 0, verb_demo},
    {"explain", "CODE", "what an error code means", 0, false, 1, 1, verb_explain},
    {"version", "", "which Loket this is", 0, false, 0, 0, verb_version},
    {"help", "[VERB]", "this list, or one verb", 0, false, 0, 2, verb_help},
    {"role-web", "", NULL, OPT_LISTEN_FD | OPT_READY_FD, true, 0, 0, verb_role_web},
    {"role-worker", "", NULL, 0, true, 0, 0, verb_role_worker},
    {"role-vault", "", NULL, OPT_LISTEN_FD | OPT_READY_FD | OPT_SECRET_FD | OPT_PROBE, true, 0, 0, verb_role_vault},
};

int complain(int status, const char *fmt, ...) {
  char line[2048];
  va_list args;
  va_start(args, fmt);
  vsnprintf(line, sizeof line, fmt, args);
  va_end(args);
  fprintf(stderr, "loket: %s\n", line);
  return status;
}

static void print_verb(FILE *out, const struct verb *v) {
  fprintf(out, "usage: loket %s%s%s%s\n  %s\n", v->name, *v->arguments ? " " : "", v->arguments,
          v->needs_config ? " [--config FILE]" : "", v->help ? v->help : "");
}

static void print_all(FILE *out) {
  fputs("usage: loket VERB [--config FILE] ...\n\n", out);
  for (size_t i = 0; i < COUNT(verbs); i++)
    if (verbs[i].help) fprintf(out, "  %-14s %s\n", verbs[i].name, verbs[i].help);
  fputs(
      "\nThe configuration is --config FILE, else ./loket.yaml, else /etc/loket/loket.yaml.\n"
      "Exit: 0 fine, 1 failed, 2 wrong command line, 3 wrong configuration, 5 the doctor found warnings only.\n",
      out);
}

/* The verb that the first words name; ret_words: how many words it took. */
static const struct verb *find_verb(int argc, char **argv, int *ret_words) {
  for (size_t i = 0; i < COUNT(verbs) && argc > 0; i++) {
    str first, rest = str_of(verbs[i].name);
    str_cut(&rest, ' ', &first);
    if (!str_is(first, argv[0])) continue;
    if (rest.p && (argc < 2 || !str_is(rest, argv[1]))) continue;
    *ret_words = rest.p ? 2 : 1;
    return &verbs[i];
  }
  return NULL;
}

/* "servce" -> serve; "user" or "user ad" -> user add */
static int unknown_verb(struct call *c, int argc, char **argv) {
  str typed = str_of(argv[0]), names[COUNT(verbs)];
  size_t n = 0;
  if (argc > 1 && argv[1][0] != '-') typed = arena_printf(c->arena, "%s %s", argv[0], argv[1]);
  for (size_t i = 0; i < COUNT(verbs); i++) {
    str first, rest = str_of(verbs[i].name);
    str_cut(&rest, ' ', &first);
    if (rest.p && str_is(first, argv[0]))
      return complain(EXIT_USAGE, "did you mean \"loket %s\"?", verbs[i].name);
    if (verbs[i].help) names[n++] = str_of(verbs[i].name);
  }
  str near = nearest_name(typed, names, n);
  if (!near.p) near = nearest_name(str_of(argv[0]), names, n);
  if (near.p)
    return complain(EXIT_USAGE, "there is no verb \"%s\"; did you mean \"" STR_FMT "\"?", argv[0], STR_ARG(near));
  return complain(EXIT_USAGE, "there is no verb \"%s\"; `loket help` lists them", argv[0]);
}

int verb_help(struct call *c) {
  int words;
  const struct verb *v = find_verb(c->argc, c->argv, &words);
  if (!v && c->argc > 0) return unknown_verb(c, c->argc, c->argv);
  if (v)
    print_verb(stdout, v);
  else
    print_all(stdout);
  return EXIT_FINE;
}

/* ---- reading the command line ----------------------------------------------------------------- */

static unsigned allowed_options(const struct verb *v) {
  return v->options | OPT_HELP | (v->needs_config ? OPT_CONFIG : 0);
}

static const struct option_row *find_option(str name, unsigned allowed) {
  for (size_t i = 0; i < COUNT(option_rows); i++)
    if ((option_rows[i].bit & allowed) && str_is(name, option_rows[i].name)) return &option_rows[i];
  return NULL;
}

static int unknown_option(const struct verb *v, const char *word) {
  str names[COUNT(option_rows)];
  size_t n = 0;
  for (size_t i = 0; i < COUNT(option_rows); i++)
    if (option_rows[i].bit & allowed_options(v)) names[n++] = str_of(option_rows[i].name);
  str near = nearest_name(str_of(word), names, n);
  if (near.p)
    return complain(EXIT_USAGE, "%s: no option \"%s\"; did you mean \"" STR_FMT "\"?", v->name, word, STR_ARG(near));
  return complain(EXIT_USAGE, "%s: no option \"%s\"; see `loket help %s`", v->name, word, v->name);
}

static int take_value(struct call *c, const struct option_row *o, const char *value) {
  char *to = (char *)c + o->at;
  i64 number;
  if (o->kind == OPTION_TEXT) {
    *(const char **)(void *)to = value;
  } else if (str_to_i64(str_of(value), &number) && number >= 0 && number <= 100000000) {
    *(int *)(void *)to = (int)number;
  } else {
    return complain(EXIT_USAGE, "%s wants a number, not \"%s\"", o->name, value);
  }
  return EXIT_FINE;
}

/* "--name value" or "--name=value"; what is no option stays in c->argv. */
static int read_words(struct call *c, const struct verb *v, int argc, char **argv) {
  c->argv = argv;
  for (int i = 0; i < argc; i++) {
    str value = str_of(argv[i]), name;
    if (argv[i][0] != '-' || argv[i][1] == 0) {
      c->argv[c->argc++] = argv[i];
      continue;
    }
    str_cut(&value, '=', &name);
    const struct option_row *o = find_option(name, allowed_options(v));
    if (!o) return unknown_option(v, argv[i]);
    if (o->kind == OPTION_FLAG) {
      if (value.p) return complain(EXIT_USAGE, "%s takes no value", o->name);
      *(bool *)(void *)((char *)c + o->at) = true;
      continue;
    }
    if (!value.p && i + 1 == argc) return complain(EXIT_USAGE, "%s wants a value", o->name);
    int status = take_value(c, o, value.p ? value.p : argv[++i]);
    if (status) return status;
  }
  return EXIT_FINE;
}

/* ---- configuration ---------------------------------------------------------------------------- */

static enum log_level level_of(str name) {
  static const char *const names[] = {"debug", "info", "warn", "error"};
  for (size_t i = 0; i < COUNT(names); i++)
    if (str_is(name, names[i])) return (enum log_level)i;
  return LOG_INFO;
}

static int read_config(struct call *c) {
  str problem;
  if (!c->config_file) c->config_file = access("loket.yaml", F_OK) == 0 ? "loket.yaml" : "/etc/loket/loket.yaml";
  char whole[PATH_MAX]; /* the roles are started with this path, wherever they stand */
  if (realpath(c->config_file, whole)) c->config_file = arena_cstr(c->arena, str_of(whole));
  if (config_load(c->arena, c->config_file, &c->config, &problem) != E_OK)
    return complain(EXIT_CONFIG, STR_FMT, STR_ARG(problem));
  log_set(level_of(c->config.log_level), "loket");
  return EXIT_FINE;
}

static bool has_word(int argc, char **argv, const char *word) {
  for (int i = 0; i < argc && word; i++)
    if (str_eq(str_of(argv[i]), str_of(word))) return true;
  return false;
}

static int run(struct call *c, const struct verb *v, int argc, char **argv) {
  if (has_word(argc, argv, v->own_words_with)) {
    c->argc = argc;
    c->argv = argv;
    return v->run(c);
  }
  int status = read_words(c, v, argc, argv);
  if (status) return status;
  if (c->help) {
    print_verb(stdout, v);
    return EXIT_FINE;
  }
  if (c->argc < v->least || c->argc > v->most) {
    print_verb(stderr, v);
    return EXIT_USAGE;
  }
  if (v->needs_config) status = read_config(c);
  return status ? status : v->run(c);
}

int main(int argc, char **argv) {
  static const struct {
    const char *typed, *verb;
  } usual[] = {{"--help", "help"}, {"-h", "help"}, {"--version", "version"}, {"-V", "version"}};
  int words;
  if (argc < 2) {
    print_all(stderr);
    return EXIT_USAGE;
  }
  for (size_t i = 0; i < COUNT(usual); i++)
    if (str_eq(str_of(argv[1]), str_of(usual[i].typed))) argv[1] = (char *)(uintptr_t)usual[i].verb;
  struct call c = {.arena = arena_new(CALL_ARENA), .applications = -1, .listen_fd = -1, .ready_fd = -1, .secret_fd = -1,
                   .shares = -1, .needed = -1, .history = -1, .batch = -1, .batches = -1};
  const struct verb *v = find_verb(argc - 1, argv + 1, &words);
  int status = v ? run(&c, v, argc - 1 - words, argv + 1 + words) : unknown_verb(&c, argc - 1, argv + 1);
  arena_free(c.arena);
  return status;
}
