// Package iotinvites is the client for the invitation API of the Open IoT
// Service Platform and for the account and user routes that an operator needs
// beside it: one method per operation, each returning a prepared call
// (rest.Call, or Expected where an error is a good answer) or, for lists, a
// sequence. Compositions read only; what they decide is a pure function of
// what was read. It prints nothing, asks nothing and knows no settings but
// those given to New.
//
// Section numbers in this package's comments are those of docs/contracts/iot.md;
// J and K are the platform's two server generations (§0).
package iotinvites
