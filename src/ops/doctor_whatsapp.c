/* The doctor's look at WhatsApp: settings, the office's numbers as the store knows them, and one harmless call each. */
#include "base/limits.h"
#include "net/client.h"
#include "ops/doctor_report.h"

static void look_stopped(struct doctor_report *d) {
  CLEANUP(db_end) struct tx tx = {0};
  if (!d->db || db_read(d->db, &tx) != E_OK) return;
  CLEANUP(rows_done) struct rows r = db_query(&tx, SQL_NUMBER_LIST);
  while (rows_next(&r)) {
    str number = col_str(&r, d->arena, 0), reason = col_str(&r, d->arena, 2);
    if (!col_null(&r, 1))
      doctor_fail(d, "mend the token or the account, then start the number again on the admin's page",
                  "number " STR_FMT " is stopped: " STR_FMT, STR_ARG(number), STR_ARG(reason));
    else if (col_int(&r, 3) > clock_now())
      doctor_warn(d, "nothing to do: WhatsApp asked for a rest", "number " STR_FMT " rests for %lld more seconds",
                  STR_ARG(number), (long long)((col_int(&r, 3) - clock_now()) / SECONDS(1)));
  }
}

/* GET {base}/{number}: tells whether this token may speak for this number; sends nothing. True: an answer came. */
static bool look_number(struct doctor_report *d, struct http_client *client, const struct number_config *number) {
  const struct config *c = d->config;
  str scheme = c->whatsapp.auth_scheme;
  str token =
      arena_printf(d->arena, STR_FMT "%s" STR_FMT, STR_ARG(scheme), scheme.n ? " " : "", STR_ARG(number->token));
  const char *header = arena_cstr(d->arena, c->whatsapp.auth_header);
  struct http_call call = {.method = "GET",
                           .header_count = 1,
                           .max_answer = MAX_WA_ANSWER,
                           .url = arena_printf(d->arena, STR_FMT "/" STR_FMT "?fields=status",
                                               STR_ARG(c->whatsapp.api_base), STR_ARG(number->phone_number_id))};
  __typeof__(*call.headers) headers[] = {{header, token}};
  struct http_answer answer;
  call.headers = headers;
  if (http_call(client, d->arena, &call, &answer) != E_OK) return false;
  if (answer.status == 200)
    doctor_ok(d, "number " STR_FMT " answers", STR_ARG(number->display));
  else if (answer.status == 401 || answer.status == 403)
    doctor_fail(d, "make a system-user token in Meta's Business settings and put it into whatsapp.numbers[].token",
                "number " STR_FMT ": the token is refused (%d)", STR_ARG(number->display), answer.status);
  else
    doctor_warn(d, "look up phone_number_id in Meta's WhatsApp manager", "number " STR_FMT ": answered with %d",
                STR_ARG(number->display), answer.status);
  return true;
}

static void look_numbers(struct doctor_report *d) {
  const struct config *c = d->config;
  struct http_client_config settings = {.user_agent = "loket",
                                        .connect_seconds = 3,
                                        .total_seconds = 6,
                                        .allow_plain_http = str_starts(c->whatsapp.api_base, S("http://"))};
  struct http_client *client;
  if (http_client_new(&settings, &client) != E_OK) return;
  for (size_t i = 0; i < c->whatsapp.number_count; i++) {
    if (look_number(d, client, &c->whatsapp.numbers[i])) continue;
    doctor_warn(d, "from here: curl -sS -o /dev/null -w '%{http_code}' API_BASE",
                STR_FMT " is not reached; the numbers' tokens are not checked", STR_ARG(c->whatsapp.api_base));
    break;
  }
  http_client_free(client);
}

/* How a forged call of the webhook is told from a true one; never the secret itself. */
static void look_check(struct doctor_report *d) {
  const struct config *c = d->config;
  bool d360 = str_eq_nocase(c->whatsapp.auth_header, S("D360-API-KEY"));
  if (c->whatsapp.check.kind == HOOK_SHARED_HEADER)
    doctor_ok(d, "webhook calls are checked by a shared secret in the header " STR_FMT, STR_ARG(c->whatsapp.check.header));
  else if (c->whatsapp.check.kind == HOOK_URL_SECRET)
    doctor_warn(d, "shared-header, where the provider can send one: addresses end up in the logs of proxies",
                "webhook calls are checked by a secret in their address");
  else if (d360)
    doctor_fail(d, "whatsapp.webhook_check: shared-header (docs/webhook.md)",
                "360dialog does not sign its calls as Meta does: every message would be refused");
  else if (c->whatsapp.app_secret.n < MIN_HOOK_SECRET)
    doctor_fail(d, "copy it from Meta's app dashboard: App settings, Basic", "whatsapp.app_secret is too short to be one");
  else
    doctor_ok(d, "webhook calls are checked by Meta's signature");
}

void doctor_whatsapp(struct doctor_report *d) {
  const struct config *c = d->config;
  if (c->whatsapp.number_count == 0) {
    doctor_warn(d, "add whatsapp.numbers to the configuration",
                "no WhatsApp number: citizens come over the counter only");
    return;
  }
  bool loopback =
      str_starts(c->whatsapp.api_base, S("http://127.")) || str_starts(c->whatsapp.api_base, S("http://localhost"));
  if (!str_starts(c->whatsapp.api_base, S("https://")) && !loopback)
    doctor_fail(d, "write https:// in whatsapp.api_base", "tokens would travel in the open to " STR_FMT,
                STR_ARG(c->whatsapp.api_base));
  else
    look_numbers(d);
  look_check(d);
  look_stopped(d);
}
