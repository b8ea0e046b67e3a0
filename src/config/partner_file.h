/* config/partner_file: services/partners/<code>.yaml into struct partner, and the checks behind `loket service check`. */
#pragma once
#include "config/config.h"
#include "domain/partner.h"

/* Reads one file. ret_problem: "bank.yaml:12: ..." */
enum err partner_parse(struct arena *a, str file_name, str text, struct partner *ret_partner, str *ret_problem);
/* Every *.yaml of services_dir/partners, by code. No such folder: no partners, and no error. */
enum err partners_load(struct arena *a, const char *services_dir, struct partners *ret_partners, str *ret_problem);
/* What reads well and is wrong all the same: an answer the chat does not offer, a missing English text, an agreement
 * that nobody can use. Appends one line a finding; returns how many. service: the one that asks for the partner; NULL:
 * there is none. */
size_t partner_lint(const struct partner *p, const struct service *service, struct buf *report);
