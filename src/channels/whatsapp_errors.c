/* What to do about a code of the Cloud API (its error reference of 2025-12-12, and codes seen since). The same code may
 * answer a call or come hours later with a failed status: one table for both. */
#include "channels/whatsapp.h"

static const struct {
  int from, to;
  enum wa_remedy remedy;
} rows[] = {
    {1, 2, WA_RETRY},               /* unknown, service down */
    {3, 3, WA_STOP_NUMBER},         /* capability or permission */
    {4, 4, WA_RETRY_ALL_LATER},     /* calls of the app */
    {10, 10, WA_STOP_NUMBER},       /* permission not granted */
    {33, 33, WA_GIVE_UP},           /* no such number id */
    {100, 100, WA_GIVE_UP},         /* bad parameter */
    {190, 190, WA_STOP_NUMBER},     /* token expired */
    {200, 299, WA_STOP_NUMBER},     /* permission */
    {368, 368, WA_STOP_NUMBER},     /* blocked for policy */
    {613, 613, WA_RETRY_ALL_LATER}, /* calls of the app, Graph's own code */
    {80007, 80007, WA_RETRY_ALL_LATER},
    {130429, 130429, WA_RETRY_ALL_LATER}, /* messages a second */
    {130472, 130472, WA_GIVE_UP},         /* Meta's experiment */
    {130497, 130497, WA_STOP_NUMBER},     /* not allowed in this country */
    {131000, 131000, WA_RETRY},
    {131005, 131005, WA_STOP_NUMBER}, /* access denied */
    {131008, 131009, WA_GIVE_UP},     /* parameter missing, wrong */
    {131016, 131016, WA_RETRY},
    {131021, 131021, WA_GIVE_UP},     /* to ourselves */
    {131026, 131026, WA_UNREACHABLE}, /* not on WhatsApp, too old an app, terms not accepted: not told which */
    {131030, 131030, WA_GIVE_UP},     /* test number, recipient not on its list */
    {131031, 131031, WA_STOP_NUMBER}, /* account locked */
    {131037, 131037, WA_STOP_NUMBER}, /* display name not approved */
    {131042, 131042, WA_STOP_NUMBER}, /* payment */
    {131044, 131045, WA_STOP_NUMBER}, /* payment; not registered */
    {131047, 131047, WA_USE_TEMPLATE},
    {131048, 131048, WA_RETRY_ALL_LATER}, /* spam limit */
    {131049, 131051, WA_GIVE_UP},         /* ecosystem, marketing stopped, type not supported */
    {131052, 131052, WA_GIVE_UP},         /* incoming media lost: the citizen is asked to send it again */
    {131053, 131053, WA_RETRY},           /* our media: a link's fetch fails now and then */
    {131055, 131055, WA_GIVE_UP},
    {131056, 131056, WA_RETRY_RECIPIENT},
    {131057, 131057, WA_RETRY_ALL_LATER}, /* account in maintenance for a minute */
    {131062, 131064, WA_GIVE_UP},         /* BSUID not allowed here, marketing off, template limit */
    {132000, 132016, WA_GIVE_UP},         /* the template: missing, other parameters, paused, disabled */
    {132068, 132068, WA_GIVE_UP},         /* flow blocked */
    {132069, 132069, WA_RETRY},           /* flow throttled */
    {133000, 133003, WA_STOP_NUMBER},     /* registration and PIN */
    {133004, 133004, WA_RETRY},           /* server not available */
    {133005, 133015, WA_STOP_NUMBER},     /* registration and PIN */
    {133016, 133016, WA_RETRY_ALL_LATER},
    {135000, 135000, WA_GIVE_UP},
    {137000, 137000, WA_REVERIFY}, /* identity key does not match */
    {139100, 139103, WA_GIVE_UP},  /* blocking of users */
    {147001, 147005, WA_GIVE_UP},  /* usernames */
};

/* No code, or one nobody wrote down. Code 0 ("AuthException") comes with a 401. A failed status that names no reason
 * is worth another try; one that names an unknown reason is not: repeating what is not wanted costs the number's name.
 */
static enum wa_remedy by_http_status(int code, int status) {
  if (status == 401 || status == 403) return WA_STOP_NUMBER;
  if (status == 429) return WA_RETRY_ALL_LATER;
  if (status == 408 || status >= 500) return WA_RETRY;
  return status == 0 && code == 0 ? WA_RETRY : WA_GIVE_UP;
}

enum wa_remedy wa_remedy_of(int code, int http_status) {
  for (size_t i = 0; i < COUNT(rows); i++)
    if (code >= rows[i].from && code <= rows[i].to) return rows[i].remedy;
  return by_http_status(code, http_status);
}

const char *wa_remedy_name(enum wa_remedy r) {
  static const char *const names[] = {
      [WA_RETRY] = "retry",
      [WA_RETRY_RECIPIENT] = "retry_recipient",
      [WA_RETRY_ALL_LATER] = "retry_all_later",
      [WA_USE_TEMPLATE] = "use_template",
      [WA_GIVE_UP] = "give_up",
      [WA_UNREACHABLE] = "unreachable",
      [WA_STOP_NUMBER] = "stop_number",
      [WA_REVERIFY] = "reverify",
  };
  return (size_t)r < COUNT(names) ? names[r] : "unknown";
}
