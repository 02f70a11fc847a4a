// Package iotinvites is the client for the invitation API of the Open IoT
// Service Platform and for the account and user routes that an operator needs
// beside it: one method per endpoint, each returning a prepared call or, for
// lists, a sequence. It knows the wire and no command: what several calls make
// together stands beside the commands. It prints nothing, asks nothing and knows
// no settings but those given to New.
//
// Section numbers in this package's comments are those of docs/contracts/iot.md;
// J and K are the platform's two server generations (§0).
package iotinvites
