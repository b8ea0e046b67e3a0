/* What a person types at the terminal and nobody shall see. */
#include <sodium.h>
#include <termios.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "scans/secret.h"

bool ask_line(str *ret, struct arena *a) {
  char line[PASSPHRASE_MOST];
  if (!fgets(line, sizeof line, stdin)) return false;
  size_t n = strlen(line);
  while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r')) n--;
  *ret = arena_str(a, (str){line, n});
  explicit_bzero(line, sizeof line);
  return true;
}

bool ask_unseen(const char *question, str *ret, struct arena *a) {
  struct termios shown, unseen;
  if (tcgetattr(0, &shown) != 0) return false;
  unseen = shown;
  unseen.c_lflag &= ~(tcflag_t)ECHO;
  fputs(question, stderr);
  tcsetattr(0, TCSAFLUSH, &unseen);
  bool got = ask_line(ret, a);
  tcsetattr(0, TCSAFLUSH, &shown);
  fputc('\n', stderr);
  return got;
}

bool ask_passphrase(const char *question, char *ret, size_t *ret_n) {
  CLEANUP(arena_freep) struct arena *a = arena_new(64u << 10);
  str typed;
  if (!isatty(0) || !ask_unseen(question, &typed, a)) return false;
  memcpy(ret, typed.p, typed.n);
  *ret_n = typed.n;
  sodium_memzero((char *)(uintptr_t)typed.p, typed.n);
  return typed.n > 0;
}
