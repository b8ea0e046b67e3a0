#include <getopt.h>
#include <pthread.h>
#include <signal.h>

#include "phone/phone.h"

static const char usage[] =
    "usage: loket phone --webhook URL --app-secret S --verify-token T --number ID:DISPLAY:TOKEN [...]\n"
    "  --port P          where to listen (0 = any free port, the default)\n"
    "  --host H          127.0.0.1\n"
    "  --api-version V   v25.0\n"
    "  --latency-ms N    wait before each answer of the API\n"
    "  --webhook-header NAME:VALUE  calls the webhook as 360dialog does: this header, no signature\n"
    "  --read-at-once    messages count as read when they arrive, not when the page shows them\n";

static bool add_number(struct phone_options *o, str text) {
  struct phone_number n;
  if (o->number_count == PHONE_MAX_NUMBERS || !utf8_valid(text)) return false;
  if (!str_cut(&text, ':', &n.id) || !str_cut(&text, ':', &n.display)) return false;
  n.token = text;
  if (!n.id.n || !n.display.n || !n.token.n) return false;
  o->numbers[o->number_count++] = n;
  return true;
}

static bool add_header(struct phone_options *o, str text) {
  if (!str_cut(&text, ':', &o->header_name) || !o->header_name.n) return false;
  o->header_value = str_trim(text);
  return o->header_value.n > 0;
}

static bool to_number(const char *text, i64 max, int *ret) {
  i64 n;
  if (!str_to_i64(str_of(text), &n) || n < 0 || n > max) return false;
  *ret = (int)n;
  return true;
}

static bool take_option(struct phone_options *o, int option, const char *value) {
  switch (option) {
    case 'p':
      return to_number(value, 65535, &o->port);
    case 'h':
      o->host = value;
      return true;
    case 'w':
      o->webhook = str_of(value);
      return true;
    case 's':
      o->app_secret = str_of(value);
      return true;
    case 'k':
      return add_header(o, str_of(value));
    case 't':
      o->verify_token = str_of(value);
      return true;
    case 'v':
      o->api_version = str_of(value);
      return true;
    case 'n':
      return add_number(o, str_of(value));
    case 'l':
      return to_number(value, 60000, &o->latency_ms);
    case 'r':
      o->read_at_once = true;
      return true;
  }
  return false;
}

static bool read_options(int argc, char **argv, struct phone_options *ret) {
  static const struct option names[] = {
      {"port", required_argument, NULL, 'p'},         {"host", required_argument, NULL, 'h'},
      {"webhook", required_argument, NULL, 'w'},      {"app-secret", required_argument, NULL, 's'},
      {"verify-token", required_argument, NULL, 't'}, {"api-version", required_argument, NULL, 'v'},
      {"webhook-header", required_argument, NULL, 'k'},
      {"number", required_argument, NULL, 'n'},       {"latency-ms", required_argument, NULL, 'l'},
      {"read-at-once", no_argument, NULL, 'r'},       {0}};
  optind = 0;
  for (int option; (option = getopt_long(argc, argv, "", names, NULL)) != -1;)
    if (!take_option(ret, option, optarg)) return false;
  return optind == argc;
}

int phone_main(int argc, char **argv) {
  struct phone_options options = {.host = "127.0.0.1", .api_version = S("v25.0"), .verify_token = S("")};
  struct phone *phone = NULL;
  if (!read_options(argc, argv, &options) || !phone_usable(&options)) {
    fputs(usage, stderr);
    return 2;
  }
  sigset_t ends; /* blocked before any thread is made: only sigwait below sees them */
  int got;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, NULL);
  signal(SIGPIPE, SIG_IGN);
  enum err e = phone_start(&options, &phone);
  if (e != E_OK) {
    fprintf(stderr, "loket phone: cannot listen on %s:%d (%s)\n", options.host, options.port, err_name(e));
    return 1;
  }
  printf("phone: http://%s:%d/\n", options.host, phone_port(phone));
  fflush(stdout);
  sigwait(&ends, &got);
  phone_stop(phone);
  return 0;
}
