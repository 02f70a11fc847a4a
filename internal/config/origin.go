package config

import "fmt"

// OriginKind tells which layer an effective value comes from.
type OriginKind string

// The layers, the strongest first.
const (
	FromFlag    OriginKind = "flag"
	FromEnv     OriginKind = "env"
	FromContext OriginKind = "context"
	FromSandbox OriginKind = "sandbox"
	FromDefault OriginKind = "default"
	FromUnset   OriginKind = "unset"
)

// Origin tells where a value was given. Detail is "--company",
// "UNICTL_IXON_COMPANY" or "/path/config.yaml:7 (context prod)", and empty for
// the other kinds.
type Origin struct {
	Kind   OriginKind
	Detail string
}

// String gives the detail, or the kind where there is none.
func (o Origin) String() string {
	if o.Detail != "" {
		return o.Detail
	}
	return string(o.Kind)
}

func contextOrigin(path string, line int, name string) Origin {
	return Origin{Kind: FromContext, Detail: fmt.Sprintf("%s:%d (context %s)", path, line, name)}
}
