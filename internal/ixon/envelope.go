package ixon

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"unictl/internal/rest"
)

// envelope is what every answer is wrapped in (§2). type is a free string that
// nothing may depend on.
type envelope struct {
	Type   string          `json:"type" sent:"sometimes"`
	Status string          `json:"status"`
	Data   json.RawMessage `json:"data"`
	More   json.RawMessage `json:"moreAfter" sent:"sometimes"` // of lists, null elsewhere
}

// pageEnvelope is the envelope of a page of a list; a list read by hand, see
// readPage, has the same form.
type pageEnvelope struct {
	MoreAfter *string `json:"moreAfter" sent:"sometimes"` // nil = null: the last page
	envelope
}

var (
	errNoData  = errors.New(`the envelope has no "data"`)
	errNotList = errors.New(`"data" is neither a list nor an object`)
	errNoToken = errors.New("the answer carries no token")
)

// unwrap checks the envelope of a 2xx answer and gives its data, which may be
// null.
func unwrap(r *rest.Response) (json.RawMessage, error) {
	e, err := rest.JSON[envelope](r)
	if err != nil {
		return nil, err
	}
	if err := checkStatus(e.Status); err != nil {
		return nil, unusable(r, err)
	}
	if e.Data == nil {
		return nil, r.Misread(errNoData)
	}
	return e.Data, nil
}

func checkStatus(status string) error {
	if status != "success" {
		return fmt.Errorf(`the envelope's "status" is %q, not "success"`, status)
	}
	return nil
}

// unusable is the error of a 2xx answer that does not hold what is due. Where
// the envelope itself says that it is an error (§2), the service's own words
// are the error, as with any other status; otherwise cause says what is wrong.
// After a change the outcome stays unknown: HTTP said that it was carried out.
func unusable(r *rest.Response, cause error) error {
	var e envelope
	entries := errorEntries(r.Body)
	if json.Unmarshal(r.Body, &e) != nil || checkStatus(e.Status) == nil || len(entries) == 0 {
		return r.Misread(cause)
	}
	said := sentence(entries)
	if err := r.Misread(errors.New(said)); rest.Is(err, rest.Unknown) {
		return err
	}
	return r.Refused(said)
}

// nothing accepts an envelope whose data says nothing: null, as after PATCH and
// DELETE.
func nothing(r *rest.Response) (struct{}, error) {
	_, err := unwrap(r)
	return struct{}{}, err
}

// one decodes data of one document.
func one[T any](r *rest.Response) (rest.Item[T], error) {
	data, err := only(r)
	if err != nil {
		return rest.Item[T]{}, err
	}
	rest.Expect[T](r, data)
	item, err := rest.DecodeItem[T](data)
	if err != nil {
		return item, r.Misread(err)
	}
	return item, nil
}

// value is the document without the JSON as received: for answers that carry a
// secret, and for those that nobody prints. All of it must be what is due.
func value[T any](r *rest.Response) (value T, err error) {
	data, err := only(r)
	if err == nil {
		rest.Expect[T](r, data)
		if err = json.Unmarshal(data, &value); err != nil {
			err = r.Misread(err)
		}
	}
	return value, err
}

// only is data of one document. Where a list of one was sent, the answer may be a
// list of one as well (§2, §5).
func only(r *rest.Response) (json.RawMessage, error) {
	data, err := unwrap(r)
	if err != nil {
		return nil, err
	}
	if first(data) == '[' {
		list, err := rest.Few(data)
		if err != nil {
			return nil, r.Misread(err)
		}
		if len(list) != 1 {
			return nil, r.Misread(fmt.Errorf(`"data" has %d entries where one was due`, len(list)))
		}
		data = list[0]
	}
	if first(data) != '{' {
		return nil, r.Misread(errors.New(`"data" is not an object`))
	}
	return data, nil
}

// many decodes data that is a list, or one object in its place (§2).
func many[T any](r *rest.Response) ([]T, error) {
	data, err := unwrap(r)
	if err != nil {
		return nil, err
	}
	entries := []json.RawMessage{data}
	switch first(data) {
	case '[':
		if entries, err = rest.Few(data); err != nil {
			return nil, r.Misread(err)
		}
	case '{':
	default:
		return nil, r.Misread(errNotList)
	}
	list := make([]T, len(entries))
	for i, entry := range entries {
		rest.Expect[T](r, entry)
		if err := json.Unmarshal(entry, &list[i]); err != nil {
			return nil, r.Misread(err)
		}
	}
	return list, nil
}

func first(data json.RawMessage) byte {
	data = bytes.TrimLeft(data, " \t\r\n")
	if len(data) == 0 {
		return 0
	}
	return data[0]
}
