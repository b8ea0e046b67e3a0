#include "ops/demo_people.h"

static const char *const first_names[] = {
    "Baiq Sari", "Lalu Arman",   "Siti Nuraini",   "Ahmad Fauzan", "Ni Ketut Ayu", "I Made Surya",
    "Rina",      "Dewi Lestari", "Muhammad Iqbal", "Nurul",        "Hidayat",      "Fitriani",
    "Zulkifli",  "Yuliana",      "Bagus",          "Wahyuni",      "Sulaiman",     "Kartika",
    "Rahmat",    "Melati",       "Usman",          "Ratna",        "Hendra",       "Intan",
};
static const char *const last_names[] = {
    "Puspita", "Wirawan",   "Hasanah",   "Ramadhan",  "Suardana", "Maulana",   "Anggraini",  "Saputra",
    "Kusuma",  "Handayani", "Mahendra",  "Safitri",   "Gunawan",  "Rahmawati", "Firmansyah", "Permata",
    "Aprilia", "Nugraha",   "Syahputra", "Wulandari", "Prasetya", "Utami",     "Hakim",      "Larasati",
};

unsigned chance_below(struct chance *c, unsigned n) { /* splitmix64 */
  u64 z = (c->state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return (unsigned)((z ^ (z >> 31)) % n);
}

str person_name(struct arena *a, struct chance *c) {
  const char *first = first_names[chance_below(c, COUNT(first_names))];
  return arena_printf(a, "%s %s", first, last_names[chance_below(c, COUNT(last_names))]);
}

str person_phone(struct arena *a, struct chance *c) { return arena_printf(a, "62812000%05u", chance_below(c, 100000)); }
