// Package rows reads files of rows for changes in bulk, one row at a time, and
// writes such files.
//
// A row gives values to a verb's inputs; a column is called like the input.
// What a value means is left to the verb: this package finds the cells and the
// places they came from, and refuses what no verb could take (bytes that are
// not UTF-8, control characters, cells over 1 MB).
//
// # What a file may look like
//
// csv and tsv: a header, then rows. A byte order mark, CRLF, and a line "sep=;"
// above the header are taken as meant. In csv the separator is the one the header holds
// outside quotes: comma, semicolon or tab. Quoted cells may hold line breaks
// and doubled quotes; blanks before an opening quote are dropped. A line that
// begins with # is a comment; a first cell that begins with # is written in
// quotes. Above the header a quoted # begins a comment as well, since
// spreadsheets put quotes around it. Blank lines, and rows in which no cell
// holds anything, are skipped.
//
// json: a list of objects. jsonl: one object per line; blank lines and lines
// that begin with # are skipped. Members whose name begins with # are comments,
// and an object of nothing else is no row. yaml: a list of mappings of at most
// 16 MB. list: one value per line, with blank lines and # comments.
//
// Line numbers are always those of the file; rows are counted from 1 without
// header, comments and blank lines. Empty or blank cells, null and empty lists
// are not given.
package rows
