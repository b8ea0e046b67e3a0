/* The `keys` verbs: what a person does with the office's key. The secret passes through memory that is neither swapped nor
 * dumped and is wiped; only escrow, restore and protect hold it at all. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cage.h"
#include "cmd/cmd.h"
#include "cmd/role_start.h"
#include "office/keys.h"
#include "scans/escrow.h"
#include "scans/secret.h"
#include "scans/vault.h"
#include "scans/vault_log.h"

#define KEY_BEFORE "office.before.key" /* only while `keys protect` writes */
#define ROTATION_PATIENCE MINUTES(10) /* how long an upload may take that began before the change */

/* ---- passphrases ------------------------------------------------------------------------------------ */

/* What the verbs hold of secrets, in one piece of guarded memory. */
struct secrets {
  struct office_secret office;
  struct protector protector;
  struct key_share shares[SHARES_MOST];
  char passphrase[PASSPHRASE_MOST], again[PASSPHRASE_MOST];
  size_t passphrase_n, again_n;
};

static void wipe(struct secrets **s) { sodium_free(*s); }

static struct secrets *guarded(void) {
  if (sodium_init() < 0 || cage_no_dumps() != E_OK) return NULL;
  struct secrets *s = sodium_malloc(sizeof *s);
  if (s) memset(s, 0, sizeof *s);
  return s;
}

/* The key's passphrase: a systemd credential, else whoever sits here. */
static bool current_passphrase(struct secrets *s) {
  return secret_credential(s->passphrase, &s->passphrase_n) ||
         ask_passphrase("Passphrase of the office's key: ", s->passphrase, &s->passphrase_n);
}

static int load_secret(struct call *c, struct secrets *s) {
  const char *folder = arena_cstr(c->arena, c->config.keys);
  enum err e = secret_load(folder, "office.key", STR_NONE, &s->protector, &s->office);
  if (e == E_INPUT && !current_passphrase(s))
    return complain(EXIT_FAILED, "the office's key is protected, and there is neither the credential " CREDENTIAL_NAME
                                 " nor a terminal to ask for the passphrase");
  if (e == E_INPUT)
    e = secret_load(folder, "office.key", (str){s->passphrase, s->passphrase_n}, &s->protector, &s->office);
  switch (e) {
    case E_OK: return EXIT_FINE;
    case E_NOTFOUND: return complain(EXIT_FAILED, "there is no office.key in %s", folder);
    case E_DENIED: return complain(EXIT_FAILED, "the passphrase does not open the office's key, or the file is damaged");
    default: return complain(EXIT_FAILED, "the office's key cannot be read (%s)", err_name(e));
  }
}

/* A new passphrase: a line of standard input, or typed twice. */
static int new_passphrase(struct call *c, struct secrets *s) {
  if (c->password_stdin) {
    str line;
    if (!ask_line(&line, c->arena)) return complain(EXIT_FAILED, "no passphrase came on standard input");
    memcpy(s->passphrase, line.p, line.n);
    s->passphrase_n = line.n;
    sodium_memzero((char *)(uintptr_t)line.p, line.n);
  } else if (!isatty(0)) {
    return complain(EXIT_USAGE, "no terminal to ask for the passphrase: give it with --password-stdin");
  } else if (!ask_passphrase("New passphrase: ", s->passphrase, &s->passphrase_n) ||
             !ask_passphrase("The same again: ", s->again, &s->again_n) || s->again_n != s->passphrase_n ||
             sodium_memcmp(s->again, s->passphrase, s->again_n) != 0) {
    return complain(EXIT_FAILED, "the two differ, or there was none; nothing was changed");
  }
  if (s->passphrase_n < PASSPHRASE_LEAST)
    return complain(EXIT_FAILED, "the passphrase must have at least %d letters; five words are good", PASSPHRASE_LEAST);
  return EXIT_FINE;
}

/* ---- a vault to ask --------------------------------------------------------------------------------- */

struct own_vault {
  pid_t pid;
  int fd;
};

static void end_own_vault(struct own_vault *v) {
  if (v->pid > 0) {
    kill(v->pid, SIGTERM);
    waitpid(v->pid, NULL, 0);
  }
  if (v->fd >= 0) close(v->fd);
}

/* Until it answers, or has ended: opening a protected key takes as long as it takes. */
static bool start_own_vault(const struct call *c, str passphrase, struct own_vault *v) {
  const struct role_start how = {.verb = "role-vault", .config_file = c->config_file, .listen_fd = v->fd, .says_ready = true, .secret = passphrase};
  int ready_fd;
  char byte;
  v->pid = role_start(&how, &ready_fd);
  if (v->pid < 0) return false;
  bool serves = read(ready_fd, &byte, 1) == 1;
  close(ready_fd);
  return serves;
}

