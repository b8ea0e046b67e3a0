/* GET /openapi.json: OpenAPI 3.1, made from the route table and the tables below. tests/api holds every answer against
 * it: a member that is not here, or another type, fails there. */
#include "office/partner.h"
#include "web/api/api.h"

/* ---- schemas ------------------------------------------------------------------------------------------------- */

/* One member of an object. type: text, int, bool, time, object (any members), a schema's name, or one of them in
 * [..] for a list; with '?' behind it the value may be null. may: the member may be absent. */
struct member {
  const char *schema, *name, *type;
  bool may;
};
static const struct member members[] = {
    {"NewApplication", "service", "text"},
    {"NewApplication", "answers", "object", true},
    {"NewApplication", "applicant", "NewApplicant"},
    {"NewApplication", "data", "object", true},

    {"NewApplicant", "name", "text"},
    {"NewApplicant", "phone", "text"},

    {"Submitted", "number", "text"},
    {"Submitted", "state", "State"},
    {"Submitted", "missing", "[text]"},
    {"Submitted", "status_url", "text"},

    {"ApplicationList", "items", "[Listed]"},
    {"ApplicationList", "next", "text?"},

    {"Listed", "number", "text"},
    {"Listed", "service", "text"},
    {"Listed", "state", "State"},
    {"Listed", "submitted_at", "time"},
    {"Listed", "due_at", "time"},
    {"Listed", "owner", "text?"},

    {"Application", "number", "text"},
    {"Application", "service", "text"},
    {"Application", "rules", "text"},
    {"Application", "state", "State"},
    {"Application", "version", "int"},
    {"Application", "channel", "Channel"},
    {"Application", "applicant", "Applicant"},
    {"Application", "answers", "object"},
    {"Application", "data", "object"},
    {"Application", "delivery", "Delivery"},
    {"Application", "originals", "OriginalsCheck"},
    {"Application", "requirements", "[Requirement]"},
    {"Application", "missing", "[text]"},
    {"Application", "scans", "[Scan]"},
    {"Application", "loose_scans", "[Scan]"},
    {"Application", "events", "[Event]"},
    {"Application", "messages", "[Message]"},
    {"Application", "owner", "text?"},
    {"Application", "submitted_at", "time"},
    {"Application", "changed_at", "time"},
    {"Application", "due_at", "time"},
    {"Application", "hold", "Hold?"},
    {"Application", "siak_number", "text?"},
    {"Application", "result", "Result"},
    {"Application", "shelf", "text?"},
    {"Application", "ground", "text?"},
    {"Application", "advice", "text?"},
    {"Application", "allowed_actions", "[ActionName]"},
    {"Application", "status_url", "text"},
    {"Application", "handover", "Handover?"},

    {"Applicant", "name", "text"},
    {"Applicant", "phone", "text?"},

    {"Requirement", "code", "text"},
    {"Requirement", "label", "text"},
    {"Requirement", "state", "RequirementState"},
    {"Requirement", "fault", "Fault?"},
    {"Requirement", "note", "text?"},
    {"Requirement", "mode", "[Mode]"},
    {"Requirement", "original", "Original"},
    {"Requirement", "compare", "bool"},
    {"Requirement", "scans", "int"},

    {"Scan", "id", "text"},
    {"Scan", "requirement", "text?"},
    {"Scan", "content_type", "text"},
    {"Scan", "size", "int"},
    {"Scan", "verdict", "text?"},
    {"Scan", "source", "text"},
    {"Scan", "created_at", "time"},
    {"Scan", "replaced", "bool"},

    {"Event", "seq", "int"},
    {"Event", "at", "time"},
    {"Event", "kind", "text"},
    {"Event", "actor", "text"},
    {"Event", "actor_name", "text?"},
    {"Event", "data", "object"},

    {"Message", "at", "time"},
    {"Message", "from", "text"},
    {"Message", "kind", "text"},
    {"Message", "text", "text"},
    {"Message", "officer", "text?"},
    {"Message", "scan", "text?"},

    {"Hold", "reason", "HoldReason"},
    {"Hold", "note", "text?"},

    {"Result", "kind", "text?"},
    {"Result", "number", "text?"},

    {"Handover", "at", "time"},
    {"Handover", "officer", "text?"},
    {"Handover", "receiver", "text"},
    {"Handover", "relation", "text?"},
    {"Handover", "identity_kind", "text?"},
    {"Handover", "identity_last4", "text?"},
    {"Handover", "proxy", "bool"},
    {"Handover", "proxy_letter", "bool"},

    {"Action", "action", "ActionName"},
    {"Action", "version", "int", true},
    {"Action", "requirement", "text", true},
    {"Action", "scan", "text", true},
    {"Action", "items", "[ActionItem]", true},
    {"Action", "reason", "text", true},
    {"Action", "note", "text", true},
    {"Action", "advice", "text", true},
    {"Action", "siak_number", "text", true},
    {"Action", "result", "any", true},
    {"Action", "shelf", "text", true},
    {"Action", "accept", "bool", true},
    {"Action", "receiver", "Receiver", true},

    {"ActionItem", "requirement", "text"},
    {"ActionItem", "reason", "Fault", true},
    {"ActionItem", "note", "text", true},
    {"ActionItem", "result", "Original", true},

    {"Receiver", "name", "text"},
    {"Receiver", "relation", "text", true},
    {"Receiver", "identity_kind", "text", true},
    {"Receiver", "identity_last4", "text", true},
    {"Receiver", "proxy", "bool", true},
    {"Receiver", "proxy_letter", "bool", true},

    {"Acted", "number", "text"},
    {"Acted", "state", "State"},
    {"Acted", "version", "int"},

    {"ScansAdded", "number", "text"},
    {"ScansAdded", "state", "State"},
    {"ScansAdded", "scans", "[ScanAdded]"},

    {"ScanAdded", "id", "text"},
    {"ScanAdded", "requirement", "text"},

    {"Tie", "requirement", "text"},

    {"Tied", "number", "text"},
    {"Tied", "scan", "text"},
    {"Tied", "requirement", "text"},

    {"Tracked", "number", "text"},
    {"Tracked", "service", "text"},
    {"Tracked", "state", "State"},
    {"Tracked", "submitted_at", "time"},
    {"Tracked", "changed_at", "time"},

    {"SlotList", "items", "[Slot]"},

    {"Slot", "at", "time"},
    {"Slot", "until", "time"},
    {"Slot", "booth", "text"},
    {"Slot", "hall", "text"},
    {"Slot", "place", "text"},
    {"Slot", "accessible", "bool"},
    {"Slot", "free", "int"},

    {"NewBooking", "kind", "text"},
    {"NewBooking", "booth", "text", true},
    {"NewBooking", "at", "time", true},
    {"NewBooking", "age", "AgeClass", true},
    {"NewBooking", "name", "text"},
    {"NewBooking", "phone", "text", true},
    {"NewBooking", "needs", "text", true},
    {"NewBooking", "remind", "bool", true},
    {"NewBooking", "wait", "bool", true},
    {"NewBooking", "address", "text", true},
    {"NewBooking", "reason", "text", true},

    {"BookingList", "items", "[Booking]"},

    {"Booking", "number", "text"},
    {"Booking", "kind", "text"},
    {"Booking", "state", "BookingState"},
    {"Booking", "version", "int"},
    {"Booking", "booth", "text?"},
    {"Booking", "place", "text?"},
    {"Booking", "at", "time?"},
    {"Booking", "until", "time?"},
    {"Booking", "channel", "Channel"},
    {"Booking", "name", "text"},
    {"Booking", "phone", "text?"},
    {"Booking", "age", "AgeClass?"},
    {"Booking", "needs", "text?"},
    {"Booking", "outcome", "text?"},
    {"Booking", "disturbed", "text?"},
    {"Booking", "expires_at", "time?"},
    {"Booking", "url", "text"},

    {"BookingStep", "action", "BookingAction"},
    {"BookingStep", "version", "int", true},
    {"BookingStep", "outcome", "text", true},
    {"BookingStep", "note", "text", true},
    {"BookingStep", "booth", "text", true},
    {"BookingStep", "at", "time", true},

    {"ServiceList", "items", "[ServiceLine]"},

    {"ServiceLine", "code", "text"},
    {"ServiceLine", "rules", "text"},
    {"ServiceLine", "label", "text"},
    {"ServiceLine", "description", "text"},
    {"ServiceLine", "in_person", "bool"},
    {"ServiceLine", "working_hours", "int"},
    {"ServiceLine", "delivery", "Delivery"},

    {"Service", "code", "text"},
    {"Service", "rules", "text"},
    {"Service", "label", "text"},
    {"Service", "description", "text"},
    {"Service", "in_person", "bool"},
    {"Service", "working_hours", "int"},
    {"Service", "delivery", "Delivery"},
    {"Service", "questions", "[Question]"},
    {"Service", "requirements", "[Needed]"},
    {"Service", "fields", "[Field]"},
    {"Service", "lists", "[FormList]"},

    {"Question", "code", "text"},
    {"Question", "ask", "text"},
    {"Question", "usual", "text"},
    {"Question", "applies", "bool"},
    {"Question", "answer", "text?"},
    {"Question", "choices", "[Choice]"},

    {"Choice", "code", "text"},
    {"Choice", "label", "text"},

    {"Needed", "code", "text"},
    {"Needed", "label", "text"},
    {"Needed", "help", "text?"},
    {"Needed", "form", "text?"},
    {"Needed", "mode", "[Mode]"},
    {"Needed", "basis", "text?"},

    {"Field", "code", "text"},
    {"Field", "label", "text"},
    {"Field", "section", "text"},
    {"Field", "form", "text?"},
    {"Field", "kind", "text"},
    {"Field", "optional", "bool"},
    {"Field", "choices", "[Choice]"},

    {"FormList", "section", "text"},
    {"FormList", "item", "text"},
    {"FormList", "least", "int"},
    {"FormList", "most", "int"},

    {"StateQuestion", "type", "text"},
    {"StateQuestion", "timestamp", "time", true},
    {"StateQuestion", "data", "NumberAsked"},

    {"NumberAsked", "number", "text"},

    {"StateAnswer", "type", "text"},
    {"StateAnswer", "timestamp", "time"},
    {"StateAnswer", "sandbox", "bool"},
    {"StateAnswer", "data", "PartnerState"},

    {"PartnerState", "number", "text", true},
    {"PartnerState", "state", "State", true},
    {"PartnerState", "submitted_at", "time", true},
    {"PartnerState", "changed_at", "time", true},
    {"PartnerState", "outcome", "text?", true},
    {"PartnerState", "retry_on", "text?", true},
    {"PartnerState", "nik_last4", "text?", true},

    {"Batch", "type", "text"},
    {"Batch", "timestamp", "time", true},
    {"Batch", "data", "BatchRecords"},

    {"BatchRecords", "records", "[BatchRecord]"},

    {"BatchRecord", "reference", "text"},
    {"BatchRecord", "number", "text"},
    {"BatchRecord", "problem", "text", true},
    {"BatchRecord", "works", "bool", true},

    {"BatchAnswer", "type", "text"},
    {"BatchAnswer", "timestamp", "time"},
    {"BatchAnswer", "sandbox", "bool"},
    {"BatchAnswer", "data", "Receipts"},

    {"Receipts", "records", "[RecordReceipt]"},

    {"RecordReceipt", "reference", "text"},
    {"RecordReceipt", "receipt", "text"},
    {"RecordReceipt", "status", "ReceiptStatus"},

    {"ReceiptQuestion", "type", "text"},
    {"ReceiptQuestion", "timestamp", "time", true},
    {"ReceiptQuestion", "data", "ReceiptAsked"},

    {"ReceiptAsked", "receipt", "text"},

    {"ReceiptAnswer", "type", "text"},
    {"ReceiptAnswer", "timestamp", "time"},
    {"ReceiptAnswer", "sandbox", "bool"},
    {"ReceiptAnswer", "data", "ReceiptState"},

    {"ReceiptState", "receipt", "text"},
    {"ReceiptState", "reference", "text"},
    {"ReceiptState", "received_at", "time"},
    {"ReceiptState", "application", "PartnerState?"},

    {"TestQuestion", "type", "text"},
    {"TestQuestion", "timestamp", "time", true},
    {"TestQuestion", "data", "object", true},

    {"TestAnswer", "type", "text"},
    {"TestAnswer", "timestamp", "time"},
    {"TestAnswer", "sandbox", "bool"},
    {"TestAnswer", "data", "TestSent"},

    {"TestSent", "webhook_id", "text"},

    {"News", "type", "text"},
    {"News", "timestamp", "time"},
    {"News", "sandbox", "bool"},
    {"News", "data", "PartnerState"},

    {"OfficeKey", "public_key", "text"},

    {"Problem", "type", "text"},
    {"Problem", "title", "text"},
    {"Problem", "status", "int"},
    {"Problem", "code", "text"},
    {"Problem", "detail", "text", true},
    {"Problem", "instance", "text"},
    {"Problem", "errors", "[Mistake]", true},

    {"Mistake", "pointer", "text", true},
    {"Mistake", "detail", "text"},
    {"Mistake", "code", "text"},
};

