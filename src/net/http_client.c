/* The libcurl driver: one HTTP call out.
 *
 * libcurl sends a request again by itself when a kept connection turns out to be dead. A second WhatsApp message must
 * never come from that: the body is given by a reader that cannot be wound back, so a request whose body went out is
 * not sent again. */
#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>

#include "net/client.h"

struct http_client {
  CURL *curl;
  struct http_client_config config;
};

/* ---- the addresses no outside URL may lead to ---------------------------------------------------- */

/* IANA special-purpose registries (RFC 6890): this host, private, shared, loopback, link-local, benchmark, multicast,
 * reserved. */
static bool forbidden4(u32 address) {
  static const struct {
    u32 net;
    int bits;
  } nets[] = {
      {0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8}, {0xA9FE0000, 16}, {0xAC100000, 12},
      {0xC0000000, 24}, {0xC0A80000, 16}, {0xC6120000, 15}, {0xE0000000, 4}, {0xF0000000, 4},
  };
  for (size_t i = 0; i < COUNT(nets); i++)
    if ((address ^ nets[i].net) >> (32 - nets[i].bits) == 0) return true;
  return false;
}

static u32 word_at(const u8 *p) { return (u32)p[0] << 24 | (u32)p[1] << 16 | (u32)p[2] << 8 | p[3]; }

/* Only global unicast 2000::/3 is outside; of that, what carries an IPv4 address inside is judged by it. */
static bool forbidden6(const struct in6_addr *address) {
  const u8 *b = address->s6_addr;
  static const u8 nat64[12] = {0x00, 0x64, 0xFF, 0x9B};
  if (IN6_IS_ADDR_V4MAPPED(address) || memcmp(b, nat64, sizeof nat64) == 0) return forbidden4(word_at(b + 12));
  if (b[0] == 0x20 && b[1] == 0x02) return forbidden4(word_at(b + 2));   /* 6to4 */
  if (word_at(b) == 0x20010000 || word_at(b) == 0x20010DB8) return true; /* Teredo, documentation */
  return (b[0] & 0xE0) != 0x20;
}

