package rest

import (
	"crypto/tls"
	"crypto/x509"
	"os"
)

// tlsConfig verifies the server always, against the system's authorities and
// the context's own; Insecure turns that off and warns every time.
func tlsConfig(provider string, conn Conn) (*tls.Config, error) {
	bad := func(message, hint string, err error) (*tls.Config, error) {
		return nil, &Error{Kind: BadInput, Provider: provider, Message: message, Hint: hint, Err: err}
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, VerifyConnection: watchEnd(conn)}
	if conn.CACert != "" {
		pem, err := os.ReadFile(conn.CACert)
		if err != nil {
			return bad("ca_cert cannot be read: "+err.Error(), "", err)
		}
		if config.RootCAs, err = x509.SystemCertPool(); err != nil {
			config.RootCAs = x509.NewCertPool()
		}
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return bad("ca_cert "+conn.CACert+" holds no certificate in PEM form", "convert it with openssl x509 -outform pem", nil)
		}
	}
	if (conn.ClientCert == "") != (conn.ClientKey == "") {
		return bad("client_cert and client_key go together", "give both or neither", nil)
	}
	if conn.ClientCert != "" {
		pair, err := tls.LoadX509KeyPair(conn.ClientCert, conn.ClientKey)
		if err != nil {
			return bad("the client certificate cannot be used: "+err.Error(), "", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	if conn.Insecure {
		config.InsecureSkipVerify = true //nolint:gosec // explicit, and warned of below
		if conn.Warn != nil {
			conn.Warn(provider + ": the server's certificate is not verified (--insecure)")
		}
	}
	return config, nil
}
