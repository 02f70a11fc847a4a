package iotinvites

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"unictl/internal/rest"
)

// Answering is Accept or Decline that says what a refusal meant: the service
// answers 401 to a bad token and to an invitation of somebody else alike (§4.4).
func (c *Client) Answering(call rest.Prepared) rest.Prepared { return answering{call, c} }

type answering struct {
	rest.Prepared
	client *Client
}

// Send implements rest.Prepared.
func (a answering) Send(ctx context.Context) (json.RawMessage, error) {
	answer, err := a.Prepared.Send(ctx)
	e, ok := errors.AsType[*rest.Error](err)
	if !ok || e.Status != http.StatusUnauthorized || isSignIn(e.URL) {
		return answer, err
	}
	me, meErr := a.client.Myself(ctx)
	if meErr != nil {
		return answer, err
	}
	return answer, newError(rest.Credential, "the invitation is somebody else's",
		fmt.Sprintf("only the person who was invited can answer it, and you are signed in as %s", rest.Line(me.Value.Email)))
}
