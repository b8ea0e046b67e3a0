/* counter/printer: bytes to a receipt printer that listens on the network (port 9100). */
#pragma once
#include "base/base.h"

/* address: "192.168.1.50:9100". E_IO: *ret_problem says why: "unreachable", "paper" (it is out of paper), "broken" (it
 * went away in the middle; the ticket may be out). Takes ten seconds at most. */
enum err printer_send(struct arena *a, str address, str bytes, const char **ret_problem);