/* The server's vault, or one of our own while no server runs. */
static int vault_or_own(struct call *c, struct secrets *s, struct vault_client *v, struct own_vault *ret) {
  u8 keys[VAULT_KEYS_MOST][KEY_SIZE];
  size_t n;
  const char *path = config_beside_store(c->arena, &c->config, "vault.sock");
  if (vault_is_there(v))
    return vault_keys(v, keys, &n) == E_OK ? EXIT_FINE : complain(EXIT_FAILED, "the server runs, but its vault does not answer");
  int status = load_secret(c, s); /* asks for the passphrase, and says so when it is wrong */
  sodium_memzero(&s->office, sizeof s->office);
  if (status) return status;
  ret->fd = vault_listen(path);
  if (ret->fd < 0) return complain(EXIT_FAILED, "the socket of the vault, %s: %s", path, strerror(errno));
  bool serves = start_own_vault(c, (str){s->passphrase, s->passphrase_n}, ret);
  return serves && vault_keys(v, keys, &n) == E_OK ? EXIT_FINE : complain(EXIT_FAILED, "no vault could be started; the lines above say why");
}

/* ---- status -------------------------------------------------------------------------------------------- */

static void print_key(struct call *c, const char *what, const char *folder, const char *name) {
  static const char *const kinds[] = {[SECRET_MISSING] = "is not there", [SECRET_PLAIN] = "plain file",
                                      [SECRET_PROTECTED] = "protected by a passphrase", [SECRET_DAMAGED] = "is damaged"};
  u8 public_key[KEY_SIZE], id[KEY_ID_SIZE];
  enum secret_kind kind = secret_look(folder, name, public_key);
  if (kind == SECRET_PLAIN || kind == SECRET_PROTECTED) {
    key_id_of(public_key, id);
    printf("%-10s" STR_FMT "  (%s)\n", what, STR_ARG(key_id_text(c->arena, id)), kinds[kind]);
  } else if (strcmp(name, "office.key") == 0) {
    printf("%-10s%s\n", what, kinds[kind]);
  }
}

static void print_use(struct call *c, const struct key_use *u) {
  static const u8 unnamed[KEY_ID_SIZE];
  bool named = memcmp(u->key_id, unnamed, KEY_ID_SIZE) != 0;
  str id = named ? key_id_text(c->arena, u->key_id) : S("without id      ");
  printf("scans     " STR_FMT "  %lld\n", STR_ARG(id), (long long)u->count);
}

int verb_keys_status(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  u8 keys[VAULT_KEYS_MOST][KEY_SIZE], id[KEY_ID_SIZE], old[KEY_SIZE];
  size_t n;
  struct key_census census;
  const char *folder = arena_cstr(c->arena, c->config.keys);
  int status = open_office(c, &o);
  if (status) return status;
  struct ctx ctx = system_ctx(c, o);
  key_id_of(o->keys.public_key, id);
  printf("sealing   " STR_FMT "\n", STR_ARG(key_id_text(c->arena, id)));
  print_key(c, "key", folder, "office.key");
  print_key(c, "old key", folder, "office.old.key");
  printf("vault     %s\n", vault_keys(o->vault, keys, &n) == E_OK ? "answers" : "does not run");
  if (keys_count(&ctx, &census) != E_OK) return complain(EXIT_FAILED, "the keys of the scans cannot be counted");
  for (size_t i = 0; i < census.use_count; i++) print_use(c, &census.uses[i]);
  if (secret_look(folder, "office.old.key", old) != SECRET_MISSING)
    printf("next      loket keys rotate: a change of the key was begun and not ended\n");
  return EXIT_FINE;
}

/* ---- rotate ------------------------------------------------------------------------------------------- */

int verb_keys_rotate(struct call *c) {
  CLEANUP(close_office) struct office *o = NULL;
  CLEANUP(wipe) struct secrets *s = guarded();
  CLEANUP(end_own_vault) struct own_vault own = {.pid = -1, .fd = -1};
  struct rotation r;
  const char *problem = "";
  if (!s) return complain(EXIT_FAILED, "no locked memory");
  int status = open_office(c, &o);
  if (!status) status = vault_or_own(c, s, o->vault, &own);
  if (status) return status;
  struct ctx ctx = system_ctx(c, o);
  enum err e = keys_rotate(&ctx, ROTATION_PATIENCE, &r, &problem);
  if (e != E_OK) return complain(EXIT_FAILED, "%s (%s)", problem, err_name(e));
  printf("key       " STR_FMT " -> " STR_FMT "%s\n", STR_ARG(key_id_text(c->arena, r.from)),
         STR_ARG(key_id_text(c->arena, r.to)), r.went_on ? " (an earlier change went on)" : "");
  printf("scans     %lld wrapped anew\n", (long long)r.rewrapped);
  if (r.unreadable) printf("scans     %lld had a key nobody can open, before as after\n", (long long)r.unreadable);
  printf("old key   destroyed\n"
         "next      back the store up now: older backups can no longer be opened. Make new shares: loket keys escrow\n");
  return EXIT_FINE;
}

