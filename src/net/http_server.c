/* The HTTP server: driver for libmicrohttpd (called MHD below).
 *
 * MHD takes an answer only before a body or behind all of it. An upload that is refused in the middle is answered
 * by hand (send_now): the answer goes out at once, the sending side is closed, and what the client still sends is
 * thrown away within bounds, so that the answer is not lost in a reset connection. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "net/http_guard.h"
#include "net/http_loops.h"
#include "net/live_server.h"

#define STREAM_BLOCK (128u << 10) /* set to zero for each answer by the library */
#define IDLE_ARENAS 256
#define BACKLOG 1024
#define DRAIN_MAX (1 << 20)           /* a refused body up to this size is read, and the connection kept */
#define LINGER_MAX (16 << 20)         /* what is thrown away behind an answer by hand */
#define LINGER_US (30 * 1000000LL)    /* as nginx's lingering_time */
#define STOP_WAIT_US (10 * 1000000LL) /* how long running answers may take when the server stops */

struct http_server {
  struct http_server_config config;
  struct http_handler handler;
  struct loops *loops;
  int port;
  sa_family_t family;
  atomic_int running; /* requests between begin and done */
  pthread_mutex_t lock;
  struct arena *idle[IDLE_ARENAS]; /* arenas of past requests, kept for their first block */
  size_t idle_count;
};

enum stage {
  STARTING,  /* the request line is there */
  READING,   /* the body comes in */
  ASIDE,     /* everything is there; the answer is being made, or kept back until it is settled */
  DRAINING,  /* the answer is ready; the rest of the body is read and forgotten, then the answer is sent */
  LINGERING, /* the answer was sent by hand; the rest is read and forgotten, then the connection ends */
};

/* One request; lives in its own arena. */
struct slot {
  struct aside aside; /* first: the loops give it back */
  struct http_request rq;
  struct http_response rs;
  struct http_server *server;
  struct guard guard;
  struct buf kept;
  enum stage stage;
  bool begun, bad_target, close;
  i64 received, forgotten, linger_until;
  char peer[INET6_ADDRSTRLEN];
};

/* ---- arenas are used again -------------------------------------------------------------------------- */

static struct arena *take_arena(struct http_server *s) {
  struct arena *a = NULL;
  pthread_mutex_lock(&s->lock);
  if (s->idle_count) a = s->idle[--s->idle_count];
  pthread_mutex_unlock(&s->lock);
  return a ? a : arena_new(MAX_REQUEST_ARENA);
}

static void give_arena(struct http_server *s, struct arena *a) {
  arena_reset(a);
  pthread_mutex_lock(&s->lock);
  bool room = s->idle_count < IDLE_ARENAS;
  if (room) s->idle[s->idle_count++] = a;
  pthread_mutex_unlock(&s->lock);
  if (!room) arena_free(a);
}

/* ---- the request line -------------------------------------------------------------------------------- */

/* The absolute form is for proxies, but a server must take it (RFC 9112, 3.2.2). */
static str without_authority(str target) {
  static const str schemes[] = {{"http://", 7}, {"https://", 8}};
  for (size_t i = 0; i < COUNT(schemes); i++) {
    if (!str_eq_nocase(str_sub(target, 0, schemes[i].n), schemes[i])) continue;
    str rest = str_from(target, schemes[i].n);
    return str_from(rest, str_find(rest, '/'));
  }
  return target;
}

/* MHD's first word about a request, with the target as it was sent. */
static void *on_request_line(void *self, const char *target, struct MHD_Connection *connection) {
  struct loop *loop = self;
  struct http_server *server = loop_self(loop);
  struct arena *a = take_arena(server);
  struct slot *s = arena_new_of(a, struct slot);
  s->server = server;
  s->aside = (struct aside){.loop = loop, .connection = connection};
  s->rq.arena = a;
  s->rq.connection = connection;
  str rest = without_authority(arena_str(a, str_of(target)));
  str_cut(&rest, '?', &s->rq.path);
  s->rq.query = rest.p ? rest : S("");
  s->bad_target = !str_starts(s->rq.path, S("/"));
  return s;
}

