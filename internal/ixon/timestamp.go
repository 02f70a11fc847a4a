package ixon

import (
	"encoding/json"
	"time"
)

// Timestamp is a time in a request: sent as RFC 3339 UTC with seconds and no
// fraction (§4). The zero Timestamp is left out of the body.
type Timestamp struct{ time.Time }

// At is t as a Timestamp; fractions of a second are cut off.
func At(t time.Time) Timestamp { return Timestamp{t} }

// MarshalJSON gives "2026-12-31T23:00:00Z".
func (t Timestamp) MarshalJSON() ([]byte, error) { return json.Marshal(formatTime(t.Time)) }

func formatTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
