#include "web/web.h"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/limits.h"
#include "net/live.h"
#include "report/paper.h"
#include "web/hall.h"
#include "web/request.h"
#include "web/tus.h"

#define READERS 24
#define THREADS_PER_CORE 16 /* a thread waits for the disk most of its time */
#define STALL_SECONDS 60

/* ---- one request -------------------------------------------------------------------------------------- */

static bool is_api(const struct web_request *rq) {
  return str_starts(rq->http->path, S("/api/")) ||
         (rq->route && (rq->route->access == ACCESS_TOKEN || rq->route->access == ACCESS_API_ANYBODY));
}

static struct web_request *request_new(struct office *o, struct http_request *http) {
  struct web_request *rq = arena_new_of(http->arena, struct web_request);
  rq->http = http;
  http->state = rq;
  ctx_begin(&rq->c, o, http->arena, (struct actor_id){.role = ROLE_CITIZEN, .name = S("")});
  rq->page = (struct page){.arena = http->arena, .out = buf_new(http->arena, MAX_PAGE), .demo = o->config->demo,
                           .office_name = o->config->office.name, .path = http->path};
  return rq;
}

static void refuse_unknown(struct web_request *rq, struct http_response *rs, bool path_known) {
  if (is_api(rq)) {
    web_problem(rq, rs, path_known ? 405 : 404, path_known ? "method_not_allowed" : "not_found", STR_NONE);
  } else {
    web_error_page(rq, rs, path_known ? 405 : 404);
  }
}

static void refuse_stranger(struct web_request *rq, struct http_response *rs, enum err e) {
  bool stranger = e == E_DENIED;
  if (rq->route->access == ACCESS_TOKEN) {
    web_problem(rq, rs, stranger ? 401 : e == E_RULE ? 403 : web_status_of(e), stranger ? "unauthorized" : e == E_RULE ? "role" : err_name(e), STR_NONE);
    if (stranger) http_set_header(rs, "WWW-Authenticate", S("Bearer"));
  } else if (rq->owes_factor) {
    web_redirect(rq, rs, S("/petugas/profil"));
  } else if (stranger && rq->route->access == ACCESS_OFFICER) {
    str to = rq->http->method == HTTP_GET ? arena_printf(rq->c.arena, "/petugas/masuk?ke=" STR_FMT, STR_ARG(percent_encode(rq->c.arena, rq->http->path)))
                                          : S("/petugas/masuk");
    web_redirect(rq, rs, to);
  } else {
    web_error_page(rq, rs, e == E_RULE ? 403 : web_status_of(e)); /* a device nobody knows reads how to make it known */
  }
}

static void on_begin(void *self, struct http_request *http, struct http_response *rs) {
  struct web_request *rq = request_new(self, http);
  str raw[3];
  bool path_known;
  if (form_decode(http->arena, http->query, 64, &rq->query) != E_OK) {
    web_error_page(rq, rs, 400);
    return;
  }
  rq->c.lang = rq->page.lang = request_language(rq);
  rq->route = route_find(http->method, http->path, raw, &rq->arg_count, &path_known);
  if (!rq->route) {
    refuse_unknown(rq, rs, path_known);
    return;
  }
  for (size_t i = 0; i < rq->arg_count; i++)
    if (percent_decode(http->arena, raw[i], false, &rq->args[i]) != E_OK) {
      refuse_unknown(rq, rs, false);
      return;
    }
  enum err e = request_admit(rq);
  if (e != E_OK) {
    refuse_stranger(rq, rs, e);
    return;
  }
  e = request_expect_body(rq);
  if (e != E_OK && rq->receiving) tus_error(rq, rs, e);
  else if (e != E_OK) web_error(rq, rs, e);
}

static enum http_pace pace(void *self, const struct http_request *http) {
  (void)self;
  const struct web_request *rq = http->state;
  if (!rq->route || rq->route->pace != QUICK) return HTTP_SLOW;
  return http->method == HTTP_GET || http->method == HTTP_HEAD ? HTTP_READS : HTTP_WRITES;
}

/* The pack is free for the next one before the answer leaves. */
static void close_intake(struct web_request *rq) {
  if (rq->intake) intake_done(rq->intake, rq->keep_files);
  rq->intake = NULL;
}

