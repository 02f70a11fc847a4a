package cli

import (
	"context"
	"errors"
	"syscall"

	"unictl/internal/config"
	"unictl/internal/output"
	"unictl/internal/rest"
)

// The exit codes of DESIGN §2; docs/exit-codes.md is made from ExitCodes.
const (
	ExitDone        = 0
	ExitFailed      = 1
	ExitUsage       = 2
	ExitRows        = 3
	ExitCredential  = 4
	ExitNotFound    = 5
	ExitConflict    = 6
	ExitTemporary   = 7
	ExitFindings    = 8
	ExitUnknown     = 9
	ExitInterrupted = 130
)

// ExitCodes explains every exit code, in order.
func ExitCodes() []struct {
	Code    int
	Meaning string
} {
	return []struct {
		Code    int
		Meaning string
	}{
		{ExitDone, "done (also: nothing to change, the reader closed the pipe, a bare group printed its help)"},
		{ExitFailed, "failed, or declined at the prompt"},
		{ExitUsage, "usage or bad input, unknown value of a flag, nothing configured: no write was sent"},
		{ExitRows, "some rows failed"},
		{ExitCredential, "no usable credential, or not allowed"},
		{ExitNotFound, "the target does not exist"},
		{ExitConflict, "conflict, it exists already"},
		{ExitTemporary, "temporary (rate limit, timeout, network, 5xx): try later"},
		{ExitFindings, "changes or findings pending (--exit-code)"},
		{ExitUnknown, "outcome unknown: a write was sent and no answer came, check before repeating"},
		{ExitInterrupted, "interrupted"},
	}
}

// exitCode is the one place where errors become exit codes. Where several
// apply, 130, 9 and 3 come first, in this order.
func exitCode(err error) int {
	var rows *RowsError
	isRows := errors.As(err, &rows)
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE):
		return ExitDone
	case errors.Is(err, context.Canceled):
		return ExitInterrupted
	case rest.Is(err, rest.Unknown), isRows && rows.Unknown:
		return ExitUnknown
	case isRows:
		return ExitRows
	}
	return plainExitCode(err)
}

func plainExitCode(err error) int {
	var missing *NotFoundError
	switch {
	case errors.As(err, &missing):
		if missing.Target {
			return ExitNotFound
		}
		return ExitUsage
	case is[*UsageError](err), is[*AmbiguousError](err), is[*NotConfiguredError](err),
		is[*output.UsageError](err), isConfigFault(err):
		return ExitUsage
	case is[*CredentialError](err), is[*RefusedError](err), isSecretFault(err):
		return ExitCredential
	case is[*ExistsError](err), is[*config.ContextExistsError](err):
		return ExitConflict
	case is[*FindingsError](err):
		return ExitFindings
	}
	return restExitCode(err)
}

func restExitCode(err error) int {
	switch rest.KindOf(err) {
	case rest.BadInput:
		return ExitUsage
	case rest.Credential:
		return ExitCredential
	case rest.NotFound:
		return ExitNotFound
	case rest.Conflict:
		return ExitConflict
	case rest.Temporary:
		return ExitTemporary
	case rest.Unknown:
		return ExitUnknown
	}
	return ExitFailed
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
