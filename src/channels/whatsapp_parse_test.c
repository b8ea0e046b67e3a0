/* What Meta sends, in the shapes it was seen in from Graph v17 to v26. People and numbers are invented.
 * Fixtures are written with ' for ". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "channels/whatsapp.h"

#define NUMBER "106540352242922"
#define BAIQ "6281200000101"
#define BAIQ_ID "ID.13491208655302741918"
#define META \
  "'messaging_product':'whatsapp','metadata':{'display_phone_number':'6287700000001','phone_number_id':'" NUMBER "'}"
#define ENTRY(field, value) "{'id':'102290129340398','changes':[{'value':" value ",'field':'" field "'}]}"
#define BODY(entries) "{'object':'whatsapp_business_account','entry':[" entries "]}"
#define VALUE(rest) "{" META "," rest "}"
#define CONTACT "'contacts':[{'profile':{'name':'Baiq Contoh'},'wa_id':'" BAIQ "'}]"
#define MESSAGES(messages) BODY(ENTRY("messages", VALUE(CONTACT ",'messages':[" messages "]")))
#define FROM "'from':'" BAIQ "','id':'wamid.T1','timestamp':'1763859125',"
#define ONE(rest) MESSAGES("{" FROM rest "}")
#define STATUSES(list) BODY(ENTRY("messages", VALUE("'statuses':[" list "]")))

struct parsed {
  struct arena *arena;
  enum err err;
  struct wa_event *e;
  size_t n;
};

static str quoted(struct arena *a, const char *fixture) {
  str s = arena_str(a, str_of(fixture));
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] == '\'') ((char *)(uintptr_t)s.p)[i] = '"';
  return s;
}

static void drop(struct parsed *p) { arena_free(p->arena); }

static struct parsed parse(const char *fixture) {
  struct parsed p = {.arena = arena_new(MAX_REQUEST_ARENA)};
  p.err = wa_parse(p.arena, quoted(p.arena, fixture), &p.e, &p.n);
  return p;
}

static struct parsed parse_one(const char *fixture) {
  struct parsed p = parse(fixture);
  if (p.err != E_OK || p.n != 1) fail_msg("%s, %zu events: %s", err_name(p.err), p.n, fixture);
  return p;
}

static void assert_text(str got, const char *want) {
  if (!str_is(got, want)) fail_msg("got \"" STR_FMT "\", want \"%s\"", STR_ARG(got), want ? want : "");
}

static void each_kind_of_message_is_told_apart(void **state) {
  (void)state;
  static const struct {
    const char *body;
    enum wa_kind kind;
    const char *text, *choice, *quoted;
  } rows[] = {
      {ONE("'text':{'body':'Halo'},'type':'text'"), WA_TEXT, "Halo", "", ""},
      {ONE("'text':{'body':'  \\ud83d\\udc4d '},'type':'text'"), WA_TEXT, "  \xF0\x9F\x91\x8D ", "", ""},
      {ONE("'context':{'from':'6287700000001','id':'wamid.Q'},'text':{'body':'ya'},'type':'text'"), WA_TEXT, "ya", "",
       "wamid.Q"},
      {ONE("'type':'text','text':{'body':'x'},'referral':{'source_url':'https://x'},'identity':{'hash':'h'}"), WA_TEXT,
       "x", "", ""},
      {ONE("'type':'image','image':{'caption':'KK saya','mime_type':'image/jpeg','sha256':'x','id':'77'}"), WA_MEDIA,
       "KK saya", "", ""},
      {ONE("'type':'document','document':{'filename':'kk.pdf','mime_type':'application/pdf','sha256':'x','id':'78'}"),
       WA_MEDIA, "", "", ""},
      {ONE("'type':'audio','audio':{'mime_type':'audio/ogg; codecs=opus','sha256':'x','id':'79','voice':true}"),
       WA_VOICE, "", "", ""},
      {ONE("'type':'video','video':{'mime_type':'video/mp4','sha256':'x','id':'80'}"), WA_OTHER_MEDIA, "", "", ""},
      {ONE("'type':'sticker','sticker':{'mime_type':'image/webp','sha256':'x','id':'81','animated':false}"),
       WA_OTHER_MEDIA, "", "", ""},
      {ONE("'type':'location','location':{'latitude':-8.583333,'longitude':116.116667,'name':'Kantor'}"), WA_LOCATION,
       "-8.583333,116.116667 Kantor", "", ""},
      {ONE("'type':'location','location':{'latitude':-8,'longitude':116}"), WA_LOCATION, "-8.000000,116.000000", "",
       ""},
      {ONE("'type':'contacts','contacts':[{'name':{'formatted_name':'Lalu Contoh'},'phones':[{'phone':'+62 "
           "812-0000-0102','wa_id':'6281200000102'}]}]"),
       WA_CONTACTS, "Lalu Contoh", "", ""},
      {ONE("'type':'contacts','origin':'contact_request','contacts':[{'phones':[{'phone':'+6281200000101'}]}]"),
       WA_CONTACTS, "", "", ""},
      {ONE("'type':'interactive','interactive':{'type':'list_reply','list_reply':{'id':'svc.kk.v1','title':'Kartu "
           "Keluarga','description':'d'}},'context':{'from':'6287700000001','id':'wamid.M'}"),
       WA_CHOICE, "Kartu Keluarga", "svc.kk.v1", "wamid.M"},
      {ONE("'type':'interactive','interactive':{'type':'button_reply','button_reply':{'id':'yes.v1','title':'Ya'}}"),
       WA_CHOICE, "Ya", "yes.v1", ""},
      {ONE("'type':'interactive','interactive':{'button_reply':{'id':'yes.v1','title':'Ya'}}"), WA_CHOICE, "Ya",
       "yes.v1", ""},
      {ONE("'type':'interactive','interactive':{'type':'nfm_reply','nfm_reply':{'name':'flow','body':'Sent','response_"
           "json':'{broken'}}"),
       WA_IGNORED, "", "", ""},
      {ONE("'type':'interactive','interactive':{'type':'nfm_reply','nfm_reply':{'name':'address_message','response_"
           "json':7}}"),
       WA_IGNORED, "", "", ""},
      {ONE("'type':'interactive','interactive':{'type':'call_permission_reply','call_permission_reply':{}}"),
       WA_IGNORED, "", "", ""},
      {ONE("'type':'interactive'"), WA_UNKNOWN, "", "", ""},
      {ONE("'type':'button','button':{'payload':'stop.v1','text':'Berhenti'}"), WA_CHOICE, "Berhenti", "stop.v1", ""},
      {ONE("'type':'reaction','reaction':{'message_id':'wamid.R','emoji':'\\ud83d\\ude4f'}"), WA_REACTION,
       "\xF0\x9F\x99\x8F", "", "wamid.R"},
      {ONE("'type':'reaction','reaction':{'message_id':'wamid.R'}"), WA_REACTION, "", "", "wamid.R"},
      {ONE("'type':'order','order':{'catalog_id':'c','product_items':[]}"), WA_IGNORED, "", "", ""},
      {ONE("'type':'request_welcome'"), WA_IGNORED, "", "", ""},
      {ONE("'type':'text','text':{'body':'x'},'group_id':'g1'"), WA_IGNORED, "x", "", ""},
      {ONE("'type':'unsupported','unsupported':{'type':'poll'},'errors':[{'code':131051,'title':'Message type "
           "unknown'}]"),
       WA_UNSUPPORTED, "", "", ""},
      {ONE("'type':'unknown','errors':[{'code':501}]"), WA_UNSUPPORTED, "", "", ""},
      {ONE("'type':'edit','edit':{'original_message_id':'wamid.O','message':{'type':'text','text':{'body':'baru'}}}"),
       WA_EDIT, "baru", "", "wamid.O"},
      {ONE("'type':'edit','edit':{'original_message_id':'wamid.O','message':{'type':'image','image':{'caption':'KTP','"
           "id':'9'}}}"),
       WA_EDIT, "KTP", "", "wamid.O"},
      {ONE("'type':'revoke','revoke':{'original_message_id':'wamid.O'}"), WA_REVOKE, "", "", "wamid.O"},
      {ONE("'type':'poll_vote_2027','poll_vote_2027':{'x':[1,{}]}"), WA_UNKNOWN, "", "", ""},
      {ONE("'type':7"), WA_UNKNOWN, "", "", ""},
      {ONE("'type':'text','text':'not an object'"), WA_UNKNOWN, "", "", ""},
      {ONE("'type':'image','image':[]"), WA_UNKNOWN, "", "", ""},
      {ONE("'type':'edit','edit':null"), WA_UNKNOWN, "", "", ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    CLEANUP(drop) struct parsed p = parse_one(rows[i].body);
    if (p.e[0].kind != rows[i].kind) fail_msg("kind %d, want %d: %s", p.e[0].kind, rows[i].kind, rows[i].body);
    assert_text(p.e[0].text, rows[i].text);
    assert_text(p.e[0].choice_id, rows[i].choice);
    assert_text(p.e[0].quoted, rows[i].quoted);
    assert_text(p.e[0].number_id, NUMBER);
    assert_text(p.e[0].wamid, "wamid.T1");
    assert_text(p.e[0].phone, BAIQ);
    assert_text(p.e[0].profile_name, "Baiq Contoh");
    assert_int_equal(p.e[0].at, 1763859125000);
  }
}

static void a_shared_contact_brings_its_number(void **state) {
  (void)state;
  CLEANUP(drop)
  struct parsed p = parse_one(ONE("'type':'contacts','contacts':[{'phones':[{'phone':'+6281200000101'}]}]"));
  assert_text(p.e[0].shared_phone, "+6281200000101");
  CLEANUP(drop)
  struct parsed q =
      parse_one(ONE("'type':'contacts','contacts':[{'phones':[{'phone':'08..','wa_id':'6281200000102'}]}]"));
  assert_text(q.e[0].shared_phone, "6281200000102");
}

/* "Loket" hashed: base64 as in webhooks, hex as in the answer of the media call. */
static void media_keep_what_is_needed_to_fetch_and_check_them(void **state) {
  (void)state;
  struct arena *a = arena_new(1 << 20);
  struct sha256 h = sha256_of(S("Loket"));
  const char *spellings[] = {base64_encode(a, h.b, sizeof h.b).p, hex_encode(a, h.b, sizeof h.b).p};
  for (size_t i = 0; i < COUNT(spellings); i++) {
    str fixture =
        arena_printf(a,
                     ONE("'type':'document','document':{'filename':'../../etc/kk.pdf','mime_type':'Application/PDF; "
                         "x=y','sha256':'%s','id':'1908','file_size':'12345','url':'https://lookaside.fbsbx.com/w'}"),
                     spellings[i]);
    CLEANUP(drop) struct parsed p = parse_one(fixture.p);
    assert_text(p.e[0].media.id, "1908");
    assert_text(p.e[0].media.mime, "application/pdf");
    assert_text(p.e[0].media.file_name, "kk.pdf");
    assert_text(p.e[0].media.url, "https://lookaside.fbsbx.com/w");
    assert_int_equal(p.e[0].media.size, 12345);
    assert_true(p.e[0].media.has_sha256);
    assert_memory_equal(p.e[0].media.sha256.b, h.b, sizeof h.b);
  }
  CLEANUP(drop) struct parsed p = parse_one(ONE("'type':'image','image':{'id':'1','sha256':'short'}"));
  assert_false(p.e[0].media.has_sha256);
  assert_int_equal(p.e[0].media.size, -1);
  arena_free(a);
}