static const char *state_word(int i) { return state_code((enum state)i); }
static const char *action_word(int i) { return api_takes((enum action)i) ? action_code((enum action)i) : ""; }
static const char *fault_word(int i) { return fault_code((enum fault_reason)i); }
static const char *hold_word(int i) { return hold_code((enum hold_reason)i); }
static const char *original_word(int i) { return original_code((enum original_result)i); }
static const char *channel_word(int i) { return channel_code((enum channel)i); }
static const char *booking_word(int i) { return booking_state_code((enum booking_state)i); }
static const char *booking_action_word(int i) { return booking_action_code((enum booking_action)i); }
static const char *age_word(int i) { return age_code((enum age_class)i); }
static const char *item_word(int i) { return item_state_code((enum item_state)i); }
static const char *delivery_word(int i) { return delivery_code((enum delivery)i); }
static const char *originals_word(int i) { return originals_code((enum originals_check)i); }
static const char *mode_word(int i) {
  static const char *const modes[] = {"form", "upload", "show", "withdraw", "optional", "officer"};
  return modes[i];
}
static const char *receipt_word(int i) { return partner_receipt_code((enum partner_receipt_status)i); }
static const struct {
  const char *name;
  const char *(*word)(int);
  int from, to;
} codes[] = {{"State", state_word, 0, STATES},
             {"ActionName", action_word, 0, ACTIONS},
             {"Fault", fault_word, 1, FAULT_REASONS},
             {"HoldReason", hold_word, 1, HOLD_REASONS},
             {"Original", original_word, 0, ORIGINAL_RESULTS},
             {"Channel", channel_word, 0, CHANNELS},
             {"BookingState", booking_word, 0, BOOKING_STATES},
             {"BookingAction", booking_action_word, 0, BOOKING_ACTIONS},
             {"AgeClass", age_word, 1, AGE_CLASSES},
             {"RequirementState", item_word, 0, ITEM_SEEN + 1},
             {"Delivery", delivery_word, 0, DELIVERY_COURIER + 1},
             {"OriginalsCheck", originals_word, 0, ORIGINALS_NONE + 1},
             {"Mode", mode_word, 0, 6},
             {"ReceiptStatus", receipt_word, 0, RECEIPT_STATUSES}};

