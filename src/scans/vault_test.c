/* The vault: the key file, the ring of keys, the log of openings, and what callers get. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "scans/secret.h"
#include "scans/vault.h"
#include "scans/vault_client.h"
#include "scans/vault_log.h"

struct fixture {
  char folder[64], keys[80], log[80], socket[80];
  struct arena *arena;
  struct office_keys office;
};
static struct fixture f;

static int start(void **state) {
  (void)state;
  bool made;
  snprintf(f.folder, sizeof f.folder, "/tmp/loket-vault-XXXXXX");
  if (sodium_init() < 0 || !mkdtemp(f.folder)) return -1;
  snprintf(f.keys, sizeof f.keys, "%s/keys", f.folder);
  snprintf(f.log, sizeof f.log, "%s/openings.log", f.folder);
  snprintf(f.socket, sizeof f.socket, "%s/vault.sock", f.folder);
  assert_int_equal(keys_init(f.keys, &made), E_OK);
  assert_int_equal(keys_load(f.keys, &f.office), E_OK);
  f.arena = arena_new(16 << 20);
  return 0;
}

static int stop(void **state) {
  (void)state;
  arena_free(f.arena);
  return 0;
}

/* ---- the key file -------------------------------------------------------------------------------- */

static void a_protected_key_needs_its_passphrase(void **state) {
  (void)state;
  struct office_secret made, read;
  struct protector p, got;
  u8 file[SECRET_FILE_MOST], public_key[KEY_SIZE];
  secret_make(&made);
  assert_int_equal(protector_make(S("kuda kuda empat putih"), &p), E_OK);
  size_t n = secret_encode(&made, &p, file);
  assert_null(memmem(file, n, made.secret_key, KEY_SIZE));
  assert_int_equal(key_file_write(f.keys, "try.key", file, n), E_OK);
  assert_int_equal(secret_look(f.keys, "try.key", public_key), SECRET_PROTECTED);
  assert_memory_equal(public_key, made.public_key, KEY_SIZE);
  assert_int_equal(secret_load(f.keys, "try.key", STR_NONE, &got, &read), E_INPUT);
  assert_int_equal(secret_load(f.keys, "try.key", S("kuda kuda empat merah"), &got, &read), E_DENIED);
  assert_int_equal(secret_load(f.keys, "try.key", S("kuda kuda empat putih"), &got, &read), E_OK);
  assert_memory_equal(read.secret_key, made.secret_key, KEY_SIZE);
  file[n - 1] ^= 1;
  assert_int_equal(key_file_write(f.keys, "try.key", file, n), E_OK);
  assert_int_equal(secret_load(f.keys, "try.key", S("kuda kuda empat putih"), &got, &read), E_DENIED);
  assert_int_equal(key_file_write(f.keys, "try.key", file, 40), E_OK);
  assert_int_equal(secret_look(f.keys, "try.key", public_key), SECRET_DAMAGED);
  assert_int_equal(key_file_destroy(f.keys, "try.key"), E_OK);
  assert_int_equal(secret_look(f.keys, "try.key", public_key), SECRET_MISSING);
}

/* ---- the ring ------------------------------------------------------------------------------------- */