static void a_forwarded_photo_is_known_as_forwarded(void **state) {
  (void)state;
  CLEANUP(drop) struct parsed p = parse_one(ONE("'context':{'forwarded':true},'type':'image','image':{'id':'1'}"));
  assert_true(p.e[0].forwarded);
  CLEANUP(drop)
  struct parsed q = parse_one(ONE("'context':{'frequently_forwarded':true},'type':'image','image':{'id':'1'}"));
  assert_true(q.e[0].forwarded);
  CLEANUP(drop)
  struct parsed r =
      parse_one(ONE("'context':{'from_user_id':'ID.9','id':'wamid.Q'},'type':'image','image':{'id':'1'}"));
  assert_false(r.e[0].forwarded);
}

static void a_photo_meta_lost_says_so(void **state) {
  (void)state;
  CLEANUP(drop)
  struct parsed p = parse_one(ONE("'type':'image','errors':[{'code':131052,'title':'Media download error'}]"));
  assert_int_equal(p.e[0].kind, WA_UNSUPPORTED);
  assert_int_equal(p.e[0].error_code, 131052);
}

static void a_person_without_a_phone_number_is_still_a_person(void **state) {
  (void)state;
  static const char *const bodies[] = {
      BODY(ENTRY("messages",
                 VALUE("'contacts':[{'profile':{'name':'Baiq Contoh','username':'baiq'},'user_id':'" BAIQ_ID "'}],"
                       "'messages':[{'from_user_id':'" BAIQ_ID
                       "','id':'wamid.T1','timestamp':'1763859125','type':'text','text':{'body':'hai'}}]"))),
      /* a BSUID where a number belongs */
      BODY(
          ENTRY("messages", VALUE("'contacts':[{'profile':{'username':'Baiq Contoh'},'wa_id':'" BAIQ_ID "'}],"
                                  "'messages':[{'from':'" BAIQ_ID
                                  "','id':'wamid.T1','timestamp':'1763859125','type':'text','text':{'body':'hai'}}]"))),
  };
  for (size_t i = 0; i < COUNT(bodies); i++) {
    CLEANUP(drop) struct parsed p = parse_one(bodies[i]);
    assert_int_equal(p.e[0].kind, WA_TEXT);
    assert_int_equal(p.e[0].phone.n, 0);
    assert_text(p.e[0].bsuid, BAIQ_ID);
    assert_text(p.e[0].profile_name, "Baiq Contoh");
  }
  CLEANUP(drop)
  struct parsed nobody =
      parse_one(BODY(ENTRY("messages", VALUE("'messages':[{'id':'wamid.T1','type':'text','text':{'body':'hai'}}]"))));
  assert_int_equal(nobody.e[0].kind, WA_UNKNOWN);
  assert_text(nobody.e[0].wamid, "wamid.T1");
}

