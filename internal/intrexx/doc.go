// Package intrexx is the client for the Intrexx Administration API: one method
// per endpoint, each returning a prepared call (rest.Call) or, for lists, a
// sequence. It prints nothing, asks nothing and knows no settings but those
// given to New.
//
// Most bodies of this API are not public: only the server's own Swagger page
// has them. What a vendor sample shows has a type here, with a Body method;
// everything else goes out and comes back as JSON of the caller's and the
// server's own making. Nothing here relies on a guessed name.
//
// Section numbers in this package's comments are those of
// docs/contracts/intrexx.md.
package intrexx
