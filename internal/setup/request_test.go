package setup

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"unictl/internal/cli"
	"unictl/internal/cli/contexts"
	"unictl/internal/config"
)

// plant is a service with a setting that can be given in two ways.
func plant() *cli.Provider {
	return &cli.Provider{
		Name: "plant", Title: "Plant", Required: []string{"region|url", "site"}, Login: &cli.Login{},
		Options: []config.Option{
			{Key: "plant.region", Env: "UNICTL_PLANT_REGION", Flag: "region", Check: func(text string) error {
				if text != "north" && text != "south" {
					return errors.New("must be north or south")
				}
				return nil
			}},
			{Key: "plant.url", Env: "UNICTL_PLANT_URL", Flag: "url", Kind: config.URL},
			{Key: "plant.site", Env: "UNICTL_PLANT_SITE", Flag: "site"},
			{Key: "plant.token", Env: "UNICTL_PLANT_TOKEN", Secret: true},
		},
	}
}

func registry(t *testing.T, options ...config.Option) *config.Registry {
	t.Helper()
	all, err := config.NewRegistry(append(config.CommonOptions(), options...)...)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestRequestIsChecked(t *testing.T) {
	t.Parallel()
	p := plant()
	for name, c := range map[string]struct {
		request Request
		want    string
	}{
		"nothing":          {Request{}, ""},
		"all of it":        {Request{Providers: []string{"plant"}, Set: []contexts.Assignment{{Key: "plant.region", Value: "north"}, {Key: "protected", Value: "true"}}}, ""},
		"unknown provider": {Request{Providers: []string{"plnat"}}, `provider "plnat" not found`},
		"provider twice":   {Request{Providers: []string{"plant", "plant"}}, "named twice"},
		"unknown setting":  {Request{Set: []contexts.Assignment{{Key: "plant.stie", Value: "x"}}}, `did you mean "plant.site"?`},
		"secret":           {Request{Set: []contexts.Assignment{{Key: "plant.token", Value: "canary"}}}, "plant.token is a secret"},
		"wrong form":       {Request{Set: []contexts.Assignment{{Key: "plant.region", Value: "canary"}}}, "plant.region: must be north or south"},
		"empty":            {Request{Set: []contexts.Assignment{{Key: "plant.site"}}}, "must not be empty"},
		"setting twice":    {Request{Set: []contexts.Assignment{{Key: "plant.site", Value: "a"}, {Key: "plant.site", Value: "a"}}}, "given twice"},
		"not set up here":  {Request{Providers: []string{"plant"}, Set: []contexts.Assignment{{Key: "other.site", Value: "a"}}}, "other.site is a setting of other, which is not set up here"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := c.request.check([]*cli.Provider{p}, registry(t, append(p.Options, config.Option{Key: "other.site"})...))
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "canary") {
				t.Errorf("it repeats the value: %v", err)
			}
		})
	}
}

func TestAnswersFitTheOptionThatTakesThem(t *testing.T) {
	t.Parallel()
	options := plant().Options[:2]
	for _, c := range []struct{ text, key, want string }{
		{"north", "plant.region", ""},
		{"https://plant.example.com", "plant.url", ""},
		{"", "", "plant.region: is needed"},
		{"east", "", "plant.region: must be north or south"},
		{"ftp://plant.example.com", "", "plant.url: must be an address such as"},
	} {
		key, value, err := fits(options, c.text)
		switch {
		case c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want)):
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		case c.want == "" && (err != nil || key != c.key || value != c.text):
			t.Errorf("%q: %s %q, %v", c.text, key, value, err)
		}
	}
}

func TestChoicesByNumber(t *testing.T) {
	t.Parallel()
	listed := []cli.Entry{{ID: "a-1"}, {ID: "b-2"}}
	for text, want := range map[string]string{"1": "a-1", "2": "b-2", "3": "3", "0": "0", "b-2": "b-2", "": ""} {
		if got := chosenOf(listed, text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAlternativesMakeWay(t *testing.T) {
	t.Parallel()
	v := &service{sitting: &sitting{request: &Request{}}, provider: plant()}
	v.put("plant.url", "https://plant.example.com")
	v.put("plant.region", "north")
	v.settle("region|url", "plant.region")
	v.put("plant.site", "a")
	want := []contexts.Assignment{{Key: "plant.url"}, {Key: "plant.region", Value: "north"}, {Key: "plant.site", Value: "a"}}
	if diff := cmp.Diff(want, v.answers); diff != "" {
		t.Error(diff)
	}
	v.request.Set = []contexts.Assignment{{Key: "plant.region", Value: "north"}}
	v.put("plant.url", "https://plant.example.com")
	if v.settle("region|url", "plant.url"); v.current("plant.region") != "north" {
		t.Error("what the command line says was taken away")
	}
}
