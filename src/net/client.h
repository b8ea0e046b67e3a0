/* net/client: one HTTP call out. Only src/net names libcurl. Blocking; safe from several threads; connections are
 * kept for reuse inside one struct http_client, which belongs to one thread at a time. */
#pragma once
#include "base/base.h"

struct http_client;
struct http_client_config {
  const char *user_agent;
  int connect_seconds, total_seconds;
  /* Hosts this client may talk to, lower case, exact or ".suffix". Count 0 = any. Redirects are never followed. */
  const str *allowed_hosts;
  size_t allowed_host_count;
  bool allow_plain_http; /* loopback test peers only; https otherwise */
  bool forbid_private_addresses; /* refuse to connect to 10/8, 127/8, 169.254/16, ::1, fc00::/7 ... (SSRF guard) */
};
enum err http_client_new(const struct http_client_config *config, struct http_client **ret_client);
void http_client_free(struct http_client *c);

struct http_call {
  const char *method; /* "GET", "POST", "DELETE" */
  str url;
  const struct { const char *name; str value; } *headers;
  size_t header_count;
  str body;
  size_t max_answer; /* more than this is E_LIMIT */
  /* When set, the answer's body goes here piece by piece and not into memory (only when the status is 2xx). */
  enum err (*sink)(void *self, str piece);
  void *sink_self;
};
struct http_answer {
  int status; /* 0 when no answer came */
  str body;   /* in the arena */
  str type;
  bool maybe_done; /* the request went out but the outcome is unknown (timeout, cut connection) */
};
/* E_OK when any HTTP answer came, whatever its status. E_DENIED: host not allowed. E_IO: no answer. */
enum err http_call(struct http_client *c, struct arena *a, const struct http_call *call, struct http_answer *ret_answer);
