package doctor_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"unictl/internal/doctor"
	"unictl/internal/testserver"
)

func TestTLS(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		behaviour    string
		trust        bool
		insecure     bool
		status       doctor.Status
		detail, next string
	}{
		"sound":            {"tls", true, false, doctor.OK, "TLS 1.3, for 127.0.0.1 by itself, ends ", ""},
		"unknown":          {"tls", false, false, doctor.Problem, "is not trusted", "set ca_cert"},
		"unknown, whose":   {"tls", false, false, doctor.Problem, "the certificate is for 127.0.0.1 by itself, ends ", ""},
		"about to end":     {"tls-ending", true, false, doctor.Note, "in 10 days", "have it renewed"},
		"ended":            {"tls-expired", true, false, doctor.Problem, "expired", "a new certificate"},
		"ended, when":      {"tls-expired", true, false, doctor.Problem, "by itself, ended ", ""},
		"no name":          {"tls-nameless", true, false, doctor.Problem, "for no host (CN=127.0.0.1) by itself", "subject alternative name"},
		"insecure":         {"tls", false, true, doctor.Problem, "it would be refused if it was verified: ", "set ca_cert"},
		"insecure, said":   {"tls", false, true, doctor.Problem, "not verified (UNICTL_IXON_INSECURE)", "set ca_cert"},
		"needless":         {"tls", true, true, doctor.OK, "for 127.0.0.1", ""},
		"insecure and old": {"tls-expired", true, true, doctor.Problem, "expired", "set ca_cert"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, err := testserver.Start(row.behaviour)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(server.Close)
			p := newPatient(t).configured(server.URL)
			if row.trust {
				p.env["UNICTL_IXON_CA_CERT"] = p.file("ca.pem", server.CA, 0o600)
			}
			if row.insecure {
				p.env["UNICTL_IXON_INSECURE"] = "true"
			}
			expect(t, p.findings("--network"), row.status, "ixon tls", row.detail, row.next)
		})
	}
}

func TestClientCertificate(t *testing.T) {
	t.Parallel()
	for left, want := range map[time.Duration]doctor.Status{
		400 * 24 * time.Hour: doctor.OK, 20 * 24 * time.Hour: doctor.Note, 3 * 24 * time.Hour: doctor.Problem, -time.Hour: doctor.Problem,
	} {
		p := newPatient(t).configured("https://ixon.invalid/api/")
		cert, key := clientCertificate(t, left)
		p.env["UNICTL_IXON_CLIENT_CERT"] = p.file("client.pem", cert, 0o644)
		p.env["UNICTL_IXON_CLIENT_KEY"] = p.file("client.key", key, 0o600)
		all := p.findings()
		expect(t, all, want, "ixon client certificate", "CN=operator end", "")
		if want == doctor.OK && len(problems(all)) > 0 {
			t.Errorf("problems: %+v", problems(all))
		}
		if runtime.GOOS == "windows" {
			continue // it keeps no such permissions
		}
		p.file("client.key", key, 0o640)
		expect(t, p.findings(), doctor.Problem, "ixon client certificate", "can be read by others", "chmod 600 "+filepath.Join(p.home, "client.key"))
	}
}

func clientCertificate(t *testing.T, left time.Duration) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "operator"},
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(left + time.Minute),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string, bytes []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: bytes}))
	}
	return block("CERTIFICATE", der), block("PRIVATE KEY", pkcs8)
}
