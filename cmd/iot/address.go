package iot

import (
	"strings"

	"unictl/internal/cli"
	"unictl/internal/parse"
)

// addressed is an address to act on. The service stores and compares what it is
// sent, byte by byte.
type addressed struct {
	cli.Warnings
	Email     string
	Lowercase bool
}

func (in *addressed) inputs() cli.Inputs {
	return cli.Inputs{
		cli.Arg("email", &in.Email, oneAddress),
		cli.Switch("lowercase", &in.Lowercase, "send the address in lower case"),
	}
}

func (in *addressed) many() cli.Inputs {
	return cli.Inputs{
		cli.Arg("email", &in.Email, listedAddress).Many(),
		cli.Switch("lowercase", &in.Lowercase, "send addresses in lower case"),
	}
}

// address is the address as it is sent.
func (in *addressed) address() string {
	if in.Lowercase {
		return strings.ToLower(in.Email)
	}
	return in.Email
}

// warning tells of upper case that is sent: whoever registered in lower case
// will never see the invitation.
func (in *addressed) warning() string {
	if in.address() == strings.ToLower(in.Email) {
		return ""
	}
	return in.Email + " has upper-case letters and is sent as given; the service compares addresses with their case, --lowercase changes it"
}

func oneAddress(text string) (string, error) {
	address, err := parse.Email(text)
	return address.String(), err
}

// listedAddress also takes what is no address: the service checks none, so such
// invitations stand in its list, and can be withdrawn.
func listedAddress(text string) (string, error) {
	address, err := parse.Email(text)
	if err == nil || strings.TrimSpace(text) == "" {
		return address.String(), err
	}
	return text, nil
}
