package devotokens

import (
	"strings"

	"unictl/internal/rest"
)

// Path styles (§1.1): where the operations stand below the base URL.
const (
	PathWS = "ws" // /ws/accounts/{account}/credentials/tokens, as documented
	PathV2 = "v2" // /v2/accounts/{account}/tokens, as in the older documentation
)

// PathStyles are the known path styles, the default first.
func PathStyles() []string { return []string{PathWS, PathV2} }

// CheckPathStyle says what is wrong with a path style. The error is a
// *rest.Error of kind BadInput.
func CheckPathStyle(s string) error {
	if s == PathWS || s == PathV2 {
		return nil
	}
	return badInput("the path style must be one of "+strings.Join(PathStyles(), ", "), PathWS+" is the documented one")
}

// otherStyle is the style to try when nothing is found under this one.
func otherStyle(style string) string {
	if style == PathV2 {
		return PathWS
	}
	return PathV2
}

// path is where the account's tokens stand, with segments for one of them.
func (s Settings) path(segments ...string) string {
	tokens := []string{"ws", "accounts", s.Account, "credentials", "tokens"}
	if s.PathStyle == PathV2 {
		tokens = []string{"v2", "accounts", s.Account, "tokens"}
	}
	return rest.Path(append(tokens, segments...)...)
}
