// Package document reads, changes and compares JSON documents whose shape is
// only known from the answer of a service. Members keep their order, numbers and
// strings their spelling, and nothing is escaped for HTML: what was not changed
// is sent back as it was received. White space between tokens is not kept.
//
// An empty or blank document counts as none. Where an object names a member
// twice the last one holds, as in encoding/json.
package document
