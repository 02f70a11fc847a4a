package rows

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
)

// Fingerprint is the SHA-256 of a whole file. Equal files have equal ones.
type Fingerprint [sha256.Size]byte

// ErrChanged says that a file is not the one that was read before.
var ErrChanged = errors.New("the file was changed after it was checked")

// String is the fingerprint in hexadecimal.
func (f Fingerprint) String() string { return hex.EncodeToString(f[:]) }

// Check reads r to its end and gives ErrChanged when that is another file, or
// r's own error.
func (f Fingerprint) Check(r io.Reader) error {
	got, err := NewHashing(r).Fingerprint()
	if err == nil && got != f {
		return ErrChanged
	}
	return err
}

// Hashing passes on what it reads and takes its fingerprint.
type Hashing struct {
	from io.Reader
	sum  hash.Hash
}

// NewHashing reads from r.
func NewHashing(r io.Reader) *Hashing { return &Hashing{from: r, sum: sha256.New()} }

// Read is io.Reader's.
func (h *Hashing) Read(p []byte) (int, error) {
	n, err := h.from.Read(p)
	h.sum.Write(p[:n]) // never fails
	return n, err
}

// Fingerprint reads what is left and gives the fingerprint of all.
func (h *Hashing) Fingerprint() (f Fingerprint, err error) {
	_, err = io.Copy(io.Discard, h)
	h.sum.Sum(f[:0])
	return f, err
}
