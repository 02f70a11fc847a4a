package secret_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"unictl/internal/secret"
)

// keyringEnv makes the test binary a process that calls the keyring of the
// operating system and writes what came of each call. limitEnv is how long it
// waits for it.
const (
	keyringEnv = "UNICTL_TEST_KEYRING"
	limitEnv   = "UNICTL_TEST_KEYRING_LIMIT"
)

func useKeyring(calls string, out io.Writer) error {
	limit, err := time.ParseDuration(os.Getenv(limitEnv))
	if err != nil {
		return err
	}
	keyring := secret.KeyringSource(secret.KeyringOptions{Limit: limit})
	var outcomes []string
	for call := range strings.FieldsSeq(calls) {
		outcome, err := useOnce(keyring, call)
		var failure *secret.KeyringError
		if errors.As(err, &failure) {
			outcome = string(failure.Reason)
		} else if err != nil {
			outcome = err.Error()
		}
		outcomes = append(outcomes, outcome)
	}
	_, err = fmt.Fprintln(out, strings.Join(outcomes, " "))
	return err
}

func useOnce(keyring *secret.Keyring, call string) (string, error) {
	ctx, ref := context.Background(), secret.Ref{Context: "prod", Provider: "ixon", Name: "token"}
	names := map[string]string{"": "none", canary: "CANARY", long(canary, 9000): "LONG"}
	switch call {
	case "set":
		return "ok", keyring.Set(ctx, ref, canary)
	case "long":
		return "ok", keyring.Set(ctx, ref, long(canary, 9000))
	case "delete":
		return "ok", keyring.Delete(ctx, ref)
	case "status":
		return "ok", keyring.Status(ctx)
	case "other":
		ref.Name = "password"
	}
	value, _, err := keyring.Get(ctx, ref)
	return names[value.Reveal()], err
}