static size_t leave_escaped(void *self, struct MHD_Connection *c, char *text) {
  (void)self, (void)c;
  return strlen(text);
}

/* ---- who asks ---------------------------------------------------------------------------------------- */

static bool loopback4(struct in_addr a) { return (ntohl(a.s_addr) >> 24) == 127; }

/* Behind a proxy it is always the same one. */
static void write_v4(struct in_addr a, char *ret, size_t n) {
  static _Thread_local struct {
    in_addr_t address;
    char text[INET_ADDRSTRLEN];
  } last;
  if (!last.text[0] || last.address != a.s_addr) {
    inet_ntop(AF_INET, &a, last.text, sizeof last.text);
    last.address = a.s_addr;
  }
  memcpy(ret, last.text, n < sizeof last.text ? n : sizeof last.text);
}

/* Writes the socket's address to s->peer; true when the peer is this machine, so that its word about the real
 * client counts. A unix socket has no address and is always this machine. */
static bool socket_peer(struct slot *s) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(s->rq.connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  const struct sockaddr *address = info ? info->client_addr : NULL;
  if (!address) return false;
  if (address->sa_family == AF_INET) {
    struct in_addr v4 = ((const struct sockaddr_in *)(const void *)address)->sin_addr;
    write_v4(v4, s->peer, sizeof s->peer);
    return loopback4(v4);
  }
  if (address->sa_family != AF_INET6) return address->sa_family == AF_UNIX;
  struct in6_addr v6 = ((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
  struct in_addr mapped;
  memcpy(&mapped, v6.s6_addr + 12, sizeof mapped);
  bool is_mapped = IN6_IS_ADDR_V4MAPPED(&v6);
  if (is_mapped) write_v4(mapped, s->peer, sizeof s->peer);
  else inet_ntop(AF_INET6, &v6, s->peer, sizeof s->peer);
  return is_mapped ? loopback4(mapped) : IN6_IS_ADDR_LOOPBACK(&v6);
}

static str peer_of(struct slot *s) {
  if (socket_peer(s) && s->guard.forwarded_for.n) {
    str rest = s->guard.forwarded_for, hop = STR_NONE;
    while (str_cut(&rest, ',', &hop)) continue;
    const char *text = arena_cstr(s->rq.arena, str_trim(hop));
    u8 address[sizeof(struct in6_addr)];
    if (inet_pton(AF_INET, text, address) == 1 || inet_pton(AF_INET6, text, address) == 1) return str_of(text);
  }
  return str_of(s->peer);
}

/* ---- answers ------------------------------------------------------------------------------------------- */

static void close_stream(struct http_response *rs) {
  if (rs->stream.read && rs->stream.close) rs->stream.close(rs->stream.self);
  rs->stream = (struct http_stream){0};
  live_drop(rs->live);
  rs->live = NULL;
}

static void plain_answer(struct slot *s, int status) {
  close_stream(&s->rs);
  str body = arena_printf(s->rq.arena, "%d %s\n", status, MHD_get_reason_phrase_for((unsigned)status));
  s->rs = (struct http_response){.status = status, .type = "text/plain; charset=utf-8", .body = body};
}

static bool has_control(str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((u8)s.p[i] < 0x20 || s.p[i] == 0x7F) return true;
  return false;
}

static bool sendable(const struct http_response *rs) {
  if (rs->status < 200 || rs->status > 599 || rs->header_count > COUNT(rs->headers)) return false;
  for (size_t i = 0; i < rs->header_count; i++)
    if (has_control(rs->headers[i].value) || has_control(str_of(rs->headers[i].name))) return false;
  return true;
}

/* Whatever the handler did, behind this there is one answer that can be sent. */
static void settle(struct slot *s) {
  if (sendable(&s->rs)) return;
  log_line(LOG_ERROR, "http_answer", "reason=not_sendable status=%d headers=%zu", s->rs.status, s->rs.header_count);
  plain_answer(s, 500);
}

static ssize_t on_stream(void *self, uint64_t at, char *ret, size_t max) {
  (void)at;
  struct slot *s = self;
  i64 n = s->rs.stream.read(s->rs.stream.self, ret, max);
  if (n < 0) return MHD_CONTENT_READER_END_WITH_ERROR;
  return n == 0 ? MHD_CONTENT_READER_END_OF_STREAM : (ssize_t)n;
}

static bool add_headers(struct slot *s, struct MHD_Response *r) {
  bool fine = true;
  if (s->rs.type) fine = MHD_add_response_header(r, "Content-Type", s->rs.type) == MHD_YES;
  if (s->close) fine = fine && MHD_add_response_header(r, "Connection", "close") == MHD_YES;
  for (size_t i = 0; i < s->rs.header_count; i++) {
    const char *value = arena_cstr(s->rq.arena, s->rs.headers[i].value);
    fine = fine && MHD_add_response_header(r, s->rs.headers[i].name, value) == MHD_YES;
  }
  return fine;
}

/* The body stays where it is: the arena lives until MHD is done with the request. */
static struct MHD_Response *make_response(struct slot *s) {
  if (!s->rs.stream.read)
    return MHD_create_response_from_buffer(s->rs.body.n, (void *)(uintptr_t)s->rs.body.p, MHD_RESPMEM_PERSISTENT);
  uint64_t length = s->rs.stream_length < 0 ? MHD_SIZE_UNKNOWN : (uint64_t)s->rs.stream_length;
  return MHD_create_response_from_callback(length, STREAM_BLOCK, on_stream, s, NULL);
}

static enum MHD_Result queue(struct slot *s) {
  struct MHD_Response *r = make_response(s);
  if (!r) return MHD_NO;
  enum MHD_Result done = MHD_NO;
  if (add_headers(s, r))
    done = MHD_queue_response(s->rq.connection, (unsigned)s->rs.status, r);
  else
    log_line(LOG_ERROR, "http_answer", "reason=header_refused status=%d", s->rs.status);
  MHD_destroy_response(r);
  return done;
}

/* ---- answers that do not end ---------------------------------------------------------------------------------- */

static void let_go(struct http_server *server, struct slot *s) {
  if (s->begun) {
    server->handler.done(server->handler.self, &s->rq, &s->rs);
    atomic_fetch_sub(&server->running, 1);
  }
  give_arena(server, s->rq.arena);
}

/* The request is over for us as soon as its stream runs: thousands who watch hold no arena. */
static enum MHD_Result queue_live(struct slot *s, void **request) {
  struct MHD_Response *r = live_response(s->rs.live, s->rq.connection, s->aside.loop);
  s->rs.live = NULL;
  if (!r) return MHD_NO;
  enum MHD_Result done = add_headers(s, r) ? MHD_queue_response(s->rq.connection, (unsigned)s->rs.status, r) : MHD_NO;
  MHD_destroy_response(r);
  if (done == MHD_YES) {
    *request = NULL;
    let_go(s->server, s);
  }
  return done;
}

static enum MHD_Result send_answer(struct slot *s, void **request) { return s->rs.live ? queue_live(s, request) : queue(s); }

/* ---- an answer by hand ------------------------------------------------------------------------------------ */

static str whole_answer(struct slot *s) {
  struct buf b = buf_new(s->rq.arena, MAX_PAGE);
  struct tm tm;
  time_t now = time(NULL);
  char date[64];
  gmtime_r(&now, &tm);
  strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &tm);
  buf_printf(&b, "HTTP/1.1 %d %s\r\nDate: %s\r\nConnection: close\r\nContent-Length: %zu\r\n", s->rs.status,
             MHD_get_reason_phrase_for((unsigned)s->rs.status), date, s->rs.body.n);
  if (s->rs.type) buf_printf(&b, "Content-Type: %s\r\n", s->rs.type);
  for (size_t i = 0; i < s->rs.header_count; i++)
    buf_printf(&b, "%s: " STR_FMT "\r\n", s->rs.headers[i].name, STR_ARG(s->rs.headers[i].value));
  buf_add(&b, S("\r\n"));
  if (s->guard.method != HTTP_HEAD) buf_add(&b, s->rs.body);
  return b.full ? STR_NONE : buf_str(&b);
}

/* The socket's buffer takes a page at once; a client too slow for that has only itself to blame. */
static enum MHD_Result send_now(struct slot *s) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(s->rq.connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  if (!info) return MHD_NO;
  if (s->rs.stream.read) plain_answer(s, s->rs.status); /* a refusal needs no stream */
  str text = whole_answer(s);
  if (send(info->connect_fd, text.p, text.n, MSG_NOSIGNAL | MSG_DONTWAIT) < 0) return MHD_NO;
  shutdown(info->connect_fd, SHUT_WR);
  s->stage = LINGERING;
  s->linger_until = clock_monotonic_us() + LINGER_US;
  return MHD_YES;
}

/* The answer may leave now, or it was made in vain. */
static void settle_now(struct slot *s) {
  const struct http_handler *h = &s->server->handler;
  enum err e = s->rs.ticket ? h->settle(h->self, s->rs.ticket) : E_OK;
  if (e == E_OK) return;
  close_stream(&s->rs);
  s->rs = (struct http_response){0};
  h->unsettled(h->self, &s->rq, &s->rs, e);
  settle(s);
}

static void settle_aside(struct aside *request) { settle_now((struct slot *)request); }

/* The answer is ready and a body is still coming. */
static enum MHD_Result refuse(struct slot *s) {
  settle_now(s);
  i64 rest = s->guard.content_length - s->received; /* chunked: unknown, and below zero */
  bool waiting = s->guard.waits_for_continue && s->received == 0;
  if (waiting || rest > DRAIN_MAX) return send_now(s);
  s->stage = DRAINING;
  return MHD_YES;
}

static enum MHD_Result forget(struct slot *s, size_t n) {
  s->forgotten += (i64)n;
  if (s->stage == DRAINING) return s->forgotten > DRAIN_MAX ? send_now(s) : MHD_YES;
  return s->forgotten > LINGER_MAX || clock_monotonic_us() > s->linger_until ? MHD_NO : MHD_YES;
}

/* ---- one request --------------------------------------------------------------------------------------------- */

static void ask_for_answer(struct slot *s) {
  const struct http_handler *h = &s->server->handler;
  h->answer(h->self, &s->rq, &s->rs);
  settle(s);
}

static bool has_body(const struct slot *s) { return s->guard.chunked || s->guard.content_length > 0; }

/* Without a body MHD calls once more at once; an answer before that call would end the connection. */
static enum MHD_Result answered_early(struct slot *s) {
  if (has_body(s)) return refuse(s);
  s->stage = DRAINING;
  return MHD_YES;
}

static enum MHD_Result begin(struct slot *s, const char *method, const char *version) {
  const struct http_handler *h = &s->server->handler;
  s->stage = READING;
  int refused = http_guard(s->rq.connection, method, version, &s->guard);
  if (refused || s->bad_target) {
    plain_answer(s, refused ? refused : 400);
    return send_now(s);
  }
  s->rq.method = s->guard.method;
  s->rq.content_length = s->guard.chunked ? -1 : s->guard.content_length;
  s->rq.peer = peer_of(s);
  s->begun = true;
  atomic_fetch_add(&s->server->running, 1);
  h->begin(h->self, &s->rq, &s->rs);
  if (s->rs.status) {
    settle(s);
    return answered_early(s);
  }
  s->kept = buf_new(s->rq.arena, s->rq.keep_body);
  s->rq.too_large = s->rq.content_length > 0 && (u64)s->rq.content_length > s->rq.keep_body;
  if (!s->rq.too_large) return MHD_YES;
  s->close = true;
  ask_for_answer(s);
  return refuse(s);
}

static enum MHD_Result take_body(struct slot *s, str piece) {
  if (s->stage != READING) return forget(s, piece.n);
  s->received += (i64)piece.n;
  s->rq.too_large = (u64)s->received > s->rq.keep_body;
  if (!s->rq.too_large && s->rq.sink.write) s->rq.sink_error = s->rq.sink.write(s->rq.sink.self, piece);
  if (!s->rq.too_large && !s->rq.sink.write) buf_add(&s->kept, piece);
  if (!s->rq.too_large && s->rq.sink_error == E_OK) return MHD_YES;
  s->close = true;
  ask_for_answer(s);
  return refuse(s);
}

static void answer_aside(struct aside *request) {
  struct slot *s = (struct slot *)request;
  if (!s->rs.status) ask_for_answer(s);
}

static enum MHD_Result everything_is_there(struct slot *s, void **request) {
  const struct http_handler *h = &s->server->handler;
  s->rq.body = buf_str(&s->kept);
  s->stage = ASIDE;
  enum http_pace pace = h->pace ? h->pace(h->self, &s->rq) : HTTP_SLOW;
  if (pace == HTTP_SLOW) loop_work(&s->aside);
  if (pace == HTTP_READS) ask_for_answer(s);
  if (pace == HTTP_READS && !s->rs.ticket) return send_answer(s, request);
  if (pace != HTTP_SLOW) loop_hold(&s->aside);
  return MHD_YES;
}

static enum MHD_Result finish(struct slot *s, void **request) {
  if (s->stage == LINGERING) return MHD_NO;
  return s->stage == READING ? everything_is_there(s, request) : send_answer(s, request);
}

static enum MHD_Result on_access(void *self, struct MHD_Connection *connection, const char *url, const char *method,
                                 const char *version, const char *body, size_t *body_size, void **request) {
  (void)self, (void)connection, (void)url;
  struct slot *s = *request;
  if (s->stage == STARTING) return begin(s, method, version);
  if (*body_size == 0) return finish(s, request);
  str piece = {body, *body_size};
  *body_size = 0;
  return take_body(s, piece);
}

static void on_completed(void *self, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode why) {
  (void)connection, (void)why;
  struct http_server *server = loop_self(self);
  struct slot *s = *request;
  *request = NULL;
  if (!s) return;
  close_stream(&s->rs);
  let_go(server, s);
}

/* ---- what a handler asks ------------------------------------------------------------------------------------ */

str http_header(const struct http_request *rq, const char *name) {
  const char *value = NULL;
  size_t n = 0;
  if (MHD_lookup_connection_value_n(rq->connection, MHD_HEADER_KIND, name, strlen(name), &value, &n) != MHD_YES)
    return STR_NONE;
  return (str){value ? value : "", n};
}

str http_cookie(const struct http_request *rq, str name) {
  str rest = http_header(rq, "Cookie");
  for (str pair; str_cut(&rest, ';', &pair);) {
    str key, value = str_trim(pair);
    if (str_cut(&value, '=', &key) && value.p && str_eq(key, name)) return value;
  }
  return STR_NONE;
}

/* One header too many is counted and not kept: the answer becomes a 500. */
void http_set_header(struct http_response *rs, const char *name, str value) {
  if (rs->header_count < COUNT(rs->headers)) rs->headers[rs->header_count] = (struct http_header){name, value};
  rs->header_count++;
}

/* ---- start and stop ---------------------------------------------------------------------------------------- */

static enum err socket_address(const struct http_server_config *config, struct sockaddr_storage *ret,
                               socklen_t *ret_n) {
  struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)ret;
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)ret;
  *ret = (struct sockaddr_storage){0};
  if (config->port < 0 || config->port > 65535) return E_INPUT;
  in_port_t port = htons((uint16_t)config->port);
  if (inet_pton(AF_INET, config->host, &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = port;
    *ret_n = sizeof *v4;
    return E_OK;
  }
  if (inet_pton(AF_INET6, config->host, &v6->sin6_addr) != 1) return E_INPUT;
  v6->sin6_family = AF_INET6;
  v6->sin6_port = port;
  *ret_n = sizeof *v6;
  return E_OK;
}

