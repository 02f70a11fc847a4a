package parse

import "strings"

// Key is the address as two rows that mean the same mailbox share it.
func (a Address) Key() string { return strings.ToLower(string(a)) }