static bool forbidden(const struct sockaddr *address) {
  if (address->sa_family == AF_INET)
    return forbidden4(ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
  if (address->sa_family == AF_INET6)
    return forbidden6(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
  return true;
}

/* ---- one call --------------------------------------------------------------------------------------- */

#define MAX_ERROR_WORDS (64u << 10)
struct exchange {
  struct http_client *client;
  const struct http_call *call;
  struct arena *arena;
  struct buf body;
  size_t sent, received;
  enum err stopped; /* why we ended it ourselves */
};

/* Runs with the address that is really dialled, so a name that resolves to 127.0.0.1 does not help. */
static curl_socket_t on_socket(void *self, curlsocktype purpose, struct curl_sockaddr *to) {
  struct exchange *x = self;
  if (purpose != CURLSOCKTYPE_IPCXN) return CURL_SOCKET_BAD;
  if (x->client->config.forbid_private_addresses && forbidden(&to->addr)) {
    x->stopped = E_DENIED;
    return CURL_SOCKET_BAD;
  }
  x->stopped = E_OK; /* a name may have a forbidden address and a good one */
  return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static size_t on_send(char *ret, size_t size, size_t count, void *self) {
  struct exchange *x = self;
  str piece = str_sub(str_from(x->call->body, x->sent), 0, size * count);
  if (piece.n) memcpy(ret, piece.p, piece.n);
  x->sent += piece.n;
  return piece.n;
}

static int on_rewind(void *self, curl_off_t offset, int origin) {
  (void)self, (void)offset, (void)origin;
  return CURL_SEEKFUNC_FAIL;
}

static size_t on_receive(char *p, size_t size, size_t count, void *self) {
  struct exchange *x = self;
  str piece = {p, size * count};
  long status = 0;
  curl_easy_getinfo(x->client->curl, CURLINFO_RESPONSE_CODE, &status);
  if (piece.n > x->call->max_answer - x->received) {
    x->stopped = E_LIMIT;
    return 0;
  }
  x->received += piece.n;
  if (!x->call->sink || status / 100 != 2) {
    bool words_of_an_error = x->call->sink != NULL; /* a few are enough, the rest passes by */
    if (!words_of_an_error || x->body.n < MAX_ERROR_WORDS) buf_add(&x->body, piece);
    return piece.n;
  }
  x->stopped = x->call->sink(x->call->sink_self, piece);
  return x->stopped == E_OK ? piece.n : 0;
}

/* ---- what may be called ------------------------------------------------------------------------------- */

static bool has_control(str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((u8)s.p[i] < 0x20 || s.p[i] == 0x7F) return true;
  return false;
}

static bool host_allowed(const struct http_client_config *config, str host) {
  for (size_t i = 0; i < config->allowed_host_count; i++) {
    str rule = config->allowed_hosts[i];
    if (str_starts(rule, S(".")) ? str_ends(host, rule) && host.n > rule.n : str_eq(host, rule)) return true;
  }
  return config->allowed_host_count == 0;
}

/* One part of a parsed URL; STR_NONE when it is not there. */
static str url_part(struct arena *a, CURLU *u, CURLUPart part) {
  char *text = NULL;
  if (curl_url_get(u, part, &text, 0) != CURLUE_OK) return STR_NONE;
  str copy = arena_str(a, str_of(text));
  curl_free(text);
  return copy;
}

/* The URL that is judged is the parsed one that is dialled: two parsers would be two opinions. */
static enum err judge_url(const struct http_client *c, struct arena *a, str url, CURLU *u) {
  if (url.n == 0 || has_control(url) || curl_url_set(u, CURLUPART_URL, arena_cstr(a, url), 0) != CURLUE_OK)
    return E_INPUT;
  str scheme = url_part(a, u, CURLUPART_SCHEME), host = arena_lower(a, url_part(a, u, CURLUPART_HOST));
  bool good_scheme = str_eq(scheme, S("https")) || (c->config.allow_plain_http && str_eq(scheme, S("http")));
  bool has_login = url_part(a, u, CURLUPART_USER).p || url_part(a, u, CURLUPART_PASSWORD).p;
  return good_scheme && !has_login && host_allowed(&c->config, host) ? E_OK : E_DENIED;
}

/* ---- setting up ----------------------------------------------------------------------------------------- */

static enum err add_line(struct curl_slist **list, const char *line) {
  struct curl_slist *longer = curl_slist_append(*list, line);
  if (!longer) return E_IO;
  *list = longer;
  return E_OK;
}

static enum err collect_headers(struct arena *a, const struct http_call *call, struct curl_slist **ret) {
  bool typed = false;
  for (size_t i = 0; i < call->header_count; i++) {
    str name = str_of(call->headers[i].name), value = call->headers[i].value;
    if (name.n == 0 || has_control(name) || has_control(value)) return E_INPUT;
    typed = typed || str_eq_nocase(name, S("content-type"));
    /* libcurl leaves a header with an empty value out unless it ends in a semicolon */
    str line = value.n ? arena_printf(a, STR_FMT ": " STR_FMT, STR_ARG(name), STR_ARG(value))
                       : arena_printf(a, STR_FMT ";", STR_ARG(name));
    TRY(add_line(ret, line.p));
  }
  if (!typed) TRY(add_line(ret, "Content-Type:")); /* not the form type that libcurl would guess */
  return add_line(ret, "Expect:");
}

static void set_rules(struct http_client *c, struct exchange *x) {
  CURL *h = c->curl;
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, c->config.allow_plain_http ? "http,https" : "https");
  curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(h, CURLOPT_PROXY, ""); /* a proxy from the environment would hide the address from on_socket */
  curl_easy_setopt(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, (long)c->config.connect_seconds);
  curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)c->config.total_seconds);
  curl_easy_setopt(h, CURLOPT_USERAGENT, c->config.user_agent);
  curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, on_socket);
  curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, x);
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_receive);
  curl_easy_setopt(h, CURLOPT_WRITEDATA, x);
}

