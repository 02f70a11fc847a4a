package doctor

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"unictl/internal/cli"
	"unictl/internal/cli/contexts"
	"unictl/internal/config"
)

// effective counts the settings in use by where they come from.
func (e *examination) effective(ctx context.Context) {
	settings, err := e.session.Settings.Of(ctx, "")
	if err != nil {
		return // told with the configuration, or with the service that it is about
	}
	var total int
	var origins []string
	counts := map[string]int{}
	for _, entry := range settings.Entries() {
		origin := layer(entry.Origin)
		if origin == "" {
			continue
		}
		if total++; counts[origin] == 0 {
			origins = append(origins, origin)
		}
		counts[origin]++
	}
	for i, origin := range origins {
		origins[i] = fmt.Sprintf("%d from %s", counts[origin], origin)
	}
	if total == 0 {
		e.add(OK, "settings", "none is given; the defaults hold", "")
		return
	}
	e.add(OK, "settings", fmt.Sprintf("%d given: %s", total, strings.Join(origins, ", ")), "")
}

// layer names what gave a setting; "" for what was not given.
func layer(origin config.Origin) string {
	switch origin.Kind {
	case config.FromFlag:
		return "flags"
	case config.FromEnv:
		return "the environment"
	case config.FromSandbox:
		return "the sandbox"
	case config.FromContext:
		return place(origin.Detail)
	}
	return ""
}

// place is "/path/config.yaml:7 (context prod)" without the line.
func place(detail string) string {
	at := strings.LastIndex(detail, " (")
	if at < 0 {
		return detail
	}
	colon := strings.LastIndexByte(detail[:at], ':')
	if colon < 0 {
		return detail
	}
	return detail[:colon] + detail[at:]
}

// origins are the effective settings of every service, or why there are none.
// All are found before any origin is explained: explaining shows a variable
// that contradicts the context, where using it is refused.
type origins struct {
	settings map[string]*config.Settings
	errs     map[string]error
	explain  func() ([]contexts.Setting, error)
}

func resolveAll(ctx context.Context, s *cli.Session) *origins {
	o := &origins{settings: map[string]*config.Settings{}, errs: map[string]error{}}
	for _, p := range s.App.Providers() {
		o.settings[p.Name], o.errs[p.Name] = s.Settings.Of(ctx, p.Name)
	}
	o.explain = sync.OnceValues(func() ([]contexts.Setting, error) { return contexts.Explain(ctx, s) }) // secrets are looked for once
	return o
}
