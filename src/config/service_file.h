/* config/service_file: services/<code>.yaml into struct service, and the checks behind `loket service check`. */
#pragma once
#include "config/config.h"
#include "domain/service.h"

/* Reads one file. text = its bytes (kept: services point into arena memory). ret_problem: "akta.yaml:12: ..." */
enum err service_parse(struct arena *a, str file_name, str text, struct service *ret_service, str *ret_problem);
/* Reads every *.yaml of a folder, in the order of their `menu` number. */
enum err services_load(struct arena *a, const char *dir, struct catalogue *ret_catalogue, str *ret_problem);

/* Deeper checks of one parsed service: unreachable requirement or question, a label over WhatsApp's limit, a missing
 * English text, `replaces` or `usual` that names nothing, a condition naming an unknown question or choice (found when
 * parsing). Appends one line a finding; returns how many. */
size_t service_lint(struct arena *a, const struct service *s, struct buf *report);
