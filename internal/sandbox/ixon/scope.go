package ixon

import (
	"encoding/json"
	"net/http"
	"strings"
)

// scope limits a token to operations (contract §3.1).
type scope struct {
	Type string      `json:"type"` // unrestricted, allow, deny
	Rels []scopedRel `json:"rels,omitempty"`
}

type scopedRel struct {
	Rel    string `json:"rel"`
	Get    *bool  `json:"get"`
	Post   *bool  `json:"post"`
	Patch  *bool  `json:"patch"`
	Delete *bool  `json:"delete"`
	Put    *bool  `json:"put"`
}

func (r scopedRel) names(method string) bool {
	switch method {
	case http.MethodGet:
		return isTrue(r.Get)
	case http.MethodPost:
		return isTrue(r.Post)
	case http.MethodPatch:
		return isTrue(r.Patch)
	case http.MethodDelete:
		return isTrue(r.Delete)
	default:
		return isTrue(r.Put)
	}
}

func isTrue(b *bool) bool { return b != nil && *b }

// inScope reports whether the caller's token may run this operation.
func (c *call) inScope() bool {
	if len(c.token.Scope) == 0 {
		return true
	}
	var sc scope
	if err := json.Unmarshal(c.token.Scope, &sc); err != nil {
		c.fail(err)
		return false
	}
	named := false
	for _, r := range sc.Rels {
		named = named || r.Rel == c.op.rel && r.names(c.op.method)
	}
	switch sc.Type {
	case "allow":
		return named
	case "deny":
		return !named
	}
	return true
}

// readScope checks the `scope` of a new token; nil bytes mean unrestricted.
func (c *call) readScope(f *form) json.RawMessage {
	given, present := f.props["scope"]
	f.used["scope"] = true
	if !present || string(given) == "null" {
		return nil
	}
	dec := json.NewDecoder(strings.NewReader(string(given)))
	dec.DisallowUnknownFields()
	var sc scope
	if err := dec.Decode(&sc); err != nil || !c.s.knownScope(sc) {
		f.invalid("scope")
		return nil
	}
	return given
}

func (s *Service) knownScope(sc scope) bool {
	switch sc.Type {
	case "unrestricted":
		return len(sc.Rels) == 0
	case "allow", "deny":
	default:
		return false
	}
	for _, r := range sc.Rels {
		if !s.rels[r.Rel] {
			return false
		}
	}
	return true
}
