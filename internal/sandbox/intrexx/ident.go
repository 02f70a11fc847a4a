package intrexx

import "strings"

// guid makes an id of 40 upper-case hexadecimal digits (contract §2.2).
func (v *view) guid() string { return strings.ToUpper(v.s.random.Hex(20)) }

// readable leaves out what is easily misread (contract §8.1).
const readable = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// secret makes n letters and digits.
func (v *view) secret(n int) string { return v.s.random.Text(n, readable) }
