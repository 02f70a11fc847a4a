package testserver

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"time"
)

// certified makes a self-signed certificate for 127.0.0.1 that ends after life;
// a negative one has ended already.
func certified(life time.Duration) func() (tls.Certificate, string, error) {
	return certificate(life, net.IPv4(127, 0, 0, 1))
}

// certificate makes one for these addresses; with none it names its host in the
// common name alone, as old tools do.
func certificate(life time.Duration, addresses ...net.IP) func() (tls.Certificate, string, error) {
	return func() (tls.Certificate, string, error) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return tls.Certificate{}, "", err
		}
		now := time.Now()
		template := &x509.Certificate{
			SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "127.0.0.1"},
			NotBefore: now.Add(-48 * time.Hour), NotAfter: now.Add(life),
			IPAddresses: addresses, IsCA: true, BasicConstraintsValid: true,
			KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		}
		der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
		if err != nil {
			return tls.Certificate{}, "", err
		}
		ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
		return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, string(ca), nil
	}
}
