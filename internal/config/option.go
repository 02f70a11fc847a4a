// Package config holds the settings of the tool: named contexts in a file,
// the environment, and flags, all made from one registry of options.
package config

import (
	"fmt"
	"strings"
)

// Option is one setting. Its file key, environment variable, flag, default,
// check and documentation all come from here.
type Option struct {
	// Key is the setting's place inside a context: "ixon.company" for a
	// provider's, "read_only" for one of the context or of the tool.
	Key string
	// Env is the environment variable; "" if there is none.
	Env string
	// Flag is the name of the flag without dashes; "" if there is none. Two
	// providers may share a flag name, since a command belongs to one of them.
	Flag string
	// Default is the value, written as in the environment, that holds when
	// nothing is given; "" means unset.
	Default string
	// Usage is one line for help and documentation.
	Usage string
	// Secret settings are found by package secret. They are never stored in
	// the file, have no flag and no value in Settings.
	Secret bool
	// Guarded settings run a program, or say whom to trust: they are not taken from
	// a file that others can change.
	Guarded bool
	// Where says for people where a value is to be found; "" where that is plain.
	Where string
	// Words are the values there are, for completion; nil = any.
	Words []string
	// Kind is the form of the value.
	Kind Kind
	// Check tells what is wrong with the form of a value, as in "must be 12
	// letters and digits". It must not repeat the value, which may be a secret
	// pasted into the wrong place. Nil accepts everything the Kind accepts.
	Check func(value string) error
}

// Provider is the part of the key before the dot: "ixon" for "ixon.company",
// "" for a setting of the context or the tool.
func (o Option) Provider() string {
	provider, _, dotted := strings.Cut(o.Key, ".")
	if !dotted {
		return ""
	}
	return provider
}

// Name is the part of the key after the provider.
func (o Option) Name() string {
	return o.Key[strings.IndexByte(o.Key, '.')+1:]
}

// Accept says what is wrong with the form of a value, in words that do not
// repeat it; nil = nothing.
func (o Option) Accept(raw string) error {
	_, err := o.parse(raw)
	return err
}

// parse turns raw text into the option's typed value and checks its form. The
// error says what the value must be and does not repeat it.
func (o Option) parse(raw string) (any, error) {
	value, err := o.Kind.parse(raw)
	if err != nil {
		return nil, err
	}
	if o.Check != nil {
		if err := o.Check(raw); err != nil {
			return nil, err
		}
	}
	return value, nil
}

// validate reports what is wrong with the declaration itself.
func (o Option) validate() error {
	switch {
	case !validKey(o.Key):
		return fmt.Errorf("option %q: a key is lower-case words, with at most one dot", o.Key)
	case o.Env != "" && !validEnv(o.Env):
		return fmt.Errorf("option %s: variable %q must begin with UNICTL_ and be upper-case", o.Key, o.Env)
	case o.Env == EnvContext || o.Env == EnvConfig:
		return fmt.Errorf("option %s: variable %s chooses the context or the file", o.Key, o.Env)
	case o.Kind < String || o.Kind > StringList:
		return fmt.Errorf("option %s: unknown kind %d", o.Key, o.Kind)
	case o.Secret && (o.Flag != "" || o.Default != ""):
		return fmt.Errorf("option %s: a secret has no flag and no default", o.Key)
	case o.Secret && o.Env == "":
		return fmt.Errorf("option %s: a secret needs a variable", o.Key)
	}
	if o.Default == "" {
		return nil
	}
	if _, err := o.parse(o.Default); err != nil {
		return fmt.Errorf("option %s: default: %w", o.Key, err)
	}
	return nil
}

func validKey(key string) bool {
	words := strings.Split(key, ".")
	for _, word := range words {
		if word == "" || word[0] < 'a' || word[0] > 'z' {
			return false
		}
		if strings.TrimLeft(word, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
			return false
		}
	}
	return len(words) <= 2
}

func validEnv(name string) bool {
	return strings.HasPrefix(name, "UNICTL_") && strings.TrimLeft(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}

// CommonOptions gives the settings of a context as a whole and of the tool.
// read_only, protected and require_justification stand in the file alone: what
// guards a context is not lifted from outside of it.
func CommonOptions() []Option {
	return []Option{
		{Key: "read_only", Kind: Bool, Default: "false", Usage: "refuse every change in this context"},
		{Key: "protected", Kind: Bool, Default: "false", Usage: "ask before every change in this context"},
		{Key: "require_justification", Kind: Bool, Default: "false", Usage: "refuse changes in this context without --justification"},
		{Key: "output", Env: "UNICTL_OUTPUT", Flag: "output", Usage: "output format"},
		{Key: "no_input", Env: "UNICTL_NO_INPUT", Flag: "no-input", Kind: Bool, Default: "false", Usage: "never prompt"},
	}
}

// ProviderOptions gives the connection settings that every provider has. The
// variables are UNICTL_<PROVIDER>_CA_CERT and so on.
func ProviderOptions(provider string) []Option {
	connection := []Option{
		{Key: "ca_cert", Kind: Path, Usage: "file of PEM certificates to trust for this service"},
		{Key: "client_cert", Kind: Path, Usage: "file of the PEM certificate to present to the service"},
		{Key: "client_key", Kind: Path, Usage: "file of the PEM key of the client certificate"},
		{Key: "insecure", Kind: Bool, Default: "false", Usage: "do not verify the certificate of the service"},
		{Key: "allow_http", Kind: Bool, Default: "false", Usage: "allow plain http to hosts other than this machine"},
	}
	for i := range connection {
		option := &connection[i]
		option.Guarded = true
		option.Env = "UNICTL_" + strings.ToUpper(provider+"_"+option.Key)
		option.Flag = strings.ReplaceAll(option.Key, "_", "-")
		option.Key = provider + "." + option.Key
	}
	return append(connection, secretCommand(provider)...)
}

// secretCommand says which program gives a provider's secrets. It stands in the
// file alone: what runs a program is not taken from outside of it.
func secretCommand(provider string) []Option {
	return []Option{
		{Key: provider + ".secret_command", Guarded: true, Kind: StringList, Usage: "program that prints a secret, and its arguments; {name} in them stands for the secret's name"},
		{Key: provider + ".secret_command_name", Guarded: true, Usage: "the one secret that the program prints, where {name} is not in its arguments"},
	}
}
