package cli

import (
	"context"
	"io"
	"time"
)

// App is everything a process brings to a command. There are no globals: tests
// make an App of buffers.
type App struct {
	In       io.Reader
	Out, Err io.Writer
	Terminal Terminal
	Env      func(string) (string, bool)
	// Password reads a line from the terminal without echo.
	Password func(context.Context) (string, error)
	Now      func() time.Time
	Version  Version
	Root     Group
	// Providers declares every service; it is asked only when settings are
	// needed.
	Providers func() []*Provider
	// OpenSandbox starts or finds the embedded services, for --context sandbox.
	OpenSandbox func(context.Context, *Session) (*Sandbox, error)
	// interrupt makes a context that Ctrl-C ends; nil = the caller's does.
	interrupt func(context.Context) (context.Context, func())
}

// Terminal says which streams are terminals.
type Terminal struct {
	In, Out, Err bool
	Width        int // columns of the terminal on stdout, 0 = unknown
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
