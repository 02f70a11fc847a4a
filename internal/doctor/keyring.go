package doctor

import (
	"context"
	"errors"

	"unictl/internal/secret"
)

// keyring asks the system's keyring for an entry that does not exist. It costs
// up to its limit where nobody answers, which is why it is asked only together
// with the network.
func (e *examination) keyring(ctx context.Context) {
	stores, err := e.session.Secrets.Stores()
	if err != nil {
		return // without a home there are no stores, which has been told
	}
	err = stores.Keyring.Status(ctx)
	if ctx.Err() == nil {
		e.hand(e.keyringFinding(err))
	}
}

// keyringFinding: a machine without a keyring is usual, one that does not let
// itself be used is in the way of every command that looks for a secret.
func (e *examination) keyringFinding(err error) Finding {
	const check, next = "keyring", "look at the keyring, or keep secrets in a file with `--store file`"
	unusable, ok := errors.AsType[*secret.KeyringError](err)
	switch {
	case err == nil:
		return Finding{Status: OK, Check: check, Detail: "the OS keyring can be used"}
	case ok && unusable.Reason == secret.KeyringAbsent:
		f := faulty(e.session, check, err, next)
		f.Status = Note
		return f
	}
	return faulty(e.session, check, err, next)
}