/* ---- protect ------------------------------------------------------------------------------------------- */

static int protect_file(struct call *c, struct secrets *s) {
  const char *folder = arena_cstr(c->arena, c->config.keys);
  u8 file[SECRET_FILE_MOST];
  if (protector_make((str){s->passphrase, s->passphrase_n}, &s->protector) != E_OK)
    return complain(EXIT_FAILED, "no memory for argon2id");
  size_t n = secret_encode(&s->office, &s->protector, file);
  /* At every moment office.key is one of the two; what it was before is overwritten when the new one stands. */
  enum err e = key_file_destroy(folder, KEY_BEFORE);
  if (e == E_OK) e = key_file_write(folder, "office.next.key", file, n);
  if (e == E_OK) e = key_file_link(folder, "office.key", KEY_BEFORE);
  if (e == E_OK) e = key_file_rename(folder, "office.next.key", "office.key");
  if (e == E_OK) e = key_file_destroy(folder, KEY_BEFORE);
  return e == E_OK ? EXIT_FINE : complain(EXIT_FAILED, "the key file cannot be written: %s", strerror(errno));
}

int verb_keys_protect(struct call *c) {
  CLEANUP(wipe) struct secrets *s = guarded();
  CLEANUP(close_office) struct office *o = NULL;
  u8 old[KEY_SIZE];
  const char *folder = arena_cstr(c->arena, c->config.keys);
  if (!s) return complain(EXIT_FAILED, "no locked memory");
  int status = open_office(c, &o);
  if (status) return status;
  if (vault_is_there(o->vault)) return complain(EXIT_FAILED, "end the server first: its vault still works with the passphrase of before");
  if (secret_look(folder, "office.old.key", old) != SECRET_MISSING)
    return complain(EXIT_FAILED, "a change of the key was begun and not ended: loket keys rotate first");
  status = load_secret(c, s);
  if (!status) status = new_passphrase(c, s);
  if (!status) status = protect_file(c, s);
  if (status) return status;
  printf("key       protected by the new passphrase\n"
         "next      start the server at a terminal, or give it the passphrase as the systemd credential " CREDENTIAL_NAME "\n");
  return EXIT_FINE;
}

/* ---- escrow --------------------------------------------------------------------------------------------- */

static int write_share(struct call *c, const struct key_share *s, int count) {
  char text[SHARE_TEXT_MOST];
  const char *path = arena_printf(c->arena, "%s/loket-share-%d-of-%d.txt", c->out, s->number, count).p;
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
  if (!f) return complain(EXIT_FAILED, "%s: %s", path, strerror(errno));
  share_text(s, text);
  str today = date_iso(c->arena, local_of(clock_now()).date);
  fprintf(f, "Loket: a share of the key of the scans\n\n");
  fprintf(f, "office     " STR_FMT "\nkey        " STR_FMT "\nmade       " STR_FMT "\n", STR_ARG(c->config.office.name),
          STR_ARG(key_id_text(c->arena, s->key_id)), STR_ARG(today));
  fprintf(f, "share      %d of %d; any %d of them restore the key, fewer say nothing about it\n\n", s->number, count, s->needed);
  for (size_t i = 0; text[i]; i++) {
    fputc(text[i], f);
    if (i > 5 && (i - 4) % 25 == 0) fputs("\n", f); /* five groups a line */
  }
  fprintf(f, "\n\nKeep it apart from the other shares and from the server, on paper. If the office's key is lost, bring it to whoever\n"
             "runs `loket keys restore`. When the key is changed (`loket keys rotate`), this share is void: destroy it.\n");
  sodium_memzero(text, sizeof text);
  bool ok = fflush(f) == 0 && fsync(fd) == 0;
  fclose(f);
  if (!ok) return complain(EXIT_FAILED, "%s: %s", path, strerror(errno));
  printf("share     %s\n", path);
  return EXIT_FINE;
}

