// Package session is what a command runs in: what the process brings, the global
// flags, and three things that find settings, secrets and clients when they are
// asked for, and not before. They are passed as arguments.
package session

import (
	"context"
	"io"
	"time"

	"unictl/internal/cli/terminal"
)

// App is everything a process brings to a command. There are no globals: tests
// make an App of buffers.
type App struct {
	In       io.Reader
	Out, Err io.Writer
	Terminal terminal.Ends
	Env      func(string) (string, bool)
	// Password reads a line from the terminal without echo.
	Password func(context.Context) (string, error)
	Now      func() time.Time
	Version  Version
	// Providers declares every service; it is asked only when settings are
	// needed.
	Providers func() []*Provider
	// OpenSandbox starts or finds the embedded services, for --context sandbox.
	OpenSandbox func(context.Context, *App) (*Sandbox, error)
}

// Version is what `unictl version` prints.
type Version struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Date    string `json:"date"` // of the commit, RFC 3339
	Go      string `json:"go"`
}

// Sandbox is a running sandbox as a context sees it.
type Sandbox struct {
	Settings map[string]map[string]string // provider → setting → value
	URL      string                       // of the control endpoints
	Key      string                       // what the control endpoints ask for
	Close    func() error
	// SettingsFor is Settings as another person of the sandbox would have them.
	SettingsFor func(ctx context.Context, email string) (map[string]map[string]string, error)
}

// Provider is the declared service of that name; nil if there is none.
func (app *App) Provider(name string) *Provider {
	for _, p := range app.Providers() {
		if p.Name == name {
			return p
		}
	}
	return nil
}
