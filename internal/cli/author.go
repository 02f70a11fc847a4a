package cli

import "unictl/internal/cli/fault"

// What authors of verbs need of the rooms below.
type (
	UsageError         = fault.UsageError
	NotFoundError      = fault.NotFoundError
	ExistsError        = fault.ExistsError
	CredentialError    = fault.CredentialError
	NotConfiguredError = fault.NotConfiguredError
	DeclinedError      = fault.DeclinedError
	StepError          = fault.StepError
)

// ExitCodes explains every exit code, in order.
var ExitCodes = fault.ExitCodes