static enum err open_listener(const struct http_server_config *config, int *ret_fd) {
  struct sockaddr_storage address;
  socklen_t n;
  TRY(socket_address(config, &address, &n));
  int fd = socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
  if (fd < 0) return E_IO;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(fd, (struct sockaddr *)&address, n) != 0 || listen(fd, BACKLOG) != 0) {
    log_line(LOG_ERROR, "http_listen", "host=%s port=%d errno=%d", config->host, config->port, errno);
    close(fd);
    return E_IO;
  }
  *ret_fd = fd;
  return E_OK;
}

/* The port and the family of a listening socket; port 0 for a unix socket. */
static int port_of(int fd, sa_family_t *ret_family) {
  struct sockaddr_storage address = {0};
  socklen_t n = sizeof address;
  getsockname(fd, (struct sockaddr *)&address, &n);
  *ret_family = address.ss_family;
  if (address.ss_family == AF_INET) return ntohs(((struct sockaddr_in *)(void *)&address)->sin_port);
  if (address.ss_family == AF_INET6) return ntohs(((struct sockaddr_in6 *)(void *)&address)->sin6_port);
  return 0;
}

static void on_connection(void *self, struct MHD_Connection *connection, void **kept, enum MHD_ConnectionNotificationCode what) {
  (void)connection, (void)kept;
  if (what == MHD_CONNECTION_NOTIFY_CLOSED) loop_left(self);
}