/* ---- operations ---------------------------------------------------------------------------------------------- */

static const struct operation {
  const char *id, *summary;
  const char *takes, *gives; /* schemas; gives NULL: bytes of a scan */
  int status;
  bool once; /* Idempotency-Key */
  bool partner; /* a partner's key, and signatures both ways */
} operations[] = {
    {"submitApplication", "Hand in an application, with its papers or without", "NewApplication", "Submitted", 201,
     true},
    {"listApplications", "The work list, oldest due first, page by page", NULL, "ApplicationList", 200},
    {"openApplication", "All an officer sees of one application", NULL, "Application", 200},
    {"act", "One step of an application", "Action", "Acted", 200, true},
    {"addScans", "Later papers of an application", NULL, "ScansAdded", 201, true},
    {"openScan", "One paper; the look is an event", NULL, NULL, 200},
    {"tieScan", "A paper belongs to this requirement", "Tie", "Tied", 200, true},
    {"track", "The public state, for who knows the last digits of the phone", NULL, "Tracked", 200},
    {"listServices", "The services of this office", NULL, "ServiceList", 200},
    {"openService", "One service: its questions, and the papers these answers need", NULL, "Service", 200},
    {"listSlots", "Free times of one kind of visit; of one day, or of all that are given", NULL, "SlotList", 200},
    {"book", "An appointment; wait: the waiting list; kind jemput_bola: a visit at home", "NewBooking", "Booking", 201, true},
    {"listBookings", "Who comes on a day, in the order of time", NULL, "BookingList", 200},
    {"openBooking", "One appointment", NULL, "Booking", 200},
    {"actBooking", "One step of an appointment: move, cancel, arrive, miss, finish ...", "BookingStep", "Booking", 200},
    {"askState", "A partner asks for the state of an application that concerns it", "StateQuestion", "StateAnswer", 200, .partner = true},
    {"submitBatch", "A partner hands in records; each gets a receipt", "Batch", "BatchAnswer", 200, .partner = true},
    {"askReceipt", "What became of a record", "ReceiptQuestion", "ReceiptAnswer", 200, .partner = true},
    {"testEvent", "A test message goes to the partner's webhook", "TestQuestion", "TestAnswer", 200, .partner = true},
    {"partnerKey", "The public key that checks this office's signatures", NULL, "OfficeKey", 200},
    {"openApi", "This description", NULL, "", 200},
};
static const struct {
  const char *operation, *name, *type;
  bool must;
} parameters[] = {
    {"listApplications", "state", "text"}, {"listApplications", "service", "text"},
    {"listApplications", "owner", "text"}, {"listApplications", "limit", "int"},
    {"listApplications", "after", "text"}, {"track", "phone_last4", "text", true},
    {"listSlots", "kind", "text", true},     {"listSlots", "day", "text"},
    {"listSlots", "accessible", "text"},     {"listBookings", "day", "text"},
};

