package cli

import (
	"context"
	"net/http"
	"testing"

	"unictl/internal/parse"
	"unictl/internal/rest"
)

type openIn struct {
	Edit
	Name     string
	Key, Pin string
	Without  bool
}

// openDoor takes two secrets: a key that must be there and is typed twice, and
// a pin that may be left out.
func openDoor() Command {
	return Change[*plant, openIn]{
		Use: "open NAME…", Short: "Open doors", Effect: Update,
		Inputs: func(in *openIn) Inputs {
			return Inputs{
				Arg("name", &in.Name, parse.Text(5)).Many(), Switch("keyless", &in.Without, "without a key"), in.BodyInput(),
				SecretInput{Noun: "door key", Target: &in.Key, Env: "UNICTL_PLANT_DOOR_KEY", Twice: true, Unless: func() bool { return in.Without }}.Input(),
				SecretInput{Noun: "pin", Target: &in.Pin, Optional: true}.Input(),
			}
		},
		Target: func(in *openIn) string { return in.Name },
		Steps: func(_ context.Context, p *plant, in *openIn) ([]Step, error) {
			body, err := rest.Body(map[string]string{"name": in.Name, "key": in.Key, "pin": in.Pin, "more": string(in.Body())})
			r := rest.Request{Name: "Open", Method: http.MethodPost, Path: "doors/" + in.Name, Body: body, Sensitive: true}
			return []Step{{Name: "open " + in.Name, Call: rest.NewCall(p.Client, r, rest.Ignore)}}, err
		},
	}
}

func doorBench(t *testing.T) *bench {
	t.Helper()
	return worksBench(t, openDoor())
}

// mostSecret is how many bytes a file that holds a secret may have.
const mostSecret = 64 << 10

// typing answers each question with the next word; beyond them nobody types.
func (b *bench) typing(words ...string) *int {
	b.at("")
	asked := new(int)
	b.Password = func(context.Context) (string, error) {
		*asked++
		if *asked > len(words) {
			b.t.Errorf("asked %d times", *asked)
			return "", nil
		}
		return words[*asked-1], nil
	}
	return asked
}
