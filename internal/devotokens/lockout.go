package devotokens

import (
	"context"
	"encoding/json"
	"strings"
)

// Lockout says why disabling or deleting a token would lock the caller out: it
// is, or by its last characters may be, the one in use. "" = it is another one,
// or it cannot be known: the documented API tells whose token it is only by its
// value, and only to its owner and user (§7). It only reads.
func (c *Client) Lockout(ctx context.Context, id ID) (reason string, err error) {
	own, err := c.guard.token(ctx)
	if err != nil || own == "" {
		return "", err
	}
	item, err := c.Token(id).Do(ctx)
	if err != nil {
		return "", err
	}
	return lockout(item.Raw, own), nil
}

func lockout(raw json.RawMessage, own string) (reason string) {
	_, value, masked, found := Value(raw)
	switch {
	case !found || own == "":
	case !masked && value == own:
		return "this is the token that the command itself uses"
	case masked && endsLike(own, value):
		return "this may be the token that the command itself uses: it ends with the same characters"
	}
	return ""
}

// endsLike compares a value with the last part of a mask.
func endsLike(own, mask string) bool {
	tail := mask[strings.LastIndexByte(mask, '.')+1:]
	return tail != "" && strings.HasSuffix(own, tail)
}
