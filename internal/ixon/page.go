package ixon

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"unictl/internal/rest"
)

var (
	errNotEnvelope = errors.New("the answer is not an object with status, type and data")
	errNotList     = errors.New(`"data" is neither a list nor an object`)
)

// page reads one answer of a list out of the body that is already held: rows
// are decoded one at a time where they stand, and their JSON is a part of the
// body, not a copy.
type page struct {
	body    []byte
	decoder *json.Decoder
	status  string
	more    string // cursor of the next page, "" = last
	data    bool   // "data" was there
}

// errStop is how a consumer that has seen enough ends the reading.
var errStop = errors.New("stopped")

// readPage yields the rows of body and returns the next page's cursor. A false
// from yield ends it with errStop. Rows before a fault are yielded.
func readPage[T any](body []byte, yield func(rest.Item[T]) bool) (more string, err error) {
	p := &page{body: body, decoder: json.NewDecoder(bytes.NewReader(body))}
	err = members(p, yield)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return p.more, err
}

// members reads the envelope.
func members[T any](p *page, yield func(rest.Item[T]) bool) error {
	if err := p.delimiter('{'); err != nil {
		return err
	}
	for p.decoder.More() {
		key, err := p.decoder.Token()
		if err != nil {
			return err
		}
		if err := member(p, key, yield); err != nil {
			return err
		}
	}
	return p.end()
}

// member reads the value of one member of the envelope.
func member[T any](p *page, key json.Token, yield func(rest.Item[T]) bool) error {
	switch key {
	case "data":
		p.data = true
		return rows(p, yield)
	case "status":
		if err := p.decoder.Decode(&p.status); err != nil {
			return err
		}
		return checkStatus(p.status) // its data, where it follows, is no rows
	case "moreAfter": // null leaves it empty
		return p.decoder.Decode(&p.more)
	}
	var ignored json.RawMessage
	return p.decoder.Decode(&ignored)
}

// end checks what stands after and around the rows.
func (p *page) end() error {
	if err := p.delimiter('}'); err != nil {
		return err
	}
	if _, err := p.decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the answer's JSON")
	}
	if err := checkStatus(p.status); err != nil {
		return err
	}
	if !p.data {
		return errNoData
	}
	return nil
}

// rows reads data: a list, or one object in its place (§2).
func rows[T any](p *page, yield func(rest.Item[T]) bool) error {
	switch start := p.next(":"); {
	case start < len(p.body) && p.body[start] == '{':
		return row(p, start, yield)
	case start == len(p.body) || p.body[start] != '[':
		return errNotList
	}
	if err := p.delimiter('['); err != nil {
		return err
	}
	for p.decoder.More() {
		if err := row(p, p.next(","), yield); err != nil {
			return err
		}
	}
	return p.delimiter(']')
}

func row[T any](p *page, start int, yield func(rest.Item[T]) bool) error {
	var item rest.Item[T]
	if err := p.decoder.Decode(&item.Value); err != nil {
		return err
	}
	end := int(p.decoder.InputOffset())
	item.Raw = p.body[start:end:end]
	if item.Raw[0] != '{' {
		return errors.New(`an entry of "data" is not an object`)
	}
	if due, ok := any(&item.Value).(identified); ok && due.identity() == "" {
		return errors.New(`an entry of "data" has no publicId`)
	}
	if !yield(item) {
		return errStop
	}
	return nil
}

// next is where the next value starts: past white space and the separator.
func (p *page) next(separator string) int {
	at := int(p.decoder.InputOffset())
	return len(p.body) - len(bytes.TrimLeft(p.body[at:], " \t\r\n"+separator))
}

func (p *page) delimiter(want json.Delim) error {
	token, err := p.decoder.Token()
	if err == nil && token != want {
		return errNotEnvelope
	}
	return err
}
