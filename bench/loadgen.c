/* loadgen: sends one kind of HTTP/1.1 request over N kept-alive connections to a port of 127.0.0.1, as fast as the
 * answers come, and says how fast that was. One thread, epoll. It can reach no other host: there is no option for it.
 *
 *   loadgen --port 8080 --template FILE [--items FILE] [--secret TEXT] [--connections 8] [--seconds 2]
 *           [--requests N] [--first SEQ] [--multiple M]
 *
 * Stops starting requests after --seconds or --requests, whichever is first, but only at a multiple of M; then waits
 * for the answers under way. Prints one JSON object. Exit code 1: could not run; wrong answers are counted, not fatal.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "request.h"

#define MAX_LOAD_CONNECTIONS 256
#define MAX_SAMPLES (4u << 20)
#define MAX_ITEMS (1u << 20)
#define MAX_HEAD 16384
#define ANSWER_TIMEOUT_US 20000000
#define MAX_RECONNECTS 10000

enum phase { IDLE, SENDING, HEAD, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER };
struct connection {
  int fd;
  enum phase phase;
  bool used, close_after; /* used: an answer came over it before */
  i64 started;
  int status;
  u64 left; /* bytes of body or chunk to come */
  char head[MAX_HEAD];
  size_t head_n;
  u64 seq;
  struct request request;
};

static struct options {
  int port, connections;
  double seconds;
  u64 requests, first, multiple;
  const char *template, *items;
  str secret;
} options = {.connections = 1, .seconds = 2, .requests = UINT64_MAX, .first = 1, .multiple = 1};

static struct load {
  struct template template;
  struct connection *connections;
  int poll;
  u64 started, answered, wrong, bytes, reconnects;
  i64 from, until, last;
  u32 *samples;
  char first_wrong[400];
  bool broken; /* the server is gone */
} load;

/* ---- connections ------------------------------------------------------------------------------- */

static void connection_open(struct connection *c) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options.port)};
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int one = 1;
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to) != 0) {
    fprintf(stderr, "loadgen: connect to port %d: %s\n", options.port, strerror(errno));
    load.broken = true;
    return;
  }
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  fcntl(c->fd, F_SETFL, O_NONBLOCK);
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = c};
  epoll_ctl(load.poll, EPOLL_CTL_ADD, c->fd, &event);
  c->used = c->close_after = false;
}

static void connection_renew(struct connection *c) {
  close(c->fd);
  if (++load.reconnects > MAX_RECONNECTS) load.broken = true;
  connection_open(c);
}

/* ---- results -------------------------------------------------------------------------------------- */

static void note_wrong(const struct connection *c, const char *why) {
  load.wrong++;
  if (load.first_wrong[0]) return;
  const char *line_end = memchr(c->head, '\r', c->head_n);
  int n = line_end ? (int)(line_end - c->head) : 0;
  snprintf(load.first_wrong, sizeof load.first_wrong, "%s%.*s", why, n > 200 ? 200 : n, c->head);
}

static void answer_done(struct connection *c) {
  i64 now = clock_monotonic_us();
  if (load.answered < MAX_SAMPLES) load.samples[load.answered] = (u32)(now - c->started);
  load.answered++;
  load.last = now;
  if (c->status < 200 || c->status > 299) note_wrong(c, "");
  c->used = true;
  c->phase = IDLE;
  if (c->close_after) connection_renew(c);
}

static bool may_start(void) {
  if (load.broken || load.started >= options.requests || load.answered >= MAX_SAMPLES) return false;
  return load.started % options.multiple != 0 || clock_monotonic_us() < load.until;
}

/* ---- sending -------------------------------------------------------------------------------------- */

static void start_request(struct connection *c) {
  if (!may_start()) return;
  c->seq = options.first + load.started++;
  request_make(&load.template, c->seq, options.first, &c->request);
  c->started = clock_monotonic_us();
  c->head_n = 0;
  c->phase = SENDING;
}