static void the_contact_completes_what_the_message_leaves_out(void **state) {
  (void)state;
  CLEANUP(drop)
  struct parsed p = parse_one(BODY(ENTRY(
      "messages", VALUE("'contacts':[{'profile':{'name':'Baiq Contoh'},'wa_id':'" BAIQ "','user_id':'" BAIQ_ID "'}],"
                        "'messages':[{'from':'+" BAIQ
                        "','id':'wamid.T1','timestamp':'1763859125','type':'text','text':{'body':'hai'}}]"))));
  assert_text(p.e[0].phone, BAIQ);
  assert_text(p.e[0].bsuid, BAIQ_ID);
}

static void names_go_to_their_own_messages(void **state) {
  (void)state;
  CLEANUP(drop)
  struct parsed p = parse(BODY(ENTRY(
      "messages",
      VALUE("'contacts':[{'profile':{'name':'C'},'wa_id':'6281200000103'},{'profile':{'name':'B'},'user_id':'ID.2'},7,"
            "{'profile':{'name':'A'},'wa_id':'6281200000101'}],'messages':["
            "{'from':'6281200000101','id':'wamid.1','timestamp':'1','type':'text','text':{'body':'a'}},"
            "{'from_user_id':'ID.2','id':'wamid.2','timestamp':'2','type':'text','text':{'body':'b'}},"
            "{'from':'6281200000103','id':'wamid.3','timestamp':'3','type':'text','text':{'body':'c'}},"
            "{'from':'6281200000104','id':'wamid.4','timestamp':'4','type':'text','text':{'body':'d'}}]"))));
  assert_int_equal(p.n, 4);
  assert_text(p.e[0].profile_name, "A");
  assert_text(p.e[1].profile_name, "B");
  assert_text(p.e[2].profile_name, "C");
  assert_text(p.e[3].profile_name, "");
}

