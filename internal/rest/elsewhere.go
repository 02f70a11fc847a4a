package rest

// stranger is the hint of an error that says that something else answered than
// the service, or nothing did: the provider's guess at what stands at the base
// URL, or the general hint.
func (c *Client) stranger(general string) string {
	if c.provider.Elsewhere != nil {
		base := *c.base
		if guess := c.provider.Elsewhere(&base); guess != "" {
			return guess
		}
	}
	return general
}
