package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// An answer is held in memory before it is read, so its size is bounded after
// decompression; what becomes of it, by how many values it has and how deep they
// are nested. A page of 4000 rows is a few MiB and has 100,000 values at depth 6.
const (
	maxBody   = 32 << 20
	maxError  = 1 << 20 // of an answer outside 2xx: what follows is not read
	maxRow    = 2 << 20 // of an element of a list
	maxWhole  = 8 << 20 // of an answer that is decoded in one piece
	maxValues = 4_000_000
	maxDepth  = 64
	maxHeader = 256 << 10
	maxFew    = 10_000 // elements of a list that is decoded in one piece
)

var (
	errTooLarge = errors.New("the answer is larger than 32 MiB")
	errTooDeep  = fmt.Errorf("the answer is nested more than %d deep", maxDepth)
	errTooMany  = fmt.Errorf("the answer has more than %d values", maxValues)
	errWhole    = errors.New("it is larger than 8 MiB")
	errLargeRow = errors.New("an entry is larger than 2 MiB")
	errFew      = fmt.Errorf("the list has more than %d entries", maxFew)
)

// isBound reports an answer that went beyond one of the bounds.
func isBound(err error) bool {
	return errors.Is(err, errTooLarge) || errors.Is(err, errTooDeep) || errors.Is(err, errTooMany)
}

// readBody reads to the end of body, at most limit bytes; first is how many are
// likely. A buffer that has grown large gets all of its room at once: doubling
// on would hold three times the answer for a moment, and room that is never
// written costs no memory.
func readBody(body io.Reader, first, limit int64) (data []byte, whole bool, err error) {
	const large = 8 << 20
	data = make([]byte, 0, max(first, bytes.MinRead)+1)
	for {
		if len(data) == cap(data) {
			room := 2 * cap(data)
			if room > large {
				room = int(limit) + 1
			}
			data = append(make([]byte, 0, max(room, cap(data)+bytes.MinRead)), data...)
		}
		n, err := body.Read(data[len(data):min(int64(cap(data)), limit+1)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > limit:
			return data[:limit], false, nil
		case err == io.EOF:
			return data, true, nil
		case err != nil:
			return nil, false, err
		}
	}
}

// bounded counts the values of a JSON text and looks how deep they are nested,
// before anything decodes it. Other text passes: it is never decoded.
func bounded(body []byte) error {
	values, depth := 1, 0
	for i := 0; i < len(body); i++ {
		switch body[i] {
		case '"':
			if i = endOfText(body, i+1); i < 0 {
				return nil
			}
		case ',':
			values++
		case '{', '[':
			values++
			if depth++; depth > maxDepth {
				return errTooDeep
			}
		case '}', ']':
			depth--
		}
		if values > maxValues {
			return errTooMany
		}
	}
	return nil
}

// endOfText is where the string ends whose text begins at i; -1 = nowhere.
func endOfText(body []byte, i int) int {
	for {
		n := bytes.IndexByte(body[i:], '"')
		if n < 0 {
			return -1
		}
		escapes := 0
		for escapes < n && body[i+n-1-escapes] == '\\' {
			escapes++
		}
		if i += n + 1; escapes%2 == 0 {
			return i - 1
		}
	}
}

// Elements are the elements of a JSON array, one after another where they stand:
// no list of them is made, and none is copied. An error ends the sequence, with
// the elements before it given: what is no array, an element that is larger than
// 2 MiB, and text behind the array.
func Elements(array []byte) iter.Seq2[json.RawMessage, error] {
	return func(yield func(json.RawMessage, error) bool) {
		d := lenient(array)
		start, err := d.ReadToken()
		if err == nil && start.Kind() != jsontext.KindBeginArray {
			err = errors.New("it is not a list")
		}
		for err == nil && d.PeekKind() != jsontext.KindEndArray {
			var value jsontext.Value
			if value, err = d.ReadValue(); err != nil {
				break
			}
			end := int(d.InputOffset())
			if len(value) > maxRow {
				err = errLargeRow
			} else if !yield(array[end-len(value):end:end], nil) {
				return
			}
		}
		if err == nil {
			_, err = d.ReadToken()
		}
		if err == nil && len(bytes.TrimSpace(array[d.InputOffset():])) > 0 {
			err = errors.New("something follows the list")
		}
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// Few is Elements in one piece, for lists that are short: at most 10,000.
func Few(array []byte) (all []json.RawMessage, err error) {
	for element, err := range Elements(array) {
		if err != nil {
			return nil, err
		}
		if len(all) == maxFew {
			return nil, errFew
		}
		all = append(all, element)
	}
	return all, nil
}

// lenient reads JSON as encoding/json does: with members twice and with bytes
// that are no UTF-8.
func lenient(text []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}
