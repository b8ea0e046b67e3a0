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

#define STREAM_BLOCK (256u << 10)
#define IDLE_ARENAS 256
#define BACKLOG 1024
#define DRAIN_MAX (1 << 20)           /* a refused body up to this size is read, and the connection kept */
#define LINGER_MAX (16 << 20)         /* what is thrown away behind an answer by hand */
#define LINGER_US (30 * 1000000LL)    /* as nginx's lingering_time */
#define STOP_WAIT_US (10 * 1000000LL) /* how long running answers may take when the server stops */

struct http_server {
  struct http_handler handler;
  struct MHD_Daemon *daemon;
  int port;
  atomic_int running; /* requests between begin and done */
  pthread_mutex_t lock;
  struct arena *idle[IDLE_ARENAS]; /* arenas of past requests, kept for their first block */
  size_t idle_count;
};

enum stage {
  STARTING,  /* the request line is there */
  READING,   /* the body comes in */
  DRAINING,  /* the answer is ready; the rest of the body is read and forgotten, then the answer is sent */
  LINGERING, /* the answer was sent by hand; the rest is read and forgotten, then the connection ends */
};

/* One request; lives in its own arena. */
struct slot {
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
  struct http_server *server = self;
  struct arena *a = take_arena(server);
  struct slot *s = arena_new_of(a, struct slot);
  s->server = server;
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

/* Writes the socket's address to s->peer; true when the peer is this machine, so that its word about the real
 * client counts. A unix socket has no address and is always this machine. */
static bool socket_peer(struct slot *s) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(s->rq.connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  const struct sockaddr *address = info ? info->client_addr : NULL;
  if (!address) return false;
  if (address->sa_family == AF_INET) {
    struct in_addr v4 = ((const struct sockaddr_in *)(const void *)address)->sin_addr;
    inet_ntop(AF_INET, &v4, s->peer, sizeof s->peer);
    return loopback4(v4);
  }
  if (address->sa_family != AF_INET6) return address->sa_family == AF_UNIX;
  struct in6_addr v6 = ((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
  struct in_addr mapped;
  memcpy(&mapped, v6.s6_addr + 12, sizeof mapped);
  bool is_mapped = IN6_IS_ADDR_V4MAPPED(&v6);
  inet_ntop(is_mapped ? AF_INET : AF_INET6, is_mapped ? (const void *)&mapped : (const void *)&v6, s->peer,
            sizeof s->peer);
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

/* The answer is ready and a body is still coming. */
static enum MHD_Result refuse(struct slot *s) {
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

static enum MHD_Result finish(struct slot *s) {
  if (s->stage == LINGERING) return MHD_NO;
  if (s->stage == READING) {
    s->rq.body = buf_str(&s->kept);
    ask_for_answer(s);
  }
  return queue(s);
}

static enum MHD_Result on_access(void *self, struct MHD_Connection *connection, const char *url, const char *method,
                                 const char *version, const char *body, size_t *body_size, void **request) {
  (void)self, (void)connection, (void)url;
  struct slot *s = *request;
  if (s->stage == STARTING) return begin(s, method, version);
  if (*body_size == 0) return finish(s);
  str piece = {body, *body_size};
  *body_size = 0;
  return take_body(s, piece);
}

static void on_completed(void *self, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode why) {
  (void)connection, (void)why;
  struct http_server *server = self;
  struct slot *s = *request;
  *request = NULL;
  if (!s) return;
  close_stream(&s->rs);
  if (s->begun) {
    server->handler.done(server->handler.self, &s->rq, &s->rs);
    atomic_fetch_sub(&server->running, 1);
  }
  give_arena(server, s->rq.arena);
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

static struct MHD_Daemon *start_daemon(struct http_server *s, const struct http_server_config *config, int fd,
                                       sa_family_t family) {
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | (family == AF_INET6 ? MHD_USE_IPv6 : 0);
  struct MHD_OptionItem pool[] = {
      {config->threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, config->threads, NULL},
      {MHD_OPTION_END, 0, NULL},
  };
  return MHD_start_daemon(flags, 0, NULL, NULL, on_access, s, MHD_OPTION_LISTEN_SOCKET, fd,
                          MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_CONNECTION_LIMIT, (unsigned)config->connections,
                          MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)config->connections_per_peer,
                          MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)config->idle_seconds,
                          MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MAX_HEADER_MEMORY, MHD_OPTION_NOTIFY_COMPLETED,
                          on_completed, s, MHD_OPTION_URI_LOG_CALLBACK, on_request_line, s,
                          MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
}

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
  sa_family_t family;
  pthread_mutex_init(&s->lock, NULL);
  s->handler = config->handler;
  s->port = port_of(fd, &family);
  s->daemon = start_daemon(s, config, fd, family);
  if (s->daemon) {
    *ret_server = s;
    return E_OK;
  }
  log_line(LOG_ERROR, "http_start", "threads=%d connections=%d", config->threads, config->connections);
  close(fd);
  free_server(s);
  return E_IO;
}

int http_server_port(const struct http_server *s) { return s->port; }

void http_server_stop(struct http_server *s) {
  if (!s) return;
  int fd = MHD_quiesce_daemon(s->daemon);
  for (i64 end = clock_monotonic_us() + STOP_WAIT_US; atomic_load(&s->running) > 0 && clock_monotonic_us() < end;)
    usleep(5000);
  MHD_stop_daemon(s->daemon);
  if (fd >= 0) close(fd);
  free_server(s);
}
