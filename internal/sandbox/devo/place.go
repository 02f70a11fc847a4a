package devo

import (
	"net/url"
	"strings"
)

// place is what a path says.
type place struct {
	account, id, verb string
}

// parsePath reads an escaped /ws/accounts/{account}/credentials/tokens/...
// (contract §1.1); false for any other, such as /v2/accounts/{account}/tokens.
func parsePath(path string) (place, bool) {
	segs := strings.Split(strings.Trim(path, "/"), "/")
	for i := range segs {
		if segs[i] == "" {
			return place{}, false
		}
		if plain, err := url.PathUnescape(segs[i]); err == nil {
			segs[i] = plain
		}
	}
	if len(segs) < 5 || len(segs) > 7 || segs[0] != "ws" || segs[1] != "accounts" || segs[3] != "credentials" || segs[4] != "tokens" {
		return place{}, false
	}
	segs = append(segs, "", "")
	return place{account: segs[2], id: segs[5], verb: segs[6]}, true
}

// suffix is the path below ".../tokens" as operations name it.
func (p place) suffix() string {
	switch {
	case p.id == "":
		return ""
	case p.verb == "":
		return "/{tokenId}"
	}
	return "/{tokenId}/" + p.verb
}