static void a_key_is_opened_by_the_office_key_it_names(void **state) {
  (void)state;
  struct secret_ring *ring = ring_new();
  struct office_secret other;
  u8 scan_key[SCAN_KEY_SIZE], wrapped[WRAPPED_KEY_SIZE], again[WRAPPED_KEY_SIZE], out[SCAN_KEY_SIZE], id[KEY_ID_SIZE], other_id[KEY_ID_SIZE];
  assert_non_null(ring);
  assert_int_equal(ring_load(ring, f.keys, STR_NONE), E_OK);
  random_bytes(scan_key, sizeof scan_key);
  key_wrap(f.office.public_key, scan_key, wrapped);
  key_id_of(f.office.public_key, id);
  assert_memory_equal(wrapped, id, KEY_ID_SIZE);
  assert_int_equal(ring_unwrap(ring, wrapped, out), E_OK);
  assert_memory_equal(out, scan_key, SCAN_KEY_SIZE);

  secret_make(&other);
  key_id_of(other.public_key, other_id);
  assert_int_equal(ring_rewrap(ring, other_id, wrapped, again), E_NOTFOUND);
  assert_int_equal(ring_add(ring, &other), E_OK);
  assert_int_equal(ring_rewrap(ring, other_id, wrapped, again), E_OK);
  assert_memory_equal(again, other_id, KEY_ID_SIZE);
  assert_int_equal(ring_unwrap(ring, again, out), E_OK);
  assert_memory_equal(out, scan_key, SCAN_KEY_SIZE);

  memset(wrapped, 0, KEY_ID_SIZE); /* as they were before they carried an id */
  assert_int_equal(ring_unwrap(ring, wrapped, out), E_OK);
  assert_int_equal(ring_forget(ring, id), E_OK);
  assert_int_equal(ring_unwrap(ring, wrapped, out), E_NOTFOUND);
  assert_int_equal(ring_unwrap(ring, again, out), E_OK);
  assert_int_equal(ring_forget(ring, other_id), E_RULE); /* the last one stays */
  again[WRAPPED_KEY_SIZE - 1] ^= 1;
  assert_int_equal(ring_unwrap(ring, again, out), E_INPUT);
  ring_free(ring);
}

/* ---- the log --------------------------------------------------------------------------------------- */

static void add_lines(struct vault_log *l, int n) {
  struct vault_request r = {.ask = VAULT_OPEN, .why = OPEN_VIEW, .who = S("officer:3"), .scan = S("abcdefghijklmnopqrstuv")};
  for (int i = 0; i < n; i++) assert_int_equal(vault_log_add(l, &r, 4711, 1764115200000 + i), E_OK);
  assert_int_equal(vault_log_flush(l), E_OK);
}

static i64 broken_line(struct log_head *ret) {
  i64 broken = -1;
  assert_int_equal(vault_log_walk(f.log, NULL, NULL, ret, &broken), E_OK);
  return broken;
}

static void the_log_goes_on_and_tells_what_was_changed(void **state) {
  (void)state;
  struct vault_log l, second;
  struct log_head head;
  unlink(f.log);
  assert_int_equal(vault_log_open(f.log, &l), E_OK);
  assert_int_equal(vault_log_open(f.log, &second), E_CONFLICT);
  add_lines(&l, 3);
  close(l.fd);
  int fd = open(f.log, O_WRONLY | O_APPEND);
  assert_int_equal(write(fd, "4\t2026-11", 9), 9); /* a crash in the middle of a line */
  close(fd);
  assert_int_equal(vault_log_open(f.log, &l), E_OK);
  assert_int_equal(l.head.seq, 3);
  add_lines(&l, 2);
  assert_int_equal(broken_line(&head), 0);
  assert_int_equal(head.seq, 5);
  assert_memory_equal(head.hash.b, l.head.hash.b, SHA256_SIZE);

  char text[4096], copy[4096];
  fd = open(f.log, O_RDWR);
  ssize_t n = read(fd, text, sizeof text);
  for (ssize_t i = 0; i < n; i++) { /* any byte, anywhere */
    memcpy(copy, text, (size_t)n);
    copy[i] ^= 1;
    assert_int_equal(pwrite(fd, copy, (size_t)n, 0), n);
    if (!broken_line(&head)) fail_msg("byte %zd was changed and nobody noticed", i);
  }
  char *third = memchr((char *)memchr(text, '\n', (size_t)n) + 1, '\n', 400);
  memcpy(copy, text, (size_t)(third - text) + 1); /* the third line is taken out */
  char *fourth = (char *)memchr(third + 1, '\n', 400) + 1;
  size_t rest = (size_t)(text + n - fourth);
  memcpy(copy + (third + 1 - text), fourth, rest);
  assert_int_equal(ftruncate(fd, 0), 0);
  assert_int_equal(pwrite(fd, copy, (size_t)(third + 1 - text) + rest, 0), (ssize_t)((size_t)(third + 1 - text) + rest));
  assert_int_equal(broken_line(&head), 3);
  close(fd);
  close(l.fd);
  unlink(f.log);
}

