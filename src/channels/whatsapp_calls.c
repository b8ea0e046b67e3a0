/* The calls to the Cloud API. The token goes to api_base and to the media hosts of the configuration, nowhere else. */
#include "channels/whatsapp.h"
#include "channels/whatsapp_json.h"
#include "net/client.h"

/* What differs between those who give access, told apart by the header their key travels in. */
static const struct provider {
  str auth_header;
  bool number_in_path;    /* {base}/{number}/messages; else the key alone names the number: {base}/messages */
  bool media_through_api; /* media are fetched from api_base under the path of the URL that was given */
} providers[] = {
    {S("Authorization"), true, false}, /* Meta */
    {S("D360-API-KEY"), false, true},  /* 360dialog */
};

static const struct provider *provider_of(const struct config *cfg) {
  for (size_t i = 1; i < COUNT(providers); i++)
    if (str_eq_nocase(cfg->whatsapp.auth_header, providers[i].auth_header)) return &providers[i];
  return &providers[0];
}

/* ---- addresses ------------------------------------------------------------------------------- */

struct address {
  bool https;
  str host, port; /* host in lower case; port empty when it is the scheme's own */
  str path;       /* with the query, "/" at least */
};

static bool all_of(str s, const char *more) {
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!plain && (c == 0 || !strchr(more, c))) return false;
  }
  return s.n > 0;
}

/* Stricter than RFC 3986: a URL that two parsers could read in two ways is no URL. */
static bool parse_address(struct arena *a, str url, struct address *ret) {
  *ret = (struct address){.https = str_starts(url, S("https://"))};
  if (!ret->https && !str_starts(url, S("http://"))) return false;
  str rest = str_from(url, ret->https ? 8 : 7);
  str authority = str_sub(rest, 0, str_find(rest, '/'));
  ret->path = authority.n < rest.n ? str_from(rest, authority.n) : S("/");
  size_t colon = str_find(authority, ':');
  ret->host = arena_lower(a, str_sub(authority, 0, colon));
  ret->port = str_from(authority, colon + 1);
  bool port_ok = colon == authority.n || (str_all_digits(ret->port) && ret->port.n <= 5);
  if (str_eq(ret->port, ret->https ? S("443") : S("80"))) ret->port = STR_NONE;
  return url.n <= MAX_WA_URL && port_ok && all_of(ret->host, ".-") && all_of(ret->path, "-._~!$&'()*+,;=:@/?%/[]");
}

static bool is_loopback(str host) { return str_eq(host, S("127.0.0.1")) || str_eq(host, S("localhost")); }

/* Where the office says media lie, or where the API itself lies. Without TLS only on this machine, for tests and the
 * demonstration. */
static bool media_host_ok(const struct config *cfg, const struct address *api, const struct address *to) {
  bool same = api->https == to->https && str_eq(api->host, to->host) && str_eq(api->port, to->port);
  if (!to->https && (api->https || !is_loopback(api->host) || !is_loopback(to->host))) return false;
  if (same) return true;
  if (to->https && to->port.n) return false;
  for (size_t i = 0; i < cfg->whatsapp.media_host_count; i++) {
    str rule = cfg->whatsapp.media_hosts[i];
    if (str_starts(rule, S(".")) ? str_ends(to->host, rule) && to->host.n > rule.n : str_eq(to->host, rule))
      return true;
  }
  return false;
}

static str without_slash(str s) { return str_ends(s, S("/")) ? str_sub(s, 0, s.n - 1) : s; }

/* ---- one call -------------------------------------------------------------------------------- */

typedef typeof(*((struct http_call *)0)->headers) call_header;

static enum err call(struct http_client *c, struct arena *a, const struct config *cfg,
                     const struct number_config *number, struct http_call *what, struct http_answer *ret) {
  bool has_scheme = cfg->whatsapp.auth_scheme.n > 0;
  str key = has_scheme
                ? arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(cfg->whatsapp.auth_scheme), STR_ARG(number->token))
                : number->token;
  call_header headers[] = {{arena_cstr(a, cfg->whatsapp.auth_header), key}, {"Content-Type", S("application/json")}};
  what->headers = headers;
  what->header_count = what->body.n ? 2 : 1;
  enum err e = http_call(c, a, what, ret);
  what->headers = NULL;
  return e;
}

/* ---- sending --------------------------------------------------------------------------------- */

/* Meta's trace id finds the call at their support desk; anything else of the answer may name a person. */
static void log_refusal(const struct wa_outcome *o, const json_t *error) {
  str trace = js_raw(json_object_get(error, "fbtrace_id"));
  if (trace.n > 64 || !all_of(trace, "-_")) trace = S("-");
  log_line(LOG_WARN, "wa_send", "http=%d code=%d remedy=%s trace=" STR_FMT, o->http_status, o->code,
           wa_remedy_name(o->remedy), STR_ARG(trace));
}

static void read_accepted(struct arena *a, const json_t *root, struct wa_outcome *ret) {
  ret->wamid = js_id(a, json_array_get(json_object_get(root, "messages"), 0), "id", MAX_WA_ID);
  ret->wa_id = js_id(a, json_array_get(json_object_get(root, "contacts"), 0), "wa_id", MAX_WA_PHONE);
  ret->sent = ret->wamid.n > 0 || json_is_true(json_object_get(root, "success"));
  ret->unknown = !ret->sent; /* a 200 that says nothing: a status will tell */
}

