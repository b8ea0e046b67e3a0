/* The doctor's look at what lies on this machine: configuration, keys, disk, service files, kernel. */
#include <errno.h>
#include <sodium.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/cage.h"
#include "base/limits.h"
#include "config/service_file.h"
#include "ops/disk.h"
#include "ops/doctor_report.h"
#include "scans/secret.h"
#include "scans/looker.h"
#include "scans/vault_client.h"

static bool is_loopback(str url) {
  str host = str_from(url, str_find(url, ':') + 3);
  host = str_sub(host, 0, str_find(host, '/'));
  return str_starts(host, S("127.")) || str_starts(host, S("localhost")) || str_starts(host, S("[::1]"));
}

static void look_public_url(struct doctor_report *d) {
  str url = d->config->public_url;
  if (str_starts(url, S("https://")) || is_loopback(url))
    doctor_ok(d, "public_url is " STR_FMT, STR_ARG(url));
  else
    doctor_fail(d, "put a TLS proxy in front (packaging/nginx.conf) and write https:// in public_url",
                "public_url is " STR_FMT ": citizens' data would travel in the open", STR_ARG(url));
}

static void look_listen(struct doctor_report *d) {
  str host = d->config->listen.host;
  if (str_starts(host, S("127.")) || str_eq(host, S("::1"))) return;
  doctor_warn(d, "let it listen on 127.0.0.1 behind a TLS proxy", "listens on " STR_FMT ", which others can reach",
              STR_ARG(host));
}

static void look_demo(struct doctor_report *d) {
  if (!d->config->demo) return;
  if (is_loopback(d->config->public_url))
    doctor_ok(d, "demo office: its logins are known to everybody");
  else
    doctor_fail(d, "take `demo: true` out and make officers of your own in a fresh store",
                "a demo office is open to the world: its logins are known to everybody");
}

static bool holds_secret(str value) { return value.n > 0; }

void doctor_configuration(struct doctor_report *d) {
  const struct config *c = d->config;
  struct stat st;
  doctor_ok(d, STR_FMT " is understood", STR_ARG(c->file));
  bool secret = holds_secret(c->whatsapp.app_secret) || holds_secret(c->whatsapp.check.secret) || c->whatsapp.number_count > 0;
  if (stat(arena_cstr(d->arena, c->file), &st) == 0 && secret && (st.st_mode & 077))
    doctor_warn(d, arena_printf(d->arena, "chmod 600 " STR_FMT, STR_ARG(c->file)).p,
                "others can read the configuration (mode %o), which may hold secrets", (unsigned)st.st_mode & 0777);
  look_public_url(d);
  look_listen(d);
  look_demo(d);
}

/* ---- keys --------------------------------------------------------------------------------------- */

static void look_secret(struct doctor_report *d, const char *folder, const u8 *public_key) {
  u8 of_secret[KEY_SIZE];
  enum secret_kind kind = secret_look(folder, "office.key", of_secret);
  if (kind == SECRET_MISSING || kind == SECRET_DAMAGED) {
    doctor_fail(d, "bring it back from its copy, or `loket keys restore` from the officers' shares: without it no scan can be read",
                "office.key in %s is %s", folder, kind == SECRET_MISSING ? "missing" : "damaged");
    return;
  }
  if (memcmp(of_secret, public_key, KEY_SIZE) != 0)
    doctor_fail(d, "end a rotation with `loket keys rotate`, or bring both halves back from the same copy",
                "office.pub and office.key do not belong together");
  else if (kind == SECRET_PROTECTED)
    doctor_ok(d, "the office's key is protected by a passphrase");
  else if (d->config->demo)
    doctor_ok(d, "the office's key is a plain file, as is usual for a demo");
  else
    doctor_warn(d, "loket keys protect, and put the passphrase into a systemd credential (docs/keys.md)",
                "the office's key is a plain file: who copies the disk can read the scans");
}

static void look_leftovers(struct doctor_report *d, const char *folder) {
  u8 key[KEY_SIZE];
  if (secret_look(folder, "office.before.key", key) != SECRET_MISSING)
    doctor_fail(d, "loket keys protect once more", "the key as it was before it was protected still lies there");
  if (secret_look(folder, "office.old.key", key) == SECRET_MISSING) return;
  doctor_warn(d, "loket keys rotate goes on where it stopped", "a change of the office's key was begun and not ended");
}

static void look_vault(struct doctor_report *d) {
  u8 keys[VAULT_KEYS_MOST][KEY_SIZE];
  size_t n;
  struct vault_client *v = vault_client_new(d->arena, config_beside_store(d->arena, d->config, "vault.sock"));
  if (vault_keys(v, keys, &n) == E_OK)
    doctor_ok(d, "the vault answers");
  else
    doctor_ok(d, "no vault answers: it runs with the server");
  vault_client_close(v);
}

void doctor_keys(struct doctor_report *d) {
  static const char *const files[] = {"office.key", "link.key"};
  const char *folder = arena_cstr(d->arena, d->config->keys);
  struct office_keys k;
  if (!doctor_private(d, d->config->keys, "loket init, or bring the keys back from their copy")) return;
  for (size_t i = 0; i < COUNT(files); i++)
    doctor_private(d, arena_printf(d->arena, "%s/%s", folder, files[i]), "bring it back from the copy of the keys");
  if (sodium_init() < 0 || keys_load(folder, &k) != E_OK) {
    doctor_fail(d, "bring the keys back from their copy: without them no scan can be sealed",
                "the keys in %s cannot be read", folder);
    return;
  }
  look_secret(d, folder, k.public_key);
  look_leftovers(d, folder);
  look_vault(d);
}

