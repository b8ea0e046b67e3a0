/* scans/clamd: asks a clamd whether it knows a virus in a scan (its INSTREAM call). The bytes leave only to a socket of this machine or the
 * address the office configured; nothing is kept there. */
#pragma once
#include "scans/scans.h"

/* address: "unix:/run/clamav/clamd.ctl" or "127.0.0.1:3310". E_OK: ret_virus empty = nothing known, else the name it gave.
 * E_IO: nobody answers, or not in its words: nothing is known. */
enum err clamd_check(struct arena *a, str address, struct scan_reader *from, str *ret_virus);
/* What it answered: "stream: OK", "stream: Win.Test.EICAR_HDB-1 FOUND", "INSTREAM size limit exceeded. ERROR". */
enum err clamd_read_answer(struct arena *a, str answer, str *ret_virus);