/* True when all of it is out. */
static bool send_more(struct connection *c) {
  struct request *r = &c->request;
  while (r->sent < r->parts) {
    ssize_t n = writev(c->fd, r->part + r->sent, r->parts - r->sent);
    if (n < 0) return false;
    for (; r->sent < r->parts && (size_t)n >= r->part[r->sent].iov_len; r->sent++)
      n -= (ssize_t)r->part[r->sent].iov_len;
    if (r->sent < r->parts) {
      r->part[r->sent].iov_base = (char *)r->part[r->sent].iov_base + n;
      r->part[r->sent].iov_len -= (size_t)n;
    }
  }
  c->phase = HEAD;
  return true;
}

/* ---- receiving ------------------------------------------------------------------------------------ */

/* The value of a header in c->head, or STR_NONE. */
static str header(const struct connection *c, str name) {
  str rest = {c->head, c->head_n}, line;
  while (str_cut(&rest, '\n', &line)) {
    size_t colon = str_find(line, ':');
    if (str_eq_nocase(str_sub(line, 0, colon), name)) return str_trim(str_from(line, colon + 1));
  }
  return STR_NONE;
}

static bool head_read(struct connection *c) {
  i64 length = 0, status = 0;
  if (c->head_n < 12 || memcmp(c->head, "HTTP/1.", 7) != 0 || !str_to_i64((str){c->head + 9, 3}, &status)) return false;
  c->status = (int)status;
  c->close_after = str_eq_nocase(header(c, S("Connection")), S("close"));
  if (str_eq_nocase(header(c, S("Transfer-Encoding")), S("chunked"))) {
    c->phase = CHUNK_SIZE;
    c->left = 0;
    return true;
  }
  str value = header(c, S("Content-Length"));
  if (value.p && (!str_to_i64(value, &length) || length < 0)) return false;
  c->left = (u64)length;
  c->phase = BODY;
  return true;
}

static size_t take_head(struct connection *c, const char *p, size_t n, bool *ret_ok) {
  size_t room = MAX_HEAD - c->head_n, take = n < room ? n : room;
  memcpy(c->head + c->head_n, p, take);
  size_t from = c->head_n > 3 ? c->head_n - 3 : 0;
  const char *end = memmem(c->head + from, c->head_n + take - from, "\r\n\r\n", 4);
  if (!end) {
    c->head_n += take;
    *ret_ok = c->head_n < MAX_HEAD;
    return take;
  }
  size_t head_n = (size_t)(end + 4 - c->head), used = head_n - c->head_n;
  c->head_n = head_n;
  *ret_ok = head_read(c);
  return used;
}

