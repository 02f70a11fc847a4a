package devotokens

import (
	"context"
	"encoding/json"

	"unictl/internal/rest"
)

// Detail is one token with what can be told of its value.
type Detail struct {
	Token
	Value string // the value when revealed; "hidden", "masked by Devo" or "" otherwise
}

// Detail reads one token; Raw has the value masked unless reveal.
func (c *Client) Detail(ctx context.Context, id ID, reveal bool) (rest.Item[Detail], error) {
	item, err := c.Token(id).Do(ctx)
	if err != nil {
		return rest.Item[Detail]{}, err
	}
	d := rest.Item[Detail]{Value: Detail{Token: item.Value}, Raw: item.Raw}
	_, value, masked, found := Value(item.Raw)
	switch {
	case masked:
		d.Value.Value = "masked by Devo: you are neither the token's owner nor its user"
	case found && reveal:
		d.Value.Value = value
	case found:
		d.Value.Value = "hidden (--reveal shows it)"
	}
	if !reveal {
		d.Raw = Mask(item.Raw)
	}
	return d, nil
}

// CreateFrom is Create, or CreateRaw where there is a body.
func (c *Client) CreateFrom(t TokenCreate, body json.RawMessage) (rest.Call[Answer], error) {
	if body != nil {
		return c.CreateRaw(body)
	}
	return c.Create(t), nil
}

// NameIn is the name in a body of a creation; "" where it has none.
func NameIn(body json.RawMessage) string {
	var named struct {
		Name string `json:"name"`
	}
	if json.Unmarshal(body, &named) != nil {
		return ""
	}
	return named.Name
}

// IsID reports whether text has the form of the ids that Devo's samples show: a
// number.
func IsID(text string) bool {
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
	}
	return text != ""
}

// Audiences are the documented audience ids, for completion; the service has
// more (§2.3).
func Audiences() []string { return []string{"aggregations", "alerts", "apiv2", "apiv2-admin", "http"} }