int verb_keys_escrow(struct call *c) {
  CLEANUP(wipe) struct secrets *s = guarded();
  u8 back[KEY_SIZE];
  if (!s) return complain(EXIT_FAILED, "no locked memory");
  if (!c->out || c->shares < 0 || c->needed < 0) return complain(EXIT_USAGE, "keys escrow needs --shares N, --needed K and --out DIR");
  if (c->needed < 2 || c->needed > c->shares || c->shares > SHARES_MOST)
    return complain(EXIT_USAGE, "--needed must be at least 2 and at most --shares, and --shares at most %d", SHARES_MOST);
  int status = load_secret(c, s);
  if (status) return status;
  enum err e = escrow_split(s->office.public_key, s->office.secret_key, c->needed, c->shares, s->shares);
  if (e == E_OK) e = escrow_join(s->shares + c->shares - c->needed, (size_t)c->needed, back); /* tried before anybody relies on it */
  sodium_memzero(back, sizeof back);
  if (e != E_OK) return complain(EXIT_FAILED, "the key could not be split (%s)", err_name(e));
  if (mkdir(c->out, 0700) != 0 && errno != EEXIST) return complain(EXIT_FAILED, "%s: %s", c->out, strerror(errno));
  for (int i = 0; i < c->shares && !status; i++) status = write_share(c, &s->shares[i], c->shares);
  if (status) return status;
  printf("next      print each and give it to another person, then erase the files: shred -u %s/loket-share-*\n", c->out);
  return EXIT_FINE;
}

/* ---- restore --------------------------------------------------------------------------------------------- */

static int read_share(struct call *c, const char *path, struct key_share *ret) {
  char text[4096];
  FILE *f = fopen(path, "re");
  if (!f) return complain(EXIT_FAILED, "%s: %s", path, strerror(errno));
  size_t n = fread(text, 1, sizeof text, f);
  fclose(f);
  enum err e = share_read((str){text, n}, ret);
  sodium_memzero(text, sizeof text);
  (void)c;
  return e == E_OK ? EXIT_FINE : complain(EXIT_FAILED, "%s: no share, or a letter of it is mistyped", path);
}

static int join_shares(struct call *c, struct secrets *s) {
  enum err e = escrow_join(s->shares, (size_t)c->argc, s->office.secret_key);
  if (e == E_OK) {
    crypto_scalarmult_base(s->office.public_key, s->office.secret_key);
    return EXIT_FINE;
  }
  if (e == E_INPUT && c->argc < s->shares[0].needed)
    return complain(EXIT_FAILED, "%d shares are needed, %d were given", s->shares[0].needed, c->argc);
  if (e == E_INPUT) return complain(EXIT_FAILED, "the shares are not of one key, or one was given twice");
  return complain(EXIT_FAILED, "together the shares do not give the key: they were not made on the same day, or one is forged");
}

int verb_keys_restore(struct call *c) {
  CLEANUP(wipe) struct secrets *s = guarded();
  const char *folder = arena_cstr(c->arena, c->config.keys);
  u8 public_key[KEY_SIZE], file[SECRET_FILE_MOST];
  size_t n;
  if (!s) return complain(EXIT_FAILED, "no locked memory");
  if (secret_look(folder, "office.key", public_key) != SECRET_MISSING)
    return complain(EXIT_FAILED, "there is an office.key in %s: move it away first if it shall be replaced", folder);
  int status = EXIT_FINE;
  for (int i = 0; i < c->argc && !status; i++) status = read_share(c, c->argv[i], &s->shares[i]);
  if (!status) status = join_shares(c, s);
  if (!status && (c->password_stdin || isatty(0))) status = new_passphrase(c, s);
  if (status) return status;
  if (s->passphrase_n && protector_make((str){s->passphrase, s->passphrase_n}, &s->protector) != E_OK)
    return complain(EXIT_FAILED, "no memory for argon2id");
  size_t size = secret_encode(&s->office, &s->protector, file);
  enum err e = key_file_write(folder, "office.key", file, size);
  bool has_public = key_file_read(folder, "office.pub", public_key, sizeof public_key, &n) == E_OK;
  if (e == E_OK && !has_public) e = key_file_write(folder, "office.pub", s->office.public_key, KEY_SIZE);
  sodium_memzero(file, sizeof file);
  if (e != E_OK) return complain(EXIT_FAILED, "the key cannot be written to %s: %s", folder, strerror(errno));
  printf("key       " STR_FMT "  restored%s\n", STR_ARG(key_id_text(c->arena, s->shares[0].key_id)),
         s->passphrase_n ? ", protected by the new passphrase" : " as a plain file: loket keys protect");
  if (has_public && memcmp(public_key, s->office.public_key, KEY_SIZE) != 0)
    printf("warning   office.pub is of another key: scans sealed since then need that one\n");
  return EXIT_FINE;
}
