package intrexx

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// ZipMagic reports that a file which begins with head, four bytes or more, is a
// zip: one with files, an empty one or one of several parts.
func ZipMagic(head []byte) bool {
	for _, magic := range []string{"PK\x03\x04", zipEnd, "PK\x07\x08"} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return true
		}
	}
	return false
}

const (
	zipEnd        = "PK\x05\x06" // the record that ends a zip
	zipEndSize    = 22           // without its comment
	zip64End      = "PK\x06\x06"
	zip64EndSize  = 56
	zip64Locator  = "PK\x06\x07"
	locatorSize   = 20
	zipMaxComment = 1<<16 - 1
)

// ZipTail is how many bytes at the end of a zip ZipWhole looks at.
const ZipTail = zip64EndSize + locatorSize + zipEndSize + zipMaxComment

// ZipWhole is nil for a zip of size bytes whose last bytes are tail, ZipTail of
// them or all: it ends with the directory of what is in it, and this ends where
// its own record says. A zip that was cut has no such end; that of a zip which
// lies in it counts from another place.
//
// The directory itself is not read: it may be as large as a hostile server wants.
func ZipWhole(tail []byte, size int64) error {
	for at := len(tail) - zipEndSize; at >= 0; at-- {
		if bytes.HasPrefix(tail[at:], []byte(zipEnd)) && zipEndsAt(tail, at, size) {
			return nil
		}
	}
	return errors.New("its end is missing")
}

// zipEndsAt tells whether the record at this place of the tail is the end of the
// file.
func zipEndsAt(tail []byte, at int, size int64) bool {
	end := tail[at:]
	place := uint64(size) - uint64(len(end)) // of the record in the file
	if len(end) < zipEndSize+int(binary.LittleEndian.Uint16(end[20:])) {
		return false
	}
	length, start := uint64(binary.LittleEndian.Uint32(end[12:])), uint64(binary.LittleEndian.Uint32(end[16:]))
	if length+start == place {
		return true
	}
	// In a zip of more than 4 GB, or 65,535 files, the place stands in front.
	if at < zip64EndSize+locatorSize || !bytes.HasPrefix(tail[at-locatorSize:], []byte(zip64Locator)) {
		return false
	}
	large := tail[at-locatorSize-zip64EndSize:]
	length, start = binary.LittleEndian.Uint64(large[40:]), binary.LittleEndian.Uint64(large[48:])
	place -= locatorSize + zip64EndSize
	return bytes.HasPrefix(large, []byte(zip64End)) && length <= place && start == place-length
}