static void everything_in_a_batch_is_taken_in_order(void **state) {
  (void)state;
#define SMALL(id) "{'from':'" BAIQ "','id':'" id "','timestamp':'1763859125','type':'text','text':{'body':'" id "'}}"
  CLEANUP(drop)
  struct parsed p =
      parse(BODY("{'id':'1','changes':[{'field':'messages','value':" VALUE("'messages':[" SMALL("w1") "," SMALL(
          "w2") "]") "},"
                     "{'field':'messages','value':{'metadata':{'phone_number_id':'2'},'messages':"
                     "[" SMALL("w3") "],'errors':[{'code':131000,'title':'Something went "
                                     "wrong'}]}}]}," ENTRY(
                                         "messages", VALUE("'statuses':[{'id':'w4','status':'read','timestamp':'1'}"
                                                           "],'messages':[" SMALL("w5") "," SMALL("w5") "]"))));
  static const char *const wamids[] = {"w1", "w2", "w3", "", "w5", "w5", "w4"};
  assert_int_equal(p.n, COUNT(wamids));
  for (size_t i = 0; i < p.n; i++) assert_text(p.e[i].wamid, wamids[i]);
  assert_text(p.e[2].number_id, "2");
  assert_int_equal(p.e[3].kind, WA_ERROR);
  assert_int_equal(p.e[3].error_code, 131000);
  assert_text(p.e[6].number_id, NUMBER);
}