static void read_answer(struct arena *a, const struct http_answer *answer, struct wa_outcome *ret) {
  json_auto_t *root = js_load(a, answer->body);
  const json_t *error = json_object_get(root, "error");
  ret->http_status = answer->status;
  if (answer->status / 100 == 2 && !error) {
    read_accepted(a, root, ret);
    return;
  }
  ret->code = js_code(error, "code");
  ret->remedy = wa_remedy_of(ret->code, answer->status);
  ret->unknown = answer->status == 504 && !error; /* a gateway gave up waiting for the one who may have sent it */
  log_refusal(ret, error);
}

enum err wa_send(struct http_client *c, struct arena *a, const struct config *cfg, const struct number_config *number,
                 str json, struct wa_outcome *ret) {
  str base = without_slash(cfg->whatsapp.api_base);
  *ret = (struct wa_outcome){.remedy = WA_RETRY};
  struct http_call what = {.method = "POST", .body = json, .max_answer = MAX_WA_ANSWER};
  what.url = provider_of(cfg)->number_in_path
                 ? arena_printf(a, STR_FMT "/" STR_FMT "/messages", STR_ARG(base), STR_ARG(number->phone_number_id))
                 : arena_printf(a, STR_FMT "/messages", STR_ARG(base));
  struct http_answer answer = {0};
  enum err e = call(c, a, cfg, number, &what, &answer);
  if (e == E_OK) {
    read_answer(a, &answer, ret);
    return E_OK;
  }
  ret->unknown = answer.maybe_done;
  ret->http_status = answer.status;
  return e == E_IO || e == E_LIMIT ? E_OK : e;
}

/* ---- media ----------------------------------------------------------------------------------- */

/* What a status means to the one who wants a file. */
static enum err of_status(int status) {
  if (status / 100 == 2) return E_OK;
  if (status / 100 == 3 || status == 401 || status == 403) return E_DENIED;
  if (status == 404 || status == 410) return E_NOTFOUND;
  return status == 429 ? E_LIMIT : E_IO;
}

/* Where a file is asked about and deleted. The id becomes part of a path. */
static enum err media_url(struct arena *a, const struct config *cfg, const struct number_config *number, str id, str *ret) {
  str base = without_slash(cfg->whatsapp.api_base);
  if (!all_of(id, "-_") || id.n > MAX_WA_ID) return E_INPUT;
  *ret = arena_printf(a, STR_FMT "/" STR_FMT "?phone_number_id=" STR_FMT, STR_ARG(base), STR_ARG(id), STR_ARG(number->phone_number_id));
  return E_OK;
}

enum err wa_media_info(struct http_client *c, struct arena *a, const struct config *cfg,
                       const struct number_config *number, str media_id, struct wa_media *ret, int *ret_http_status) {
  *ret = (struct wa_media){.size = -1};
  *ret_http_status = 0;
  struct http_call what = {.method = "GET", .max_answer = MAX_WA_ANSWER};
  TRY(media_url(a, cfg, number, media_id, &what.url));
  struct http_answer answer = {0};
  TRY(call(c, a, cfg, number, &what, &answer));
  *ret_http_status = answer.status;
  TRY(of_status(answer.status));
  json_auto_t *root = js_load(a, answer.body);
  *ret = (struct wa_media){.id = arena_str(a, media_id),
                           .url = js_id(a, root, "url", MAX_WA_URL),
                           .mime = js_mime(a, root, "mime_type"),
                           .size = js_i64(root, "file_size", -1)};
  ret->has_sha256 = js_sha256(root, "sha256", &ret->sha256);
  return ret->url.n ? E_OK : E_IO;
}

enum err wa_media_forget(struct http_client *c, struct arena *a, const struct config *cfg,
                         const struct number_config *number, str media_id, int *ret_http_status) {
  struct http_call what = {.method = "DELETE", .max_answer = MAX_WA_ANSWER};
  struct http_answer answer = {0};
  *ret_http_status = 0;
  TRY(media_url(a, cfg, number, media_id, &what.url));
  TRY(call(c, a, cfg, number, &what, &answer));
  *ret_http_status = answer.status;
  return of_status(answer.status);
}

enum err wa_media_fetch(struct http_client *c, struct arena *a, const struct config *cfg,
                        const struct number_config *number, str url, enum err (*sink)(void *self, str piece),
                        void *self, int *ret_http_status) {
  struct address api, to;
  *ret_http_status = 0;
  if (!parse_address(a, cfg->whatsapp.api_base, &api)) return E_BUG;
  if (!parse_address(a, url, &to) || !media_host_ok(cfg, &api, &to)) return E_DENIED;
  struct http_call what = {.method = "GET", .url = url, .max_answer = MAX_WA_MEDIA, .sink = sink, .sink_self = self};
  if (provider_of(cfg)->media_through_api)
    what.url = arena_printf(a, "%s://" STR_FMT "%s" STR_FMT STR_FMT, api.https ? "https" : "http", STR_ARG(api.host),
                            api.port.n ? ":" : "", STR_ARG(api.port), STR_ARG(to.path));
  struct http_answer answer = {0};
  enum err e = call(c, a, cfg, number, &what, &answer);
  *ret_http_status = answer.status;
  return e == E_OK ? of_status(answer.status) : e;
}