/* ---- writing ------------------------------------------------------------------------------------------------- */

static void put_ref(struct json_out *o, str name) {
  char text[80];
  snprintf(text, sizeof text, "#/components/schemas/" STR_FMT, STR_ARG(name));
  put_code(o, "$ref", text);
}

static void put_type_of(struct json_out *o, str type) {
  static const char *const plain[][3] = {{"text", "string", ""},
                                         {"int", "integer", ""},
                                         {"bool", "boolean", ""},
                                         {"time", "string", "date-time"},
                                         {"object", "object", ""}};
  for (size_t i = 0; i < COUNT(plain); i++) {
    if (!str_is(type, plain[i][0])) continue;
    put_code(o, "type", plain[i][1]);
    if (plain[i][2][0]) put_code(o, "format", plain[i][2]);
    return;
  }
  if (!str_eq(type, S("any"))) put_ref(o, type);
}

static void put_type(struct json_out *o, const char *name, str type) {
  bool nullable = str_ends(type, S("?")), list = str_starts(type, S("["));
  if (nullable) type.n--;
  if (list) type = str_sub(type, 1, type.n - 2);
  put_open(o, name, '{');
  if (nullable) put_open(o, "anyOf", '['), put_open(o, NULL, '{');
  if (list) put_code(o, "type", "array"), put_open(o, "items", '{');
  put_type_of(o, type);
  if (list) put_close(o, '}');
  if (nullable) {
    put_close(o, '}');
    put_open(o, NULL, '{');
    put_code(o, "type", "null");
    put_close(o, '}');
    put_close(o, ']');
  }
  put_close(o, '}');
}

