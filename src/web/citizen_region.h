/* web/citizen_region: a village typed into one field is found in the lists of the country; what it lies in is filled in
 * beside it (x_district, x_regency, x_province beside x_village). New or unusual names can be used as typed. */
#pragma once
#include <jansson.h>

#include "web/citizen.h"

/* data: what was typed into a page (JSON object). Notes a fault when the words fit several villages or none. */
void region_resolve(struct web_request *rq, const struct application *f, const struct form_field *field, json_t *data);
/* The field is filled in by the village beside it and not shown. */
bool region_hidden(struct web_request *rq, const struct application *f, const struct form_field *field);
/* Value, hint and the villages to choose from. */
void region_fill(struct web_request *rq, const struct application *f, const struct form_field *field, struct form_input *in);
