/* web/inputs: the fields of a service's form, from the rules to inputs on a page and back to data. */
#pragma once
#include "office/form_list.h"
#include "web/web.h"

/* The input of one field: its value from what was typed (form) when it was sent, else from data (JSON object). error:
 * the fault noted for "data/{code}" or for the code itself. Its name is the field's code. */
struct form_input input_of(struct web_request *rq, const struct form_field *f, str data);
/* The same for a page with several of a list: "members.0.person_name" is that of the first. sent_as: the place it was typed in. */
struct form_input input_of_item(struct web_request *rq, const struct form_field *f, size_t sent_as, size_t place);
/* What was typed into each of the list, without those that were left empty: JSON objects under the section's name. ret_places: the
 * place each was typed in; room for f->most. */
json_t *inputs_items(struct web_request *rq, const struct service *s, const struct form_list *l, const struct answers *answers,
                     size_t *ret_places);
/* The input a fault belongs to: "data/x", "data/list/0/x" and "x" are the input "x". */
str fault_input(str field);
/* On a page with several of a list: "data/list/0/x" is "list.0.x", "data/x" and "x" are "x". */
str fault_input_of_item(struct arena *a, str field);
/* A typed value as it is read: the words of a choice, a date in words. */
str input_words(struct ctx *c, const struct form_field *f, str value);
/* A line for each field of a section that applies. data: what was typed, or one item of a list. spare: not those that may stay empty
 * and did. */
struct data_line *input_lines(struct ctx *c, const struct application *f, str section, const json_t *data, bool spare, size_t *ret_n);
/* What is in a list, each with its lines: "1. Siti Rahayu". base: of the addresses that change one; empty: none. */
struct data_section *input_items(struct ctx *c, const struct application *f, const struct form_list *l, const json_t *data, str base, size_t *ret_n);
/* What was typed into the fields that apply: a JSON object. A date comes from its three boxes. section empty: all. */
str inputs_data(struct web_request *rq, const struct service *s, const struct answers *answers, str section);
/* The three boxes of a date as "2026-11-23"; empty when all are; else what was typed, which date_parse refuses. */
str date_input_typed(const struct web_request *rq, str name);