static size_t put_schema(struct json_out *o, size_t at) {
  size_t end = at;
  while (end < COUNT(members) && strcmp(members[end].schema, members[at].schema) == 0) end++;
  put_open(o, members[at].schema, '{');
  put_code(o, "type", "object");
  put_open(o, "required", '[');
  for (size_t i = at; i < end; i++)
    if (!members[i].may) put_code(o, NULL, members[i].name);
  put_close(o, ']');
  put_bool(o, "additionalProperties", false);
  put_open(o, "properties", '{');
  for (size_t i = at; i < end; i++) put_type(o, members[i].name, str_of(members[i].type));
  put_close(o, '}');
  put_close(o, '}');
  return end;
}

static void put_components(struct json_out *o) {
  put_open(o, "components", '{');
  put_open(o, "securitySchemes", '{');
  put_open(o, "token", '{');
  put_code(o, "type", "http");
  put_code(o, "scheme", "bearer");
  put_close(o, '}');
  put_close(o, '}');
  put_open(o, "schemas", '{');
  for (size_t i = 0; i < COUNT(members);) i = put_schema(o, i);
  for (size_t i = 0; i < COUNT(codes); i++) {
    put_open(o, codes[i].name, '{');
    put_code(o, "type", "string");
    put_open(o, "enum", '[');
    for (int k = codes[i].from; k < codes[i].to; k++)
      if (codes[i].word(k)[0]) put_code(o, NULL, codes[i].word(k));
    put_close(o, ']');
    put_close(o, '}');
  }
  put_close(o, '}');
  put_close(o, '}');
}

