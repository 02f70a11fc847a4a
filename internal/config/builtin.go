package config

import "strings"

// CommonOptions gives the settings of a context as a whole and of the tool.
// read_only and protected stand in the file alone: what guards a context is
// not lifted from outside of it.
func CommonOptions() []Option {
	return []Option{
		{Key: "read_only", Kind: Bool, Default: "false", Usage: "refuse every change in this context"},
		{Key: "protected", Kind: Bool, Default: "false", Usage: "ask before every change in this context"},
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
		{Key: provider + ".secret_command", Kind: StringList, Usage: "program that prints a secret, and its arguments; {name} in them stands for the secret's name"},
		{Key: provider + ".secret_command_name", Usage: "the one secret that the program prints, where {name} is not in its arguments"},
	}
}
