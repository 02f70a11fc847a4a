package ixon

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"slices"
	"strconv"

	"unictl/internal/rest"
)

// pageSize is what IXON's own portal asks for; the default of about 20 makes
// scripts lose rows (§4, §8).
const pageSize = "4000"

// list is a list operation with explicit fields. Filters may be left out, see
// Filter.
func list[T any](ctx context.Context, c *Client, name, path, fields string, filters ...Filter) iter.Seq2[rest.Item[T], error] {
	return pages[T](ctx, c, rest.Get(name, path, query(fields, filters)...))
}

// pages follows moreAfter to the end. A page that cannot be had, a row that
// cannot be read and a page that leads nowhere new end the sequence with one
// error: a list that is not whole is never taken for whole.
func pages[T any](ctx context.Context, c *Client, r rest.Request) iter.Seq2[rest.Item[T], error] {
	return func(yield func(rest.Item[T], error) bool) {
		var past trail
		r := c.sized(r)
		for after := ""; ; {
			more, err := nextPage(ctx, c, paged(r, after), &past, func(item rest.Item[T]) bool { return yield(item, nil) })
			if err == nil && more != "" {
				err = past.next(more)
			}
			if circle, ok := errors.AsType[*circleError](err); ok {
				err = circle.of(c, r)
			}
			switch {
			case errors.Is(err, errStop):
				return
			case err != nil:
				yield(rest.Item[T]{}, err)
				return
			case more == "":
				return
			}
			after = more
		}
	}
}

func nextPage[T any](ctx context.Context, c *Client, r rest.Request, past *trail, yield func(rest.Item[T]) bool) (more string, err error) {
	answer, err := rest.NewCall(c.rest, c.operation(r), rest.Whole).Do(ctx)
	if err != nil {
		return "", err
	}
	rest.Expect[pageEnvelope](answer, answer.Body)
	more, err = readPage(answer.Body, past, func(item rest.Item[T]) bool {
		rest.Expect[T](answer, item.Raw)
		return yield(item)
	})
	if _, ok := errors.AsType[*circleError](err); err != nil && !ok && !errors.Is(err, errStop) {
		err = unusable(answer, err)
	}
	return more, err
}

// sized asks for the page size of the connection, where it has one of its own.
func (c *Client) sized(r rest.Request) rest.Request {
	given := slices.ContainsFunc(r.Query, func(p rest.Param) bool { return p.Name == "page-size" })
	if c.pageSize > 0 && !given {
		r.Query = append(slices.Clone(r.Query), rest.Param{Name: "page-size", Value: strconv.Itoa(c.pageSize)})
	}
	return r
}

// paged adds the parameters of one page; a page-size that is given stays.
func paged(r rest.Request, after string) rest.Request {
	r.Query = slices.Clone(r.Query)
	if !slices.ContainsFunc(r.Query, func(p rest.Param) bool { return p.Name == "page-size" }) {
		r.Query = append(r.Query, rest.Param{Name: "page-size", Value: pageSize})
	}
	if after != "" {
		r.Query = slices.DeleteFunc(r.Query, func(p rest.Param) bool { return p.Name == "page-after" })
		r.Query = append(r.Query, rest.Param{Name: "page-after", Value: after})
	}
	return r
}

var errNotEnvelope = errors.New("the answer is not an object with status, type and data")

// maxRow bounds one row.
const maxRow = 2 << 20

// page reads one answer of a list out of the body that is already held: rows
// are decoded one at a time where they stand, and their JSON is a part of the
// body, not a copy.
type page struct {
	past    *trail
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
func readPage[T any](body []byte, past *trail, yield func(rest.Item[T]) bool) (more string, err error) {
	p := &page{past: past, body: body, decoder: json.NewDecoder(bytes.NewReader(body))}
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
	err := p.decoder.Decode(&item.Value)
	end := int(p.decoder.InputOffset()) // past a row of a wrong form, too
	item.Raw = p.body[start:max(start, end):max(start, end)]
	if err != nil {
		if item.Odd, err = rest.Tolerate(item.Raw, &item.Value, err); err != nil {
			return err
		}
	}
	switch {
	case item.Raw[0] != '{':
		return errors.New(`an entry of "data" is not an object`)
	case len(item.Raw) > maxRow:
		return errors.New(`an entry of "data" is larger than 2 MiB`)
	}
	id, err := identity(&item)
	if err == nil {
		err = p.past.row(id)
	}
	if err != nil {
		return err
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