static void statuses_are_read_in_every_shape(void **state) {
  (void)state;
  static const struct {
    const char *body;
    enum wa_kind kind;
    enum wa_status status;
    int code;
  } rows[] = {
      {STATUSES("{'id':'wamid.S','status':'sent','timestamp':'1763859125','recipient_id':'" BAIQ
                "','biz_opaque_callback_data':'out-1','conversation':{'id':'c','expiration_timestamp':'1763900000','"
                "origin':{'type':'service'}},'pricing':{'billable':true,'pricing_model':'CBP','category':'service'}}"),
       WA_STATUS, WA_SENT, 0},
      {STATUSES("{'id':'wamid.S','status':'delivered','timestamp':'1763859125','recipient_id':'" BAIQ
                "','biz_opaque_callback_data':'out-1','conversation':{'expiration_timestamp':1763900000},'pricing':{'"
                "pricing_model':'PMP','type':'regular'}}"),
       WA_STATUS, WA_DELIVERED, 0},
      {STATUSES("{'id':'wamid.S','status':'read','timestamp':1763859125,'recipient_id':'" BAIQ
                "','biz_opaque_callback_data':'out-1'}"),
       WA_STATUS, WA_READ, 0},
      {STATUSES("{'id':'wamid.S','status':'played','timestamp':'1763859125000','recipient_id':'" BAIQ
                "','biz_opaque_callback_data':'out-1'}"),
       WA_STATUS, WA_PLAYED, 0},
      {STATUSES("{'id':'wamid.S','status':'failed','timestamp':'1763859125','recipient_id':'" BAIQ
                "','biz_opaque_callback_data':'out-1','errors':[{'code':131047,'title':'Re-engagement "
                "message','error_data':{'details':'24 hours'},'href':'x'}]}"),
       WA_STATUS, WA_FAILED, 131047},
      {STATUSES("{'id':'wamid.S','status':'failed','timestamp':'1763859125','recipient_id':'" BAIQ
                "','biz_opaque_callback_data':'out-1','errors':'none'}"),
       WA_STATUS, WA_FAILED, 0},
      {STATUSES("{'id':'wamid.S','status':'warning','timestamp':'1763859125','recipient_id':'" BAIQ
                "','biz_opaque_callback_data':'out-1'}"),
       WA_IGNORED, 0, 0},
      {STATUSES("{'id':'wamid.S','status':'deleted','timestamp':'1763859125','recipient_id':'" BAIQ
                "','biz_opaque_callback_data':'out-1'}"),
       WA_IGNORED, 0, 0},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    CLEANUP(drop) struct parsed p = parse_one(rows[i].body);
    assert_int_equal(p.e[0].kind, rows[i].kind);
    assert_int_equal(p.e[0].status, rows[i].status);
    assert_int_equal(p.e[0].error_code, rows[i].code);
    assert_int_equal(p.e[0].at, 1763859125000);
    assert_text(p.e[0].wamid, "wamid.S");
    assert_text(p.e[0].phone, BAIQ);
    assert_text(p.e[0].callback_data, "out-1");
  }
  CLEANUP(drop)
  struct parsed later = parse(STATUSES("{'id':'w','status':'read','timestamp':'9','recipient_user_id':'" BAIQ_ID
                                       "'},{'id':'w','status':'sent','timestamp':'7'}"));
  assert_int_equal(later.n, 2);
  assert_int_equal(later.e[0].status, WA_READ);
  assert_text(later.e[0].bsuid, BAIQ_ID);
  assert_int_equal(later.e[1].status, WA_SENT);
}

