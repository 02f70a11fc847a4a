package ixon

import (
	"crypto/rand"
	"fmt"
)

// NewDeviceID makes the identifier of a device that is to be trusted: a random
// UUID (version 4), for AccessTokenCreate.DeviceIdentifier (§3.4).
func NewDeviceID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: the program ends first
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}
