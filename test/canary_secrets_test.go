package test

import (
	"maps"
	"slices"
	"strings"
)

// The canaries: every one begins with the mark, so that half of one is found as
// well. Some have the characters that have to be escaped somewhere.
const (
	canaryMark     = "c4n4ry"
	canaryPassword = canaryMark + `-password<"é&\>`
	canaryToken    = canaryMark + "-token_~+/="
	canaryNew      = canaryMark + `-new '"<é>`
	canaryQuery    = canaryMark + "-query"
	canaryUser     = canaryMark + "-userinfo"
	canaryProxy    = canaryMark + "-proxy"
	canaryAnswer   = canaryMark + "-answer" // a service's own secret
)

// canaryField is a value of a field that a service sends; only a JSON result,
// which is the answer as received, and an error, whose reason it is, may show it.
const canaryField = "an5wer-field"

// unknownSecrets are secrets that no service knows, for refusals.
func (w *canaryWorld) unknownSecrets() map[string]string {
	all := map[string]string{}
	for _, o := range w.options {
		switch {
		case o.Secret && (strings.HasSuffix(o.Key, "token") || strings.Contains(o.Key, "api_")):
			all[o.Env] = canaryToken
		case o.Secret:
			all[o.Env] = canaryPassword
		}
	}
	return all
}

// known are the secrets of a run, those of the services among them.
func (r canaryRun) known(w *canaryWorld) []string {
	_, secrets := w.variables("")
	maps.Copy(secrets, r.secrets)
	return slices.Collect(maps.Values(secrets))
}
