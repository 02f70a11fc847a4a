package doctor

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/cli"
	"unictl/internal/rest"
)

const secretWord = "canary-9b2e"

func TestFacts(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		facts []cli.Fact
		err   error
		want  []Finding
	}{
		"well":    {[]cli.Fact{{Text: "a server of\ngeneration K"}}, nil, []Finding{{OK, "iot service", "a server of generation K", "", nil}}},
		"not":     {[]cli.Fact{{Text: "no role", Next: "ask"}}, nil, []Finding{{Note, "iot service", "no role", "ask", nil}}},
		"echoed":  {[]cli.Fact{{Text: "is " + secretWord}}, nil, []Finding{{OK, "iot service", "is [redacted]", "", nil}}},
		"refused": {nil, errors.New("no such page"), []Finding{{Problem, "iot service", "no such page", "--debug shows the call", nil}}},
	} {
		c := examined(func(context.Context, any) ([]cli.Fact, error) { return row.facts, row.err })
		c.about(t.Context())
		if diff := cmp.Diff(row.want, c.findings); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// Whatever a server shows of itself may repeat a credential.
func TestWayKeepsSecrets(t *testing.T) {
	t.Parallel()
	c := examined(nil)
	shown := &rest.ServerCertificate{Issuer: secretWord, Names: []string{secretWord}, NotAfter: time.Now().AddDate(1, 0, 0)}
	c.way(rest.Inspection{Host: secretWord, Proxy: secretWord, Certificate: shown})
	c.blocked(rest.Inspection{Stopped: rest.StageTLS, Certificate: shown}, errors.New("not trusted"))
	if len(c.findings) != 4 {
		t.Fatalf("%+v", c.findings)
	}
	for _, f := range c.findings {
		if text := f.Detail + f.Next; c.conn.Secrets.Mask(text) != text {
			t.Errorf("%+v", f)
		}
	}
}

func examined(about func(context.Context, any) ([]cli.Fact, error)) *call {
	c := &call{
		provider: &cli.Provider{Name: "iot", About: about},
		session:  &cli.Session{App: &cli.Process{Now: time.Now}},
		conn:     rest.Conn{Secrets: &rest.Secrets{}},
	}
	c.conn.Secrets.Add(secretWord)
	return c
}
