/* base/xlsx: the first sheet of a workbook as spreadsheets write it (ECMA-376), as a table like that of a CSV file. Texts
 * and numbers as they stand; formulas are their last value. As strict as csv_read, and bounded: parts that unpack to more
 * than MAX_XLSX_PART, and XML with a DOCTYPE (entities), are refused. */
#pragma once
#include "base/csv.h"

#define MAX_XLSX_PART (4u << 20)
bool xlsx_looks_like(str bytes); /* it begins as a ZIP does */
/* Lines are the rows of the sheet. Memory of the reading itself is given back; a takes the cells. E_INPUT. */
enum err xlsx_read(struct arena *a, str bytes, size_t max_rows, struct csv *ret, enum csv_problem *ret_problem, int *ret_line);