static void put_parameter(struct json_out *o, const char *in, str name, const char *type, bool must) {
  put_open(o, NULL, '{');
  put_text(o, "name", name);
  put_code(o, "in", in);
  if (must) put_bool(o, "required", true);
  put_type(o, "schema", str_of(type));
  put_close(o, '}');
}

/* Standard Webhooks, Ed25519: signed is "id.timestamp.body". */
static void put_signature_headers(struct json_out *o) {
  static const char *const names[] = {"webhook-id", "webhook-timestamp", "webhook-signature"};
  for (size_t i = 0; i < COUNT(names); i++) put_parameter(o, "header", str_of(names[i]), "text", true);
}

static void put_parameters(struct json_out *o, const struct route *r, const struct operation *op) {
  str path = str_of(r->path), piece;
  put_open(o, "parameters", '[');
  while (str_cut(&path, '/', &piece))
    if (str_starts(piece, S("{"))) put_parameter(o, "path", str_sub(piece, 1, piece.n - 2), "text", true);
  for (size_t i = 0; i < COUNT(parameters); i++)
    if (strcmp(parameters[i].operation, op->id) == 0)
      put_parameter(o, "query", str_of(parameters[i].name), parameters[i].type, parameters[i].must);
  if (op->once) put_parameter(o, "header", S("Idempotency-Key"), "text", false);
  if (op->partner) put_signature_headers(o);
  put_close(o, ']');
}

/* A body of papers: each part is named by its requirement, and may be there several times. */
static void put_multipart(struct json_out *o, const struct operation *op) {
  put_open(o, "multipart/form-data", '{');
  put_open(o, "schema", '{');
  put_code(o, "type", "object");
  if (op->takes) {
    put_open(o, "properties", '{');
    put_type(o, "application", str_of(op->takes));
    put_close(o, '}');
  }
  put_open(o, "additionalProperties", '{');
  put_code(o, "type", "array");
  put_open(o, "items", '{');
  put_code(o, "type", "string");
  put_code(o, "format", "binary");
  put_close(o, '}');
  put_close(o, '}');
  put_close(o, '}');
  put_close(o, '}');
}

static void put_body(struct json_out *o, const struct route *r, const struct operation *op) {
  if (r->body == BODY_NONE) return;
  put_open(o, "requestBody", '{');
  put_bool(o, "required", true);
  put_open(o, "content", '{');
  if (r->body == BODY_FILES) put_multipart(o, op);
  if (op->takes) {
    put_open(o, "application/json", '{');
    put_type(o, "schema", str_of(op->takes));
    put_close(o, '}');
  }
  put_close(o, '}');
  put_close(o, '}');
}

static void put_answer(struct json_out *o, const char *status, const char *says, const char *type, const char *schema) {
  put_open(o, status, '{');
  put_code(o, "description", says);
  put_open(o, "content", '{');
  put_open(o, type, '{');
  put_open(o, "schema", '{');
  if (schema && schema[0])
    put_ref(o, str_of(schema));
  else if (schema)
    put_code(o, "type", "object");
  put_close(o, '}');
  put_close(o, '}');
  put_close(o, '}');
  put_close(o, '}');
}