/* ---- disk --------------------------------------------------------------------------------------- */

#define LITTLE_BYTES (5LL << 30)
#define NOTHING_BYTES (512LL << 20)

static void look_space(struct doctor_report *d, const char *of, str path) {
  struct statvfs v;
  while (path.n > 1 && statvfs(arena_cstr(d->arena, path), &v) != 0) /* the nearest folder that is there */
    do path.n--;
    while (path.n > 1 && path.p[path.n] != '/');
  if (statvfs(arena_cstr(d->arena, path), &v) != 0) return;
  i64 left = (i64)v.f_bavail * (i64)v.f_frsize;
  double gigabytes = (double)left / (double)(1 << 30);
  const char *mend = "make room, or move it to a larger disk; a photo takes about 0.3 MB, an application about 1 MB";
  if (left < NOTHING_BYTES || v.f_favail == 0)
    doctor_fail(d, mend, "%s: %.1f GB left: soon nothing can be taken in any more", of, gigabytes);
  else if (left < LITTLE_BYTES)
    doctor_warn(d, mend, "%s: %.1f GB left", of, gigabytes);
  else
    doctor_ok(d, "%s: %.1f GB left", of, gigabytes);
}

static str behind_scheme(str url) { return str_from(url, str_find(url, ':') + 1); }

/* Scans are sealed; names, forms and chats in the store are as safe as the disk. */
static void look_encrypted(struct doctor_report *d, str store) {
  enum disk_kind kind = disk_of_path(arena_cstr(d->arena, store));
  if (kind == DISK_ENCRYPTED)
    doctor_ok(d, "the store is on an encrypted disk");
  else if (d->config->demo)
    doctor_ok(d, "the store is not on an encrypted disk, as is usual for a demo");
  else if (kind == DISK_PLAIN)
    doctor_warn(d, "move it to an encrypted disk (LUKS); scans are sealed, the store is not",
                "the store is on a disk without encryption: who takes the disk reads names and forms");
  else
    doctor_warn(d, "make sure that it is; scans are sealed, the store is not", "cannot tell whether the store's disk is encrypted");
}

void doctor_disk(struct doctor_report *d) {
  str scans = behind_scheme(d->config->scans), store = behind_scheme(d->config->store);
  look_space(d, "store", store);
  look_encrypted(d, store);
  look_space(d, "scans", scans);
  if (!doctor_private(d, scans, "loket init")) return;
  if (access(arena_cstr(d->arena, scans), R_OK | W_OK | X_OK) != 0)
    doctor_fail(d, "give the folder to the user the server runs as", STR_FMT ": %s", STR_ARG(scans), strerror(errno));
}

/* ---- services ------------------------------------------------------------------------------------ */

void doctor_services(struct doctor_report *d) {
  struct catalogue catalogue;
  str problem = STR_NONE;
  struct buf report = buf_new(d->arena, 1u << 20);
  size_t findings = 0;
  if (services_load(d->arena, arena_cstr(d->arena, d->config->services), &catalogue, &problem) != E_OK) {
    doctor_fail(d, "mend the file; `loket service check DIR` tries it without a server", STR_FMT, STR_ARG(problem));
    return;
  }
  for (size_t i = 0; i < catalogue.n; i++) findings += service_lint(d->arena, &catalogue.services[i], &report);
  const char *dir = arena_cstr(d->arena, d->config->services);
  if (catalogue.n == 0)
    doctor_fail(d, "point `services` to the folder of the service files", "%s holds no service", dir);
  else if (findings)
    doctor_warn(d, arena_printf(d->arena, "loket service check %s", dir).p, "%zu findings in %zu services", findings,
                catalogue.n);
  else
    doctor_ok(d, "%zu services in %s, nothing to say about them", catalogue.n, dir);
}

/* ---- confinement --------------------------------------------------------------------------------- */

/* Whether a file can be looked at: tried with one that is none. */
static void look_cage(struct doctor_report *d) {
  struct looker_options o = {.cpu_seconds = 5, .wall_seconds = 10};
  struct looker *l;
  struct verdict v;
  if (!d->config->look.on) {
    doctor_ok(d, "photos are not looked at (look.on)");
    return;
  }
  if (looker_new(&o, &l) != E_OK) {
    doctor_warn(d, "install it beside loket, or set look.on to false", "loket-look is not found: photos are not looked at");
    return;
  }
  if (looker_look_at(l, d->arena, SCAN_JPEG, S("no photo"), &v) == E_OK && v.problem == LOOK_BROKEN)
    doctor_ok(d, "photos are looked at in a cage");
  else
    doctor_warn(d, "install loket-look beside loket; it needs a kernel with seccomp", "photos cannot be looked at: %s", looker_why(l));
  looker_free(l);
}

void doctor_confinement(struct doctor_report *d) {
  struct cage_support kernel = cage_support();
  if (kernel.seccomp)
    doctor_ok(d, "the kernel has seccomp");
  else
    doctor_warn(d, "use a kernel with CONFIG_SECCOMP_FILTER",
                "the kernel has no seccomp filter: a broken vault or decoder could call out");
  if (kernel.landlock)
    doctor_ok(d, "the kernel has Landlock version %d", kernel.landlock);
  else
    doctor_warn(d, "use a kernel with CONFIG_SECURITY_LANDLOCK and landlock in its lsm= list",
                "the kernel has no Landlock: a broken vault or decoder could read files");
  look_cage(d);
}
