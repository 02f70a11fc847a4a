package ixon

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"unictl/internal/rest"
)

// TokenScope limits a token to some operations (§3.1).
type TokenScope struct {
	Type string          `json:"type"` // unrestricted, allow or deny
	Rels []TokenScopeRel `json:"rels,omitempty"`
}

// TokenScopeRel is one operation by its discovery name; nil = not mentioned.
type TokenScopeRel struct {
	Rel    string `json:"rel"`
	Get    *bool  `json:"get,omitempty"`
	Post   *bool  `json:"post,omitempty"`
	Patch  *bool  `json:"patch,omitempty"`
	Delete *bool  `json:"delete,omitempty"`
	Put    *bool  `json:"put,omitempty"`
}

// Kind is unrestricted, allow or deny; "" where it is not said.
func (s *TokenScope) Kind() string {
	if s == nil {
		return ""
	}
	return s.Type
}

var errNothingToRead = errors.New("the discovery document names nothing that can be read")

// ReadOnlyScope reads the discovery document, which is where the names of the
// operations are, and gives the scope that allows GET of each that has it, and
// nothing else (§3.1, §3.5). What the service adds later is not in it, and
// neither is signing out: such a token ends by itself, or another one revokes
// it. The call needs no credential.
func (c *Client) ReadOnlyScope() rest.Call[*TokenScope] {
	return rest.NewCall(c.rest, c.operation(rest.Get("Discovery", "")), func(r *rest.Response) (*TokenScope, error) {
		endpoints, err := many[Endpoint](r)
		if err != nil {
			return nil, err
		}
		scope := &TokenScope{Type: "allow", Rels: readable(endpoints)}
		if len(scope.Rels) == 0 { // a token for nothing at all
			return nil, r.Misread(errNothingToRead)
		}
		return scope, nil
	})
}

// readable are the operations that have GET, each once, by name: one stands at
// several paths.
func readable(endpoints []Endpoint) (rels []TokenScopeRel) {
	yes := true
	for _, e := range endpoints {
		if e.Rel != "" && slices.Contains(e.Methods, http.MethodGet) {
			rels = append(rels, TokenScopeRel{Rel: e.Rel, Get: &yes})
		}
	}
	slices.SortFunc(rels, func(a, b TokenScopeRel) int { return strings.Compare(a.Rel, b.Rel) })
	return slices.CompactFunc(rels, func(a, b TokenScopeRel) bool { return a.Rel == b.Rel })
}
