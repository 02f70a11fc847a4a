// Package cli turns the declaration of a verb into a command: inputs, checks,
// name lookup, dry run, confirmation, output, and errors as exit codes. A
// declaration is a List, a Get or a Change value inside a Group; it holds no
// loop, no HTTP and no printing.
package cli