static struct MHD_Daemon *start_daemon(void *self, struct loop *loop, int loops) {
  const struct http_server *s = self;
  const struct http_server_config *config = &s->config;
  unsigned flags = MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME | (s->family == AF_INET6 ? MHD_USE_IPv6 : 0);
  int per_peer = (config->connections_per_peer + loops - 1) / loops; /* connections are dealt out in turn */
  return MHD_start_daemon(flags, 0, NULL, NULL, on_access, loop, MHD_OPTION_STRICT_FOR_CLIENT, 1,
                          MHD_OPTION_CONNECTION_LIMIT, (unsigned)config->connections,
                          MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)per_peer,
                          MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)config->idle_seconds,
                          MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MAX_HEADER_MEMORY, MHD_OPTION_NOTIFY_COMPLETED,
                          on_completed, loop, MHD_OPTION_NOTIFY_CONNECTION, on_connection, loop, MHD_OPTION_URI_LOG_CALLBACK,
                          on_request_line, loop, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_END);
}

/* Who watches sleeps inside the library, which only the thread of its loop may touch. */
static void wake_loops(void *self) { loops_news(((struct http_server *)self)->loops); }
static void on_news(void *self, struct loop *loop) { live_wake(((struct http_server *)self)->config.live, loop); }

static void free_server(struct http_server *s) {
  while (s->idle_count) arena_free(s->idle[--s->idle_count]);
  pthread_mutex_destroy(&s->lock);
  free(s);
}