/* ---- the process ------------------------------------------------------------------------------------- */

static pid_t start_vault(int fd) {
  pid_t pid = fork();
  if (pid == 0) {
    struct vault_config config = {.keys = f.keys, .log = f.log, .listen_fd = fd};
    struct vault *v;
    const char *problem;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (vault_open(&config, &v, &problem) == E_OK && vault_lock_down(v) == E_OK) (void)!vault_serve(v);
    _exit(1);
  }
  return pid;
}

static void end_vault(pid_t pid) {
  kill(pid, SIGKILL);
  waitpid(pid, NULL, 0);
}

static void callers_get_keys_and_every_key_is_written_down(void **state) {
  (void)state;
  int fd = vault_listen(f.socket);
  struct stat st;
  assert_true(fd >= 0);
  assert_int_equal(stat(f.socket, &st), 0);
  assert_int_equal(st.st_mode & 0777, 0600);
  pid_t vault = start_vault(fd);
  struct vault_client *client = vault_client_new(f.arena, f.socket);
  const struct scan_opening why = {OPEN_VIEW, S("officer:3")};
  u8 scan_key[SCAN_KEY_SIZE], wrapped[WRAPPED_KEY_SIZE], out[SCAN_KEY_SIZE], many[3 * WRAPPED_KEY_SIZE], id[KEY_ID_SIZE];
  struct sha256 hash;
  struct log_head head;
  i64 seq;
  random_bytes(scan_key, sizeof scan_key);
  key_wrap(f.office.public_key, scan_key, wrapped);
  for (int i = 0; i < 20; i++) {
    assert_int_equal(vault_key(client, &why, S("abcdefghijklmnopqrstuv"), wrapped, out), E_OK);
    assert_memory_equal(out, scan_key, SCAN_KEY_SIZE);
  }
  assert_int_equal(vault_head(client, &seq, &hash), E_OK);
  assert_int_equal(seq, 20);
  assert_int_equal(broken_line(&head), 0);
  assert_memory_equal(head.hash.b, hash.b, SHA256_SIZE);

  const struct scan_opening bad = {OPEN_VIEW, S("officer\t3")};
  assert_int_equal(vault_key(client, &bad, S("a"), wrapped, out), E_BUG); /* never sent: it would forge a line */
  u8 broken[WRAPPED_KEY_SIZE];
  memcpy(broken, wrapped, sizeof broken);
  broken[40] ^= 1;
  assert_int_equal(vault_key(client, &why, S("a"), broken, out), E_INPUT);
  broken[0] ^= 1;
  assert_int_equal(vault_key(client, &why, S("a"), broken, out), E_NOTFOUND);
  assert_int_equal(vault_head(client, &seq, &hash), E_OK);
  assert_int_equal(seq, 20); /* what was not opened is no opening */

  end_vault(vault); /* killed: its successor takes the same socket, the log goes on */
  vault = start_vault(fd);
  assert_int_equal(vault_key(client, &why, S("abc"), wrapped, out), E_OK);
  assert_int_equal(vault_head(client, &seq, &hash), E_OK);
  assert_int_equal(seq, 21);

  u8 public_key[KEY_SIZE], file[SECRET_FILE_MOST], held[VAULT_KEYS_MOST][KEY_SIZE];
  size_t n;
  assert_int_equal(vault_make_key(client, public_key, file, &n), E_OK);
  key_id_of(public_key, id);
  for (int i = 0; i < 3; i++) memcpy(many + i * WRAPPED_KEY_SIZE, wrapped, WRAPPED_KEY_SIZE);
  assert_int_equal(vault_rewrap(client, id, many, 3, many), E_OK);
  assert_int_equal(vault_key(client, &why, S("abc"), many + WRAPPED_KEY_SIZE, out), E_OK);
  assert_memory_equal(out, scan_key, SCAN_KEY_SIZE);
  assert_int_equal(vault_keys(client, held, &n), E_OK);
  assert_int_equal(n, 2);
  key_id_of(f.office.public_key, id);
  assert_int_equal(vault_forget_key(client, id), E_OK);
  assert_int_equal(vault_key(client, &why, S("abc"), wrapped, out), E_NOTFOUND);
  end_vault(vault);
  vault_client_close(client);
  close(fd);
}

