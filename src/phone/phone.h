/* phone: `loket phone`, a stand-in for Meta's Cloud API and for the citizens' phones, for demo and tests.
 *
 * To a server it is the WhatsApp Business Cloud API (messages, media, signed webhooks, statuses, errors on request).
 * To a person it is a page with a phone on it, and to a test a few JSON calls under /sim/ (README.md). It keeps
 * everything in bounded memory and forgets it when it ends. Source of the protocol: Meta's documentation, Graph
 * v23..v26 shapes. */
#pragma once
#include "base/base.h"

#define PHONE_MAX_NUMBERS 8

struct phone_number {
  str id;      /* opaque, as Meta's phone_number_id */
  str display; /* what people see: "+62 812-0000-1001" */
  str token;   /* what the server must show to use this number */
};
struct phone_options {
  const char *host;
  int port; /* 0 = any free one */
  str webhook, app_secret, verify_token;
  str header_name, header_value; /* as 360dialog: this header instead of a signature, and no question before */
  str api_version; /* "v25.0"; told in every answer, any version is served */
  struct phone_number numbers[PHONE_MAX_NUMBERS];
  size_t number_count;
  int latency_ms;    /* before each answer of the API side */
  bool read_at_once; /* a message is read as soon as it is delivered, not when the page shows it */
};
struct phone;
bool phone_usable(const struct phone_options *o);
/* E_INPUT: options that cannot work. E_IO: no socket, no thread. The strs of the options must outlive the phone. */
enum err phone_start(const struct phone_options *options, struct phone **ret_phone);
int phone_port(const struct phone *p);
void phone_stop(struct phone *p); /* NULL is fine */

/* argv[0] is the verb. Runs until SIGINT or SIGTERM; gives the exit status. */
int phone_main(int argc, char **argv);
