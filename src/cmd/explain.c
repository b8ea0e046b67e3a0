/* `loket explain CODE`: the words behind a code of a log line, an answer of the API, a page or WhatsApp. */
#include <openssl/opensslv.h>
#include <sodium.h>
#include <sqlite3.h>

#include "channels/whatsapp.h"
#include "cmd/cmd.h"
#include "locale/text.h"

static bool say_key(struct call *c, const char *before, const char *code, const char *behind) {
  enum text_key key = text_key_find(arena_printf(c->arena, "%s%s%s", before, code, behind));
  if (key == T_NONE) return false;
  str id = text_plain(LANG_ID, key), en = text_plain(LANG_EN, key);
  printf("  " STR_FMT "\n  " STR_FMT "\n", STR_ARG(id), STR_ARG(en));
  return true;
}

static bool explain_rule(struct call *c, const char *code) { return say_key(c, "rule.", code, ""); }

static bool explain_http(struct call *c, const char *code) {
  if (!say_key(c, "error.", code, ".title")) return false;
  say_key(c, "error.", code, ".todo");
  return true;
}

static bool explain_whatsapp(struct call *c, const char *code) {
  static const char *const meanings[] = {
      [WA_RETRY] = "sent again with growing pauses, at most five times",
      [WA_RETRY_RECIPIENT] = "too many messages to this one person: sent again later, others are not held up",
      [WA_RETRY_ALL_LATER] = "too many messages from this number: the number rests for some minutes",
      [WA_USE_TEMPLATE] = "24 hours have passed since the citizen wrote: the template is sent instead",
      [WA_GIVE_UP] = "this message can never be sent; officers see it on the file",
      [WA_UNREACHABLE] = "this person cannot be reached on WhatsApp: call, or wait until they write",
      [WA_STOP_NUMBER] = "token or account trouble: the number stops until an admin has looked; nothing is lost",
      [WA_REVERIFY] = "another person may hold this phone number now: nothing personal is sent until it is checked",
  };
  i64 number;
  (void)c;
  if (!str_to_i64(str_of(code), &number) || number < 0 || number > 9999999) return false;
  enum wa_remedy remedy = wa_remedy_of((int)number, 0);
  printf("  WhatsApp error %lld: %s\n", (long long)number, wa_remedy_name(remedy));
  if ((size_t)remedy < COUNT(meanings)) printf("  %s\n", meanings[remedy]);
  return true;
}

static bool explain_key(struct call *c, const char *code) { return say_key(c, "", code, ""); }

int verb_explain(struct call *c) {
  static bool (*const tries[])(struct call *, const char *) = {explain_rule, explain_http, explain_key,
                                                               explain_whatsapp};
  const char *code = c->argv[0];
  for (size_t i = 0; i < COUNT(tries); i++)
    if (tries[i](c, code)) return EXIT_FINE;
  return complain(EXIT_FAILED,
                  "nobody here says \"%s\"; codes are rules (originals_open), HTTP statuses (409) and "
                  "WhatsApp's numbers (131047)",
                  code);
}

int verb_version(struct call *c) {
  (void)c;
  printf("loket %s\nsqlite %s, openssl %s, libsodium %s\n", LOKET_VERSION, sqlite3_libversion(), OPENSSL_VERSION_STR,
         sodium_version_string());
  return EXIT_FINE;
}
