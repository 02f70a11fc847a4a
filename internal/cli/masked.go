package cli

import (
	"bytes"
	"context"
	"encoding/json"

	"unictl/internal/document"
)

// plannedChange is one value that a change replaces, as a dry run shows it;
// what looks like a secret is masked. From or To is null where there is no
// value.
type plannedChange struct {
	Path string          `json:"path"`
	From json.RawMessage `json:"from"`
	To   json.RawMessage `json:"to"`
}

// changes lists what differs.
func changes(from, to json.RawMessage) []plannedChange {
	return Each(document.Diff(from, to), func(d document.Difference) plannedChange {
		d = d.Mask()
		return plannedChange{Path: d.Path, From: d.From, To: d.To}
	})
}

// hideSecrets masks from now on, wherever they would be printed, the texts that
// stand under names that look like secrets. Numbers are masked where they
// stand alone: 3600 is no secret elsewhere.
func hideSecrets(ctx context.Context, raw json.RawMessage) {
	s, ok := ctx.Value(sessionKey{}).(*Session)
	if !ok || raw == nil {
		return
	}
	for _, value := range document.SecretValues(raw) {
		if !json.Valid([]byte(value)) || bytes.Contains(raw, []byte(`"`+value+`"`)) {
			s.secrets.Add(value)
		}
	}
}

// shownAs is an answer as it is printed: of a provider whose answers may hold
// secrets, without them; all texts are masked where the answer is one.
func (s *Session) shownAs(raw json.RawMessage, isSecret, reveal bool) json.RawMessage {
	switch {
	case raw == nil || reveal || s.Provider == nil || !s.Provider.Masks:
		return raw
	case isSecret:
		return document.MaskAll(raw)
	}
	return document.Mask(raw)
}
