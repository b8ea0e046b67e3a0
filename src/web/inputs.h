/* web/inputs: the fields of a service's form, from the rules to inputs on a page and back to data. */
#pragma once
#include "web/web.h"

/* The input of one field: its value from what was typed (form) when it was sent, else from data (JSON object). error:
 * the fault noted for "data/{code}" or for the code itself. Its name is the field's code. */
struct form_input input_of(struct web_request *rq, const struct form_field *f, str data);
/* What was typed into the fields that apply: a JSON object. A date comes from its three boxes. section empty: all. */
str inputs_data(struct web_request *rq, const struct service *s, const struct answers *answers, str section);