static int hex_value(char ch) {
  if (ch >= '0' && ch <= '9') return ch - '0';
  ch = (char)(ch | 32);
  return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* One byte of the lines around chunks. Extensions are not used by the servers we measure. */
static void take_chunk_byte(struct connection *c, char ch) {
  switch (c->phase) {
    case CHUNK_SIZE:
      if (hex_value(ch) >= 0) c->left = c->left << 4 | (u64)hex_value(ch);
      if (ch == '\n') c->phase = c->left ? CHUNK : TRAILER;
      break;
    case CHUNK_END:
      if (ch == '\n') c->phase = CHUNK_SIZE;
      break;
    case TRAILER: /* we send no TE: the trailer is one empty line */
      if (ch == '\n') answer_done(c);
      break;
    default:
      break;
  }
}

/* False: what came is no HTTP answer. */
static bool take_bytes(struct connection *c, const char *p, size_t n) {
  bool ok = true;
  load.bytes += n;
  while (n && ok && c->phase != IDLE) {
    size_t used = 1;
    if (c->phase == HEAD) {
      used = take_head(c, p, n, &ok);
    } else if (c->phase == BODY || c->phase == CHUNK) {
      used = c->left < n ? (size_t)c->left : n;
      c->left -= used;
      if (c->phase == CHUNK && !c->left) c->phase = CHUNK_END;
    } else if (c->phase == SENDING) {
      return false; /* an answer before the request was out: refused */
    } else {
      take_chunk_byte(c, *p);
    }
    if (ok && c->phase == BODY && !c->left) answer_done(c);
    p += used;
    n -= used;
  }
  return ok;
}

/* The other side closed. A kept connection may go away between two requests: then the request is sent again. */
static void connection_lost(struct connection *c) {
  enum phase phase = c->phase;
  bool again = c->used && (phase == SENDING || (phase == HEAD && !c->head_n));
  if (phase != IDLE && !again) {
    note_wrong(c, "connection closed: ");
    c->phase = IDLE;
  }
  connection_renew(c);
  if (phase == IDLE || !again) return;
  request_make(&load.template, c->seq, options.first, &c->request);
  c->head_n = 0;
  c->phase = SENDING;
}

static void receive(struct connection *c) {
  static char chunk[256 << 10];
  for (;;) {
    ssize_t n = recv(c->fd, chunk, sizeof chunk, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0 || (c->phase != IDLE && !take_bytes(c, chunk, (size_t)n))) {
      connection_lost(c);
      return;
    }
    if (c->phase == IDLE || (size_t)n < sizeof chunk) return;
  }
}

static bool send_broke(struct connection *c) { return c->phase == SENDING && !send_more(c) && errno != EAGAIN; }

/* Moves a connection on until it has to wait. What comes behind a request that went out whole is told by an event of its own. */
static void pump(struct connection *c) {
  if (c->phase != IDLE) {
    (void)send_broke(c); /* perhaps it said why before it closed */
    receive(c);
    if (c->phase != IDLE) return;
  }
  start_request(c);
  if (send_broke(c)) receive(c);
}

/* ---- the run ---------------------------------------------------------------------------------------- */

static int under_way(void) {
  int n = 0;
  for (int i = 0; i < options.connections; i++) n += load.connections[i].phase != IDLE;
  return n;
}

static void run(void) {
  struct epoll_event events[MAX_LOAD_CONNECTIONS];
  load.from = load.last = clock_monotonic_us();
  load.until = load.from + (i64)(options.seconds * 1e6);
  for (int i = 0; i < options.connections && !load.broken; i++) pump(&load.connections[i]);
  while (!load.broken && under_way()) {
    int n = epoll_wait(load.poll, events, options.connections, 1000);
    for (int i = 0; i < n && !load.broken; i++) pump(events[i].data.ptr);
    if (clock_monotonic_us() > load.last + ANSWER_TIMEOUT_US) {
      fprintf(stderr, "loadgen: no answer for %d seconds\n", ANSWER_TIMEOUT_US / 1000000);
      load.broken = true;
    }
  }
}

static int smaller(const void *a, const void *b) {
  u32 x = *(const u32 *)a, y = *(const u32 *)b;
  return (x > y) - (x < y);
}

static double percentile_ms(u64 n, double share) {
  return n ? load.samples[(u64)((double)(n - 1) * share)] / 1000.0 : 0;
}

static void report(void) {
  u64 n = load.answered < MAX_SAMPLES ? load.answered : MAX_SAMPLES;
  double seconds = (double)(load.last - load.from) / 1e6;
  qsort(load.samples, n, sizeof *load.samples, smaller);
  for (char *p = load.first_wrong; *p; p++)
    if (*p == '"' || *p == '\\' || (u8)*p < 0x20 || (u8)*p > 0x7E) *p = '?';
  printf(
      "{\"requests\":%llu,\"seconds\":%.3f,\"rate\":%.1f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,"
      "\"bytes\":%llu,\"started\":%llu,\"wrong\":%llu,\"first_wrong\":\"%s\",\"reconnects\":%llu,\"broken\":%s}\n",
      (unsigned long long)load.answered, seconds, seconds > 0 ? (double)load.answered / seconds : 0,
      percentile_ms(n, 0.5), percentile_ms(n, 0.99), percentile_ms(n, 1), (unsigned long long)load.bytes,
      (unsigned long long)load.started, (unsigned long long)load.wrong, load.first_wrong,
      (unsigned long long)load.reconnects, load.broken ? "true" : "false");
}

/* ---- start -------------------------------------------------------------------------------------------- */

static bool read_file(struct arena *a, const char *path, str *ret_text) {
  FILE *f = fopen(path, "rb");
  struct stat st;
  if (!f || fstat(fileno(f), &st) != 0) {
    fprintf(stderr, "loadgen: %s: %s\n", path, strerror(errno));
    return false;
  }
  char *p = arena_alloc(a, (size_t)st.st_size + 1);
  size_t n = fread(p, 1, (size_t)st.st_size, f);
  fclose(f);
  *ret_text = (str){p, n};
  return n == (size_t)st.st_size;
}

static bool read_items(struct arena *a, const char *path, struct template *t) {
  str text, line;
  if (!read_file(a, path, &text)) return false;
  str *items = arena_array(a, str, MAX_ITEMS);
  while (t->item_count < MAX_ITEMS && str_cut(&text, '\n', &line))
    if (line.n) items[t->item_count++] = line;
  t->items = items;
  return t->item_count > 0;
}

static bool read_options(int argc, char **argv) {
  static const struct option longs[] = {
      {"port", 1, NULL, 'p'},        {"template", 1, NULL, 't'},
      {"items", 1, NULL, 'i'},       {"secret", 1, NULL, 's'},
      {"connections", 1, NULL, 'c'}, {"seconds", 1, NULL, 'd'},
      {"requests", 1, NULL, 'n'},    {"first", 1, NULL, 'f'},
      {"multiple", 1, NULL, 'm'},    {0},
  };
  for (int o; (o = getopt_long(argc, argv, "", longs, NULL)) != -1;) {
    i64 number = 0;
    bool counted = o != 't' && o != 'i' && o != 's' && o != 'd';
    if (o == '?' || (counted && (!str_to_i64(str_of(optarg), &number) || number < 1))) return false;
    switch (o) {
      case 'p':
        options.port = (int)number;
        break;
      case 'c':
        options.connections = (int)number;
        break;
      case 'n':
        options.requests = (u64)number;
        break;
      case 'f':
        options.first = (u64)number;
        break;
      case 'm':
        options.multiple = (u64)number;
        break;
      case 'd':
        options.seconds = strtod(optarg, NULL);
        break;
      case 't':
        options.template = optarg;
        break;
      case 'i':
        options.items = optarg;
        break;
      default:
        options.secret = str_of(optarg);
    }
  }
  return options.port > 0 && options.port < 65536 && options.template && options.connections <= MAX_LOAD_CONNECTIONS &&
         options.seconds > 0 && options.seconds <= 120;
}

int main(int argc, char **argv) {
  if (!read_options(argc, argv)) {
    fprintf(stderr,
            "usage: loadgen --port P --template FILE [--items FILE] [--secret TEXT] [--connections N]\n"
            "               [--seconds S] [--requests N] [--first SEQ] [--multiple M]\n");
    return 2;
  }
  /* Clients sit elsewhere: woken by an answer this one must not push the server off its processor in the middle of a round. */
  struct sched_param none = {0};
  sched_setscheduler(0, SCHED_BATCH, &none);
  struct arena *a = arena_new(256u << 20);
  str text;
  load.template.secret = options.secret;
  bool ok = read_file(a, options.template, &text) && template_read(&load.template, text) &&
            (!options.items || read_items(a, options.items, &load.template));
  if (ok) {
    load.samples = arena_array(a, u32, MAX_SAMPLES);
    load.connections = arena_array(a, struct connection, (size_t)options.connections);
    load.poll = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < options.connections && !load.broken; i++) connection_open(&load.connections[i]);
    if (!load.broken) run();
    report();
    for (int i = 0; i < options.connections; i++) close(load.connections[i].fd);
    close(load.poll);
    ok = !load.broken;
  }
  arena_free(a);
  return ok ? 0 : 1;
}