static void answer(struct web_request *rq, struct http_response *rs) {
  enum err e = request_read_body(rq);
  if (e == E_LIMIT && !rq->c.fault_count) e = ctx_fail(&rq->c, E_LIMIT, T_OFFICE_SCAN_TOO_LARGE, "too_large", STR_NONE);
  if (e == E_OK) e = request_csrf(rq) == E_OK ? E_OK : E_DENIED;
  if (e != E_OK) web_error(rq, rs, e);
  else rq->route->handler(rq, rs);
  close_intake(rq);
}

static void on_answer(void *self, struct http_request *http, struct http_response *rs) {
  bool quick = pace(self, http) != HTTP_SLOW;
  if (quick) office_defer();
  answer(http->state, rs);
  if (quick) rs->ticket = office_deferred();
}

static enum err on_settle(void *self, u64 ticket) {
  return office_settle(self, ticket);
}

static void on_unsettled(void *self, struct http_request *http, struct http_response *rs, enum err e) {
  (void)self;
  struct web_request *rq = http->state;
  rq->page.out = buf_new(http->arena, MAX_PAGE);
  web_error(rq, rs, e);
}

static void on_done(void *self, struct http_request *http, const struct http_response *rs) {
  (void)self;
  struct web_request *rq = http->state;
  if (!rq) return;
  tus_over(rq);
  close_intake(rq);
  if (rs && rs->status >= 500) log_line(LOG_ERROR, "request", "route=%s status=%d", rq->route ? rq->route->path : "-", rs->status);
}

/* ---- the role ---------------------------------------------------------------------------------------------- */

static int threads_of(const struct config *config) {
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  return config->server.threads > 0 ? config->server.threads : (int)(cores > 0 ? cores : 1) * THREADS_PER_CORE;
}

/* Boards and phones hold a connection each: the usual 1,024 files of a process would be too few. */
static void allow_files(int connections) {
  struct rlimit r;
  rlim_t wanted = (rlim_t)connections + 256;
  if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur >= wanted) return;
  r.rlim_cur = wanted < r.rlim_max ? wanted : r.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur < wanted)
    log_line(LOG_WARN, "start", "only %llu files may be open: fewer connections than configured", (unsigned long long)r.rlim_cur);
}

static struct http_server_config server_config(struct office *o, int listen_fd, struct live *live) {
  const struct config *c = o->config;
  return (struct http_server_config){.host = arena_cstr(o->arena, c->listen.host), .port = c->listen.port, .listen_fd = listen_fd,
                                     .threads = threads_of(c), .connections = c->server.connections ? c->server.connections : MAX_CONNECTIONS,
                                     .connections_per_peer = c->server.connections_per_peer, .idle_seconds = STALL_SECONDS, .live = live,
                                     .handler = {o, on_begin, on_answer, on_done, pace, on_settle, on_unsettled}};
}

int web_main(const struct config *config, int listen_fd, int ready_fd) {
  struct office *o;
  struct http_server *server;
  str problem;
  log_set(LOG_INFO, "web");
  stop_prepare();
  mallopt(M_MMAP_THRESHOLD, 8 << 20); /* blocks of a scan are used again instead of mapped anew, page by page */
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  if (!routes_prepare()) return 1;
  if (office_open_all(config, READERS, &o, &problem) != E_OK) {
    log_line(LOG_ERROR, "start", STR_FMT, STR_ARG(problem));
    return 3;
  }
  struct live *live;
  if (live_new(MAX_HALLS, config->server.connections - config->server.connections / 8, &live) != E_OK) return 1;
  struct http_server_config sc = server_config(o, listen_fd, live);
  allow_files(sc.connections);
  hall_live_start(o, live);
  if (http_server_start(&sc, &server) != E_OK) {
    log_line(LOG_ERROR, "start", "cannot listen on port %d", config->listen.port);
    hall_live_stop();
    live_free(live);
    office_close(o);
    return 1;
  }
  if (ready_fd >= 0 && write(ready_fd, "1", 1) != 1) log_line(LOG_WARN, "start", "nobody waits for us");
  stop_wait();
  http_server_stop(server);
  hall_live_stop();
  live_free(live);
  paper_done();
  office_close(o);
  return 0;
}
