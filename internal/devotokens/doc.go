// Package devotokens is the client for Devo's token API, which Devo calls the
// Credentials API: one method per operation, each returning a prepared call
// (rest.Call) or, for the list, a sequence. It prints nothing, asks nothing and
// knows no settings but those given to New, and no command: workflows and what
// to do next stand with the verbs.
//
// Much of this API is not public: the key under which a token's value stands,
// the bodies of successful changes, the error codes. Nothing here relies on a
// guess; where something is not known, every plausible form is accepted.
//
// Section numbers in this package's comments are those of docs/contracts/devo.md.
package devotokens
