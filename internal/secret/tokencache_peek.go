package secret

// Peek gives the token that is kept for the key, valid or not, without signing
// in and without writing anything; false for none.
func (c *TokenCache) Peek(key TokenKey) (Token, bool) {
	return c.find(key, func(token Token) bool { return token.Reveal() != "" }, nil)
}
