/* web/pages/skm_views: what the pages of the survey print. See views.h. */
#pragma once
#include "domain/skm.h"
#include "web/pages/views.h"

struct skm_question {
  str name;                 /* of the radio group: the element's code */
  str element, ask;
  str scale[4];             /* words for 1 to 4 */
  int chosen;               /* 0: none */
};
struct skm_group_view {
  str name, label;
  const struct option *options;
  size_t option_count;
};
/* GET, POST /skm/{token}: {element} = 1..4 or nothing, sex, age, education, job, remark */
struct skm_view {
  str token;
  str service;
  struct skm_question questions[SKM_ELEMENTS];
  const struct skm_group_view *groups;
  size_t group_count;
  str remark;
  struct form_errors errors;
};
/* After it; and any link that opens no more. */
struct skm_end_view {
  bool done;
};
