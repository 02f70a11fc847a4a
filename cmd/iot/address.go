package iot

import (
	"unictl/internal/cli"
	"unictl/internal/parse"
)

// addressed is an address to act on. The service stores and compares what it is
// sent, byte by byte.
type addressed struct {
	Email     parse.Address
	Lowercase bool
}

func (in *addressed) inputs() cli.Inputs {
	return cli.Inputs{
		cli.Arg("email", &in.Email, parse.Email),
		cli.Switch("lowercase", &in.Lowercase, "send the address in lower case"),
	}
}

func (in *addressed) many() cli.Inputs {
	return cli.Inputs{
		cli.Arg("email", &in.Email, parse.Email).Many(),
		cli.Switch("lowercase", &in.Lowercase, "send addresses in lower case"),
	}
}

// address is the address as it is sent.
func (in *addressed) address() string {
	if in.Lowercase {
		return in.Email.Key()
	}
	return in.Email.String()
}