static void put_operation(struct json_out *o, const struct route *r, const struct operation *op) {
  char status[8];
  snprintf(status, sizeof status, "%d", op->status);
  put_open(o, r->method == HTTP_GET ? "get" : "post", '{');
  put_code(o, "operationId", op->id);
  put_code(o, "summary", op->summary);
  put_open(o, "security", '[');
  if (r->access == ACCESS_TOKEN || op->partner) {
    put_open(o, NULL, '{');
    put_open(o, "token", '[');
    put_close(o, ']');
    put_close(o, '}');
  }
  put_close(o, ']');
  put_parameters(o, r, op);
  put_body(o, r, op);
  put_open(o, "responses", '{');
  put_answer(o, status, "Done", op->gives ? "application/json" : "*/*", op->gives);
  put_answer(o, "default", "Not done; nothing was changed", "application/problem+json", "Problem");
  put_close(o, '}');
  put_close(o, '}');
}

/* What this office sends to a partner's webhook. */
static void put_webhooks(struct json_out *o) {
  static const struct {
    const char *name, *summary, *schema;
  } sent[] = {{"application.updated", "An application that concerns the partner moved; only the fields of its agreement", "News"},
              {"event.test", "Asked for with testEvent; data is empty", "News"}};
  put_open(o, "webhooks", '{');
  for (size_t i = 0; i < COUNT(sent); i++) {
    put_open(o, sent[i].name, '{');
    put_open(o, "post", '{');
    put_code(o, "summary", sent[i].summary);
    put_open(o, "parameters", '[');
    put_signature_headers(o);
    put_close(o, ']');
    put_open(o, "requestBody", '{');
    put_open(o, "content", '{');
    put_open(o, "application/json", '{');
    put_open(o, "schema", '{');
    put_ref(o, str_of(sent[i].schema));
    put_close(o, '}');
    put_close(o, '}');
    put_close(o, '}');
    put_close(o, '}');
    put_open(o, "responses", '{');
    put_open(o, "2XX", '{');
    put_code(o, "description", "Taken; anything else is tried again, 410 ends it");
    put_close(o, '}');
    put_close(o, '}');
    put_close(o, '}');
    put_close(o, '}');
  }
  put_close(o, '}');
}

static const struct operation *operation_find(const char *id) {
  for (size_t i = 0; id && i < COUNT(operations); i++)
    if (strcmp(operations[i].id, id) == 0) return &operations[i];
  return NULL;
}

/* Routes of one path stand together: that of the first one opens it. */
static void put_path(struct json_out *o, size_t first) {
  for (size_t i = 0; i < first; i++)
    if (routes[i].operation && strcmp(routes[i].path, routes[first].path) == 0) return;
  put_open(o, routes[first].path, '{');
  for (size_t i = first; i < route_count; i++) {
    const struct operation *op = operation_find(routes[i].operation);
    if (op && strcmp(routes[i].path, routes[first].path) == 0) put_operation(o, &routes[i], op);
  }
  put_close(o, '}');
}

void api_openapi(struct web_request *rq, struct http_response *rs) {
  const struct config *config = rq->c.office->config;
  struct json_out o = json_out_new(rq->c.arena);
  put_code(&o, "openapi", "3.1.0");
  put_open(&o, "info", '{');
  put_text(&o, "title", arena_printf(rq->c.arena, "Loket " STR_FMT, STR_ARG(config->office.name)));
  put_code(&o, "version", LOKET_VERSION);
  put_close(&o, '}');
  put_open(&o, "servers", '[');
  put_open(&o, NULL, '{');
  put_text(&o, "url", config->public_url);
  put_close(&o, '}');
  put_close(&o, ']');
  put_open(&o, "paths", '{');
  for (size_t i = 0; i < route_count; i++)
    if (operation_find(routes[i].operation)) put_path(&o, i);
  put_close(&o, '}');
  put_webhooks(&o);
  put_components(&o);
  web_json(rq, rs, 200, json_out_end(&o));
}
