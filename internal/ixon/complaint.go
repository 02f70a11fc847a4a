package ixon

import (
	"encoding/json"
	"errors"

	"unictl/internal/rest"
)

// unusable is the error of a 2xx answer that does not hold what is due. Where
// the envelope itself says that it is an error (§2), the service's own words
// are the error, as with any other status; otherwise cause says what is wrong.
//
// After a write the outcome stays unknown: HTTP said that it was carried out.
func unusable(r *rest.Response, cause error) error {
	var e envelope
	list := problems(r.Body)
	if json.Unmarshal(r.Body, &e) != nil || checkStatus(e.Status) == nil || len(list) == 0 {
		return r.Misread(cause)
	}
	err := r.Misread(errors.New(sentence(list)))
	refused, ok := errors.AsType[*rest.Error](err)
	if !ok || refused.Kind == rest.Unknown {
		return err
	}
	refused.Message, refused.Hint = refused.Err.Error(), "" // masked, unlike the body
	for _, p := range list {
		refused.Fields = append(refused.Fields, rest.Field{Name: masked(r, p.PropertyName), Index: p.ListIndex, Message: masked(r, p.Message)})
	}
	judge(list, refused)
	return refused
}

// masked is a text of the answer without known secrets.
func masked(r *rest.Response, text string) string {
	if e, ok := errors.AsType[*rest.Error](r.Misread(errors.New(text))); ok {
		return e.Err.Error()
	}
	return ""
}
