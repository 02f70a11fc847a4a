package setup

import (
	"strings"
	"time"

	"unictl/internal/cli"
	"unictl/internal/secret"
)

// Summary is what `init` says of the context that it has set up.
type Summary struct {
	Context   string    `json:"context"`
	Current   bool      `json:"current"` // commands use it without --context
	File      string    `json:"file"`
	Providers []Service `json:"providers"`
}

// Service is one provider of the context, and its credential. It holds no
// secret.
type Service struct {
	Provider string     `json:"provider"`
	Who      string     `json:"who,omitempty"`
	How      string     `json:"how,omitempty"`    // "token", "password"
	Source   string     `json:"source,omitempty"` // where commands will find it; "" = nowhere yet
	Expires  *time.Time `json:"expires,omitempty"`
	Tested   bool       `json:"tested"` // the service took it just now
}

func (t *sitting) summary() Summary {
	return Summary{
		Context: t.name, Current: t.current(), File: t.path, Providers: cli.Each(t.services, (*service).summary),
	}
}

// current reports whether commands will use the context without being told.
func (t *sitting) current() bool {
	if t.file.Current() == "" {
		return len(t.file.Contexts()) == 0 || len(t.file.Contexts()) == 1 && t.before.Name == t.name
	}
	return t.file.Current() == t.name
}

func (v *service) summary() Service {
	sum := Service{Provider: v.provider.Name, Tested: v.proof != nil && v.tries()}
	if v.given == nil {
		return sum
	}
	sum.How, sum.Source, sum.Who = v.given.Method.How, v.given.Source, v.given.Person
	if v.proof != nil {
		sum.Who, sum.Expires = v.proof.Who(), v.proof.Expires()
	}
	if stores, err := v.session.Secrets.Stores(); err == nil && v.keeps() {
		sum.Source = stores.Keyring.Name()
		if v.store == secret.StoreFile {
			sum.Source = stores.File.Name()
		}
	}
	return sum
}

// next are the commands to go on with, one a line where a person reads them.
func (t *sitting) next() string {
	where := ""
	if !t.current() {
		where = " --context " + t.name
	}
	commands := []string{"unictl auth status" + where + " --network"}
	for _, v := range t.services {
		if v.provider.Try != "" {
			commands = append(commands, "unictl "+v.provider.Try+where)
		}
	}
	if t.asker != nil {
		return "Context " + t.name + " is ready. Try:\n  " + strings.Join(commands, "\n  ")
	}
	return "context " + t.name + " is ready; try `" + strings.Join(commands, "`, `") + "`"
}
