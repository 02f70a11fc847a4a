package devo

// listTokens answers a bare array of all tokens, without values. There are no
// pages, filters or sorting (contract §4).
func listTokens(c *call) (answer, error) {
	b := []byte{'['}
	for i, t := range c.tokensOf(c.account) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, encodeObject(c.fields(t))...)
	}
	return answer{media: mediaJSON, body: append(b, ']')}, nil
}

// getToken answers one token with its value, under a key of this state's own.
func getToken(c *call) (answer, error) {
	t, err := c.target()
	if err != nil {
		return answer{}, err
	}
	all := append(c.fields(t), field{c.made.ValueKey, t.shownTo(c.caller.email)})
	return answer{media: mediaJSON, body: encodeObject(all)}, nil
}
