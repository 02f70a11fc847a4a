package devotokens

import (
	"context"
	"encoding/json"
	"iter"

	"unictl/internal/rest"
)

// Domain is a domain of the multitenant. Of its members only those of a creation
// are known (§6); both may be missing.
type Domain struct {
	Name string `json:"name"`
	Plan string `json:"plan"`
}

// ReadAs says that nothing is expected: which members a domain has is not public.
func (Domain) ReadAs() any { return map[string]any{} }

// readDomain takes an object, or a name alone.
func readDomain(raw json.RawMessage) (rest.Item[Domain], error) {
	if first(raw) == '"' {
		item := rest.Item[Domain]{Raw: raw}
		return item, json.Unmarshal(raw, &item.Value.Name)
	}
	return rest.DecodeItem[Domain](raw)
}

// Domains lists the domains of the multitenant: GET of /domain (§6).
func (c *Client) Domains(ctx context.Context) iter.Seq2[rest.Item[Domain], error] {
	return probioList(ctx, c, "DomainList", probioPath("domain"), readDomain)
}

// Domain is GET of /domain/{domain} (§6); "" = that of the account.
func (c *Client) Domain(name string) rest.Call[rest.Item[Domain]] {
	if name == "" {
		name = c.settings.Account
	}
	return object(c, "Domain", probioPath("domain", name), readDomain)
}
