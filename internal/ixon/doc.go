// Package ixon is the client for IXON Cloud APIv2: one method per operation,
// each returning a prepared call (rest.Call) or, for lists, a sequence that
// follows every page. It prints nothing, asks nothing and knows no settings but
// those given to New.
//
// Section numbers in this package's comments are those of docs/contracts/ixon.md.
package ixon
