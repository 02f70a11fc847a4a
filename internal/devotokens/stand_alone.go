package devotokens

import (
	"context"
	"net/http"

	"unictl/internal/rest"
)

const (
	headerBearer     = "Authorization"
	headerStandAlone = "standAloneToken"
)

// StandAloneToken is a fixed token in the header standAloneToken. Devo documents
// it for other APIs on the same hosts; for this one only the bearer
// (rest.Bearer) is documented, and whether it takes this header is not public
// (§2.1). An empty token gives nil: no credential.
func StandAloneToken(token string) rest.Auth {
	if token == "" {
		return nil
	}
	return standAlone(token)
}

type standAlone string

func (standAlone) Header() string { return headerStandAlone }

func (s standAlone) Apply(_ context.Context, r *http.Request) error {
	r.Header.Set(headerStandAlone, string(s))
	return nil
}

func (standAlone) Renew(context.Context, *http.Request) (bool, error) { return false, nil }