enum err http_server_start(const struct http_server_config *config, struct http_server **ret_server) {
  int fd = config->listen_fd;
  if (fd < 0) TRY(open_listener(config, &fd));
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  struct http_server *s = calloc(1, sizeof *s);
  if (!s) {
    close(fd);
    return E_IO;
  }
  pthread_mutex_init(&s->lock, NULL);
  s->config = *config;
  s->handler = config->handler;
  s->port = port_of(fd, &s->family);
  struct loops_config loops = {.self = s, .listen_fd = fd, .pool_threads = config->threads, .connections = config->connections,
                               .start = start_daemon, .work = answer_aside, .settle = settle_aside, .news = on_news};
  if (loops_start(&loops, &s->loops) == E_OK) {
    if (config->live) live_attach(config->live, wake_loops, s);
    *ret_server = s;
    return E_OK;
  }
  log_line(LOG_ERROR, "http_start", "threads=%d connections=%d", config->threads, config->connections);
  free_server(s);
  return E_IO;
}

int http_server_port(const struct http_server *s) { return s->port; }

static int running(void *self) { return atomic_load(&((struct http_server *)self)->running); }

void http_server_stop(struct http_server *s) {
  if (!s) return;
  live_stop(s->config.live);
  loops_stop(s->loops, running, STOP_WAIT_US);
  free_server(s);
}
