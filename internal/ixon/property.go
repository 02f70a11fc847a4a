package ixon

import (
	"cmp"
	"encoding/json"
	"time"
)

// Ref points at a document in a request body: {"publicId":"…"}. The zero Ref is
// left out of the body.
type Ref struct {
	PublicID string `json:"publicId"`
}

// To is a Ref to id.
func To(id string) Ref { return Ref{PublicID: id} }

// Reference is a document as another one mentions it; null is the zero
// Reference. The names are optional: name is there for some mentions only, and
// reference.name, which IXON's own portal uses, is not in the published
// specification (§4).
type Reference struct {
	PublicID  string `json:"publicId"`
	Name      string `json:"name" sent:"sometimes"`
	Reference Named  `json:"reference" sent:"sometimes"`
}

// Named is the resolved part of a Reference.
type Named struct {
	Name string `json:"name"`
}

// DisplayName is the name, whichever way it came; "" when the service sent
// none.
func (r Reference) DisplayName() string { return cmp.Or(r.Name, r.Reference.Name) }

// Label is the name, or the id where there is none.
func (r Reference) Label() string { return cmp.Or(r.DisplayName(), r.PublicID) }

// Timestamp is a time in a request: sent as RFC 3339 UTC with seconds and no
// fraction (§4). The zero Timestamp is left out of the body, or null where a
// pointer says that it is meant.
type Timestamp struct{ time.Time }

// At is t as a Timestamp; fractions of a second are cut off.
func At(t time.Time) Timestamp { return Timestamp{t} }

// MarshalJSON gives "2026-12-31T23:00:00Z", or null for the zero Timestamp.
func (t Timestamp) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("null"), nil
	}
	return json.Marshal(FormatTime(t.Time))
}

// FormatTime is a time as the service writes and compares it: to the second.
func FormatTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
