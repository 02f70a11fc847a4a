// Package journal is the memory of a run over many rows: what was sent, and
// what became of it.
//
// # The journal
//
// A journal is a file of JSON lines, 0600 in a directory that is 0700. The first
// line is the header; then each row has an intent, written before its call, and
// a result, written after it:
//
//	{"journal":1,"run":{"context":"prod","provider":"ixon","verb":"users invite","input":"/home/ada/people.csv"},
//	 "created":"2026-11-22T10:00:00Z","rows":200,"sha256":"…","salt":"…"}
//	{"intent":"6f1e…","row":1}
//	{"result":"6f1e…","row":1,"status":"done","id":"Vb3k9"}
//	{"resumed":"2026-11-22T10:05:00Z","rows":201,"sha256":"…"}
//
// A row is known by its key, of which 128 bits of a salted SHA-256 are kept: the
// file holds no addresses, no secrets and no messages of a service, and a sorted
// or extended input is resumed correctly.
//
// # What can be lost
//
// Each line is one write to the file, finished before the call begins. So a
// process that is killed loses nothing: an intent without a result is a row
// whose outcome is unknown, and at most as many rows as there are workers are
// in that state. Lines reach the disk in groups, every 100 ms and at the end. A
// power cut or a crash of the system can therefore cost the lines of the last
// tenth of a second (longer if the disk is slow to sync): the rows sent in it
// look as if they had never been sent, and a resumed run sends them again
// unless the verb can look them up first.
package journal
