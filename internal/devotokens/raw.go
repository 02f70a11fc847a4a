package devotokens

import (
	"encoding/json"
	"strings"

	"unictl/internal/rest"
)

// Raw prepares a call of any operation of the token API (§1.2) or of the
// Provisioning API (§6), whose paths begin with probio: path is relative to the base
// URL, as in ws/accounts/ACCOUNT/credentials/tokens, query is added to it, and body
// is JSON, nil for none. Nothing is repeated after a lost answer but reads. The
// answer is as received but for the values of tokens, which are masked; nothing is
// null, and a text a string. Errors are those of rest.Client.Raw.
func (c *Client) Raw(method, path string, query []rest.Param, body []byte) (rest.Call[json.RawMessage], error) {
	api := c.rest
	r, err := api.Raw(method, path, query, body)
	if err != nil {
		return rest.Call[json.RawMessage]{}, err
	}
	if first, _, _ := strings.Cut(r.Path, "/"); strings.EqualFold(first, "probio") {
		api = c.probio
	}
	return rest.NewCall(api, r, c.rawAnswer), nil
}

// rawAnswer refuses what every change does: a web page is no answer of this API,
// and neither is a success that reports an error.
func (c *Client) rawAnswer(r *rest.Response) (json.RawMessage, error) {
	c.conceal(r.Body)
	if isHTML(r.Body) {
		return nil, c.misread(r, errWebPage)
	}
	if first(r.Body) == '{' {
		if err := reported(r.Body, nil); err != nil {
			return nil, c.misread(r, err)
		}
	}
	raw, err := rest.AnyText(r)
	if err != nil || first(raw) != '[' {
		return maskedDocument(raw), err
	}
	rows := []json.RawMessage{}
	for row, err := range rest.Elements(raw) {
		if err != nil {
			return nil, c.misread(r, err)
		}
		rows = append(rows, maskedDocument(row))
	}
	return encode(rows), nil
}

// maskedDocument is Mask for what may be no document at all.
func maskedDocument(raw json.RawMessage) json.RawMessage {
	var text string
	switch {
	case first(raw) == '{':
		return Mask(raw)
	case json.Unmarshal(raw, &text) == nil && (isValue(text) || isHexValue(text)):
		return json.RawMessage(`"[redacted]"`)
	}
	return raw
}
