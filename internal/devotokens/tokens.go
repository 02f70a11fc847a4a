package devotokens

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"unictl/internal/rest"
)

var (
	errNotObject = errors.New("a token is not an object")
	errNoID      = errors.New("a token has no id")
	errNotList   = errors.New("the answer is not a list of tokens")
)

// Tokens lists the account's tokens: one GET of the whole list, which is a bare
// array without values (§1.2, §3.4); there are no pages and no filters. Anything
// else than an array, and an entry that cannot be read, is an error: a list that
// is not whole is never taken for whole.
func (c *Client) Tokens(ctx context.Context) iter.Seq2[rest.Item[Token], error] {
	return func(yield func(rest.Item[Token], error) bool) {
		list, err := rest.NewCall(c.rest, rest.Get("TokenList", c.settings.path()), c.tokenList).Do(ctx)
		if err != nil {
			yield(rest.Item[Token]{}, err)
			return
		}
		for _, item := range list {
			if !yield(item, nil) {
				return
			}
		}
	}
}

// Token is GET of one token (§1.2). Its Raw carries the token's value, masked by
// the service unless the caller is its owner or user: take it with Value, and
// show Raw only through Mask.
func (c *Client) Token(id ID) rest.Call[rest.Item[Token]] {
	return rest.NewCall(c.rest, rest.Get("Token", c.settings.path(string(id))), func(r *rest.Response) (rest.Item[Token], error) {
		c.conceal(r.Body)
		item, err := readToken(r.Body)
		if err != nil {
			return item, c.misread(r, err)
		}
		return item, nil
	})
}

func (c *Client) tokenList(r *rest.Response) ([]rest.Item[Token], error) {
	var rows []json.RawMessage
	if first(r.Body) != '[' {
		return nil, c.misread(r, reported(r.Body, errNotList))
	}
	if err := json.Unmarshal(r.Body, &rows); err != nil {
		return nil, c.misread(r, err)
	}
	list := make([]rest.Item[Token], len(rows))
	for i, row := range rows {
		item, err := readToken(row)
		if err != nil {
			return nil, c.misread(r, fmt.Errorf("entry %d: %w", i+1, err))
		}
		item.Raw = Mask(row) // the list has no values; should it get them, they stay hidden
		list[i] = item
	}
	return list, nil
}

func readToken(raw json.RawMessage) (rest.Item[Token], error) {
	if first(raw) != '{' {
		return rest.Item[Token]{}, errNotObject
	}
	item, err := rest.DecodeItem[Token](raw)
	if err == nil && item.Value.ID == "" {
		err = reported(raw, errNoID)
	}
	return item, err
}
