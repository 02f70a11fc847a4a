package setup

import (
	"context"
	"crypto/tls"
	"errors"
	"os"
	"path/filepath"

	"unictl/internal/cli"
	"unictl/internal/config"
)

// distrusted reports a certificate that no known authority vouches for, as is
// usual for servers in one's own house.
func distrusted(err error) bool {
	_, refused := errors.AsType[*tls.CertificateVerificationError](err)
	return refused
}

// authority asks for the certificates to trust, after the server's own was not.
func (v *service) authority(ctx context.Context) error {
	if v.doubt != certificate {
		return nil
	}
	o, err := v.registry.Lookup(v.key("ca_cert"))
	if err != nil {
		return err
	}
	v.asker.Say("  " + o.Usage + " (whoever runs the server has it; Enter for none)")
	for {
		path, err := v.asker.Line(ctx, "  ca_cert", v.current(o.Key))
		if err != nil || path == "" {
			return err
		}
		if path, err = readable(path); err == nil {
			v.put(o.Key, path)
			return nil
		}
		v.tell(&config.ValueError{Key: o.Key, Message: err.Error(), Err: err})
	}
}

// readable is the whole path of a file that is there: in the configuration a
// relative one would begin somewhere else.
func readable(path string) (string, error) {
	whole, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(whole)
	switch {
	case err != nil:
		return "", &cli.UsageError{Message: whole + " cannot be read"}
	case info.IsDir():
		return "", &cli.UsageError{Message: whole + " is a folder"}
	}
	return whole, nil
}
