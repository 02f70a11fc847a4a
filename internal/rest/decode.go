package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// JSON decodes an answer of any JSON shape into T. An answer that is not JSON
// is an *Error that shows its beginning and the likely cause.
func JSON[T any](r *Response) (value T, err error) {
	err = json.Unmarshal(r.Body, &value)
	if err != nil {
		return value, r.Misread(err)
	}
	return value, nil
}

// Misread is the error for a 2xx answer that is not what the contract says.
// After a write it is of kind Unknown: something answered, and whether the
// service carried the call out is not known.
func (r *Response) Misread(cause error) error {
	e := &Error{Kind: Failed, Status: r.Status, URL: r.URL, Err: cause}
	switch {
	case len(bytes.TrimSpace(r.Body)) == 0:
		e.Message = "the answer is empty where JSON was due"
	case !looksLikeJSON(r.Body):
		e.Message = fmt.Sprintf("the answer is not JSON: %q", r.client.excerpt(r.Body))
	default:
		e.Message = "the answer cannot be understood: " + cause.Error()
	}
	e.Hint = r.client.stranger(strangerHint)
	if r.call.write() && !r.call.SignIn {
		r.client.doubt(r.call, e, e.Message, checkHint+"; "+e.Hint)
	}
	return r.client.failure(r.call, e)
}

// Refused is the error of a 2xx answer that says itself that it is one: the
// provider's Failure reads it as it reads every other refusal. It is for reads:
// HTTP said that a change was carried out, so of that Misread is the error.
func (r *Response) Refused(message string) error {
	e := &Error{Kind: Failed, Status: r.Status, URL: r.URL, Message: message}
	if r.client.provider.Failure != nil {
		r.client.provider.Failure(r, e)
	}
	return r.client.failure(r.call, e)
}

// Ignore accepts any answer of a call whose body says nothing, except a web
// page: a login page with status 200 is not the service's consent.
func Ignore(r *Response) (struct{}, error) {
	if looksLikeHTML(r.Body) {
		return struct{}{}, r.Misread(errors.New("a web page"))
	}
	return struct{}{}, nil
}

// looksLikeJSON is true for objects and lists even when they are broken, and
// for other JSON only when it is whole: much plain text begins with a t or a
// digit.
func looksLikeJSON(body []byte) bool {
	body = bytes.TrimSpace(body)
	return len(body) > 0 && (body[0] == '{' || body[0] == '[' || json.Valid(body))
}

func looksLikeHTML(body []byte) bool {
	start := bytes.ToLower(bytes.TrimSpace(body[:min(len(body), 512)]))
	return bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.HasPrefix(start, []byte("<html"))
}

// Body marshals a request body without HTML escaping.
func Body(v any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("request body: %w", err)
	}
	return bytes.TrimRight(buffer.Bytes(), "\n"), nil
}

// Get prepares a read.
func Get(name, path string, query ...Param) Request {
	return Request{Name: name, Method: http.MethodGet, Path: path, Query: query}
}