static void what_an_officer_typed_in_the_app_is_an_echo_to_the_citizen(void **state) {
  (void)state;
#define ECHO_OF(key)                                     \
  VALUE("'" key "':[{'from':'6287700000001','to':'" BAIQ \
        "','id':'wamid.E','timestamp':'1763859125','type':'text','text':{'body':'Silakan datang'}}]")
  static const char *const bodies[] = {
      BODY(ENTRY("smb_message_echoes", ECHO_OF("message_echoes"))),
      BODY(ENTRY("message_echoes", ECHO_OF("message_echoes"))),
      BODY(ENTRY("smb_message_echoes", ECHO_OF("smb_message_echoes"))),
      BODY(ENTRY("smb_message_echoes", ECHO_OF("messages"))),
  };
  for (size_t i = 0; i < COUNT(bodies); i++) {
    CLEANUP(drop) struct parsed p = parse_one(bodies[i]);
    assert_int_equal(p.e[0].kind, WA_ECHO);
    assert_text(p.e[0].phone, BAIQ);
    assert_text(p.e[0].text, "Silakan datang");
  }
  CLEANUP(drop)
  struct parsed p = parse_one(
      BODY(ENTRY("smb_message_echoes", VALUE("'message_echoes':[{'from':'6287700000001','to_user_id':'" BAIQ_ID
                                             "','id':'wamid.E','timestamp':'1','type':'image','image':{'id':'5'}}]"))));
  assert_int_equal(p.e[0].kind, WA_ECHO);
  assert_text(p.e[0].bsuid, BAIQ_ID);
}