/* Bytes that are no request are answered, or the caller is dropped; the next caller is served as before. */
static void nonsense_costs_its_sender_only(void **state) {
  (void)state;
  int fd = vault_listen(f.socket);
  pid_t vault = start_vault(fd);
  struct sockaddr_un a = {.sun_family = AF_UNIX};
  memcpy(a.sun_path, f.socket, strlen(f.socket) + 1);
  for (size_t n = 1; n < 60000; n = n * 3 + 1) {
    int s = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    char *noise = arena_alloc(f.arena, n), said;
    random_bytes(noise, n);
    assert_int_equal(connect(s, (struct sockaddr *)&a, sizeof a), 0);
    assert_int_equal(send(s, noise, n, MSG_NOSIGNAL), (ssize_t)n);
    assert_int_equal(recv(s, &said, 1, 0), 1);
    assert_int_equal(said, E_INPUT);
    close(s);
  }
  struct vault_client *client = vault_client_new(f.arena, f.socket);
  i64 seq;
  struct sha256 hash;
  assert_int_equal(vault_head(client, &seq, &hash), E_OK);
  end_vault(vault);
  vault_client_close(client);
  close(fd);
}

static void more_openings_than_a_person_can_look_at_are_refused(void **state) {
  (void)state;
  int fd = vault_listen(f.socket);
  pid_t vault = start_vault(fd);
  struct vault_client *client = vault_client_new(f.arena, f.socket);
  u8 scan_key[SCAN_KEY_SIZE], wrapped[WRAPPED_KEY_SIZE], out[SCAN_KEY_SIZE];
  const struct scan_opening greedy = {OPEN_COPY, S("token:9")}, other = {OPEN_VIEW, S("officer:4")};
  random_bytes(scan_key, sizeof scan_key);
  key_wrap(f.office.public_key, scan_key, wrapped);
  enum err e = E_OK;
  int opened = 0;
  while (e == E_OK && opened < 3 * MAX_OPENINGS_A_MINUTE) { /* a minute may end in between */
    e = vault_key(client, &greedy, S("abc"), wrapped, out);
    opened += e == E_OK;
  }
  assert_int_equal(e, E_LIMIT);
  assert_true(opened >= MAX_OPENINGS_A_MINUTE);
  assert_int_equal(vault_key(client, &other, S("abc"), wrapped, out), E_OK);
  end_vault(vault);
  vault_client_close(client);
  close(fd);
}

/* What is locked up stays so: each try is refused. */
static int locked_up_probe(void) {
  struct vault_config config = {.keys = f.keys, .log = f.log, .listen_fd = -1, .socket = f.socket};
  struct vault *v;
  const char *problem;
  if (vault_open(&config, &v, &problem) != E_OK || vault_lock_down(v) != E_OK) return 100;
  return vault_probe();
}

static void a_locked_up_vault_can_do_nothing_else(void **state) {
  (void)state;
  int how;
  pid_t pid = fork();
  if (pid == 0) syscall(SYS_exit_group, locked_up_probe()); /* a sanitizer asks the kernel for more before _exit than a cage allows */
  assert_int_equal(waitpid(pid, &how, 0), pid);
  assert_true(WIFEXITED(how));
  assert_int_equal(WEXITSTATUS(how), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_protected_key_needs_its_passphrase),
      cmocka_unit_test(a_key_is_opened_by_the_office_key_it_names),
      cmocka_unit_test(the_log_goes_on_and_tells_what_was_changed),
      cmocka_unit_test(callers_get_keys_and_every_key_is_written_down),
      cmocka_unit_test(nonsense_costs_its_sender_only),
      cmocka_unit_test(more_openings_than_a_person_can_look_at_are_refused),
      cmocka_unit_test(a_locked_up_vault_can_do_nothing_else),
  };
  return cmocka_run_group_tests(tests, start, stop);
}