static void set_method(struct http_client *c, struct exchange *x) {
  CURL *h = c->curl;
  const struct http_call *call = x->call;
  if (strcmp(call->method, "GET") == 0 && call->body.n == 0) return;
  if (strcmp(call->method, "HEAD") == 0) {
    curl_easy_setopt(h, CURLOPT_NOBODY, 1L);
    return;
  }
  curl_easy_setopt(h, CURLOPT_POST, 1L);
  curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, call->method);
  curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->body.n);
  curl_easy_setopt(h, CURLOPT_READFUNCTION, on_send);
  curl_easy_setopt(h, CURLOPT_READDATA, x);
  curl_easy_setopt(h, CURLOPT_SEEKFUNCTION, on_rewind);
  curl_easy_setopt(h, CURLOPT_SEEKDATA, x);
}

/* ---- the call ---------------------------------------------------------------------------------------------- */

static enum err outcome(struct exchange *x, CURLcode code, struct http_answer *ret) {
  CURL *h = x->client->curl;
  long status = 0, request_bytes = 0;
  char *type = NULL;
  curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(h, CURLINFO_REQUEST_SIZE, &request_bytes);
  curl_easy_getinfo(h, CURLINFO_CONTENT_TYPE, &type);
  ret->maybe_done = code != CURLE_OK && request_bytes > 0;
  if (code != CURLE_OK && x->stopped == E_OK) {
    log_line(LOG_WARN, "http_call", "curl=%d sent=%d", (int)code, request_bytes > 0);
    return E_IO;
  }
  ret->status = (int)status;
  ret->type = arena_str(x->arena, str_of(type));
  ret->body = buf_str(&x->body);
  return code == CURLE_OK ? E_OK : x->stopped;
}

static enum err perform(struct exchange *x, CURLU *url, struct curl_slist **headers, struct http_answer *ret) {
  struct http_client *c = x->client;
  TRY(judge_url(c, x->arena, x->call->url, url));
  TRY(collect_headers(x->arena, x->call, headers));
  curl_easy_reset(c->curl); /* options only: open connections are kept */
  set_rules(c, x);
  set_method(c, x);
  curl_easy_setopt(c->curl, CURLOPT_CURLU, url);
  curl_easy_setopt(c->curl, CURLOPT_HTTPHEADER, *headers);
  return outcome(x, curl_easy_perform(c->curl), ret);
}

enum err http_call(struct http_client *c, struct arena *a, const struct http_call *call,
                   struct http_answer *ret_answer) {
  *ret_answer = (struct http_answer){0};
  struct exchange x = {.client = c, .call = call, .arena = a, .body = buf_new(a, call->max_answer)};
  struct curl_slist *headers = NULL;
  CURLU *url = curl_url();
  if (!url) return E_IO;
  enum err e = perform(&x, url, &headers, ret_answer);
  curl_easy_reset(c->curl); /* it must not keep pointers to this call */
  curl_slist_free_all(headers);
  curl_url_cleanup(url);
  return e;
}

static void start_curl(void) { curl_global_init(CURL_GLOBAL_DEFAULT); }

enum err http_client_new(const struct http_client_config *config, struct http_client **ret_client) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, start_curl);
  struct http_client *c = calloc(1, sizeof *c);
  CURL *curl = curl_easy_init();
  if (!c || !curl) {
    curl_easy_cleanup(curl);
    free(c);
    return E_IO;
  }
  *c = (struct http_client){.curl = curl, .config = *config};
  *ret_client = c;
  return E_OK;
}

void http_client_free(struct http_client *c) {
  if (!c) return;
  curl_easy_cleanup(c->curl);
  free(c);
}