static void a_changed_number_or_identity_is_seen_without_contacts(void **state) {
  (void)state;
#define SYSTEM(rest) BODY(ENTRY("messages", VALUE("'messages':[{" FROM "'type':'system','system':{" rest "}}]")))
  static const struct {
    const char *body;
    enum wa_kind kind;
    const char *phone, *bsuid;
  } rows[] = {
      {SYSTEM("'body':'Baiq changed','wa_id':'6281200000199','type':'user_changed_number'"), WA_NUMBER_CHANGED,
       "6281200000199", ""},
      {SYSTEM("'body':'Baiq changed','new_wa_id':'6281200000199','type':'customer_changed_number'"), WA_NUMBER_CHANGED,
       "6281200000199", ""},
      {SYSTEM("'type':'user_changed_user_id','user_id':'ID.7','parent_user_id':'ID.ENT.8'"), WA_NUMBER_CHANGED, "",
       "ID.7"},
      {SYSTEM("'type':'customer_identity_changed','customer':'x','identity':'y'"), WA_IDENTITY_CHANGED, "", ""},
      {SYSTEM("'type':'something_new','body':'b'"), WA_UNKNOWN, "", ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    CLEANUP(drop) struct parsed p = parse_one(rows[i].body);
    assert_int_equal(p.e[0].kind, rows[i].kind);
    assert_text(p.e[0].phone, BAIQ);
    assert_text(p.e[0].new_wa_id, rows[i].phone);
    assert_text(p.e[0].new_bsuid, rows[i].bsuid);
  }
}

static void the_account_tells_the_admin(void **state) {
  (void)state;
  static const struct {
    const char *body;
    enum wa_kind kind;
    const char *field, *text;
  } rows[] = {
      {BODY(ENTRY("phone_number_quality_update",
                  "{'display_phone_number':'6287700000001','event':'FLAGGED','current_limit':'TIER_250'}")),
       WA_ACCOUNT, "phone_number_quality_update", "FLAGGED TIER_250"},
      {BODY("{'id':'1','time':1763859125,'changes':[{'field':'message_template_status_update','value':{'event':'"
            "REJECTED','message_template_id':5,'message_template_name':'loket_selesai','reason':'INVALID_FORMAT'}}]}"),
       WA_ACCOUNT, "message_template_status_update", "REJECTED loket_selesai INVALID_FORMAT"},
      {BODY(ENTRY("account_update", "{'event':'DISABLED_UPDATE','ban_info':{}}")), WA_ACCOUNT, "account_update",
       "DISABLED_UPDATE"},
      {BODY(ENTRY("history", "{'messages':[{'id':'old'}]}")), WA_IGNORED, "history", ""},
      {BODY(ENTRY("calls", "{'calls':[]}")), WA_IGNORED, "calls", ""},
      {BODY(ENTRY("group_lifecycle_update", "{}")), WA_IGNORED, "group_lifecycle_update", ""},
      {BODY(ENTRY("invented_next_year", "{'a':1}")), WA_UNKNOWN, "invented_next_year", ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    CLEANUP(drop) struct parsed p = parse_one(rows[i].body);
    assert_int_equal(p.e[0].kind, rows[i].kind);
    assert_text(p.e[0].choice_id, rows[i].field);
    assert_text(p.e[0].text, rows[i].text);
  }
}

static void nothing_odd_is_refused_and_nothing_goes_missing(void **state) {
  (void)state;
  static const char *const odd[] = {
      BODY("7"),
      BODY("{}"),
      BODY("{'changes':{}}"),
      BODY("{'changes':[null]}"),
      BODY("{'changes':[{'field':'messages'}]}"),
      BODY("{'changes':[{'field':'messages','value':[]}]}"),
      BODY(ENTRY("messages", VALUE("'messages':'none'"))),
      BODY(ENTRY("messages", VALUE("'messages':[]"))),
      MESSAGES("null"),
      MESSAGES("[]"),
      MESSAGES("{}"),
      BODY(ENTRY("messages", VALUE("'errors':[{'code':'131000'}]"))),
      BODY(ENTRY("messages", VALUE("'user_actions':[{'action_type':'marketing_messages_link_click'}]"))),
      STATUSES("{}"),
      STATUSES("'sent'"),
      ONE("'type':'text','text':{'body':'a'},'type':'text'"),
      ONE("'type':'text','text':{'body':'a'},'when':123456789012345678901234567890"),
      ONE("'type':'text','text':{'body':'\\ud83d'}"),
      ONE("'type':'text','text':{'body':'\\udc4d\\ud83d\\ud83d\\udc4d'}"),
      ONE("'type':'text','text':{'body':'a\\u0000b'}"),
      ONE("'type':'text','text':{'body':'\xC3'}"),
      ONE("'type':'text','text':{'body':'line\nbreak'}"),
  };
  for (size_t i = 0; i < COUNT(odd); i++) {
    CLEANUP(drop) struct parsed p = parse_one(odd[i]);
    assert_true(utf8_valid(p.e[0].text));
  }
}

static void half_an_emoji_costs_no_more_than_itself(void **state) {
  (void)state;
  CLEANUP(drop)
  struct parsed p =
      parse_one(ONE("'type':'text','text':{'body':'\\ud83d baik \\ud83d\\udc4d \xF0\x9F\x91\x8D \\\\u0000'}"));
  assert_text(p.e[0].text, "\xEF\xBF\xBD baik \xF0\x9F\x91\x8D \xF0\x9F\x91\x8D \\u0000");
}

static void what_is_not_ours_is_refused(void **state) {
  (void)state;
  static const char *const bad[] = {
      "", "x", "{", "[]", "null", "{'object':'page','entry':[]}", "{'entry':[]}", "{'object':7}"};
  for (size_t i = 0; i < COUNT(bad); i++) {
    CLEANUP(drop) struct parsed p = parse(bad[i]);
    assert_int_equal(p.err, E_INPUT);
    assert_int_equal(p.n, 0);
  }
}

static void ids_are_whole_or_absent_and_times_make_sense(void **state) {
  (void)state;
  struct arena *a = arena_new(1 << 20);
  char longer[MAX_WA_ID + 2];
  memset(longer, 'w', sizeof longer - 1);
  longer[sizeof longer - 1] = 0;
  str body = arena_printf(
      a, MESSAGES("{'from':'" BAIQ "','id':'%s','timestamp':'1','type':'text','text':{'body':'x'}}"), longer);
  CLEANUP(drop) struct parsed p = parse_one(body.p);
  assert_int_equal(p.e[0].kind, WA_UNKNOWN);
  assert_int_equal(p.e[0].wamid.n, 0);
  static const char *const times[] = {
      "'-1'", "'soon'", "null", "'99999999999999999999'", "1e300", "9223372036854775807"};
  for (size_t i = 0; i < COUNT(times); i++) {
    str odd = arena_printf(a, MESSAGES("{'from':'" BAIQ "','id':'w','timestamp':%s,'type':'text','text':{'body':'x'}}"),
                           times[i]);
    CLEANUP(drop) struct parsed q = parse_one(odd.p);
    assert_int_equal(q.e[0].at, 0);
    assert_int_equal(q.e[0].kind, WA_TEXT);
  }
  arena_free(a);
}

/* A body of `count` messages, padded to about `size` bytes. */
static str big_body(struct arena *a, size_t count, size_t size) {
  struct buf b = buf_new(a, MAX_WEBHOOK_BODY);
  buf_add(&b, S("{\"object\":\"whatsapp_business_account\",\"entry\":[{\"changes\":[{\"field\":\"messages\",\"value\":"
                "{\"metadata\":{\"phone_number_id\":\"1\"},\"contacts\":["));
  for (size_t i = 0; i < count; i++)
    buf_printf(&b, "%s{\"profile\":{\"name\":\"N%zu\"},\"wa_id\":\"62812%08zu\"}", i ? "," : "", count - i, count - i);
  buf_add(&b, S("],\"messages\":["));
  size_t padding = size / count > 160 ? size / count - 160 : 0;
  for (size_t i = 0; i < count; i++) {
    buf_printf(&b,
               "%s{\"from\":\"62812%08zu\",\"id\":\"wamid.%zu\",\"timestamp\":\"1763859125\",\"type\":\"text\","
               "\"text\":{\"body\":\"",
               i ? "," : "", i + 1, i);
    for (size_t k = 0; k < padding; k++) buf_byte(&b, "abcdefgh "[k % 9]);
    buf_add(&b, S("\"}}"));
  }
  buf_add(&b, S("]}}]}]}"));
  assert_false(b.full);
  return buf_str(&b);
}

static void a_thousand_updates_are_read_at_once(void **state) {
  (void)state;
  struct arena *a = arena_new(MAX_REQUEST_ARENA);
  str body = big_body(a, 1000, 3u << 20);
  struct wa_event *e;
  size_t n;
  i64 start = clock_monotonic_us();
  assert_int_equal(wa_parse(a, body, &e, &n), E_OK);
  i64 us = clock_monotonic_us() - start;
  assert_int_equal(n, 1000);
  assert_text(e[999].profile_name, "N1000");
  print_message("%zu bytes, %zu updates: %lld us\n", body.n, n, (long long)us);
  assert_true(us < 1000000); /* a tenth of it on any machine that is not under a sanitizer */
  arena_free(a);
}

static void a_flood_in_one_body_has_an_end(void **state) {
  (void)state;
  struct arena *a = arena_new(MAX_REQUEST_ARENA);
  struct wa_event *e;
  size_t n;
  assert_int_equal(wa_parse(a, big_body(a, MAX_WA_UPDATES, 0), &e, &n), E_OK);
  assert_int_equal(n, MAX_WA_UPDATES);
  assert_int_equal(wa_parse(a, big_body(a, MAX_WA_UPDATES + 1, 0), &e, &n), E_LIMIT);
  arena_free(a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_kind_of_message_is_told_apart),
      cmocka_unit_test(a_shared_contact_brings_its_number),
      cmocka_unit_test(media_keep_what_is_needed_to_fetch_and_check_them),
      cmocka_unit_test(a_forwarded_photo_is_known_as_forwarded),
      cmocka_unit_test(a_photo_meta_lost_says_so),
      cmocka_unit_test(a_person_without_a_phone_number_is_still_a_person),
      cmocka_unit_test(the_contact_completes_what_the_message_leaves_out),
      cmocka_unit_test(names_go_to_their_own_messages),
      cmocka_unit_test(everything_in_a_batch_is_taken_in_order),
      cmocka_unit_test(statuses_are_read_in_every_shape),
      cmocka_unit_test(what_an_officer_typed_in_the_app_is_an_echo_to_the_citizen),
      cmocka_unit_test(a_changed_number_or_identity_is_seen_without_contacts),
      cmocka_unit_test(the_account_tells_the_admin),
      cmocka_unit_test(nothing_odd_is_refused_and_nothing_goes_missing),
      cmocka_unit_test(half_an_emoji_costs_no_more_than_itself),
      cmocka_unit_test(what_is_not_ours_is_refused),
      cmocka_unit_test(ids_are_whole_or_absent_and_times_make_sense),
      cmocka_unit_test(a_thousand_updates_are_read_at_once),
      cmocka_unit_test(a_flood_in_one_body_has_an_end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
