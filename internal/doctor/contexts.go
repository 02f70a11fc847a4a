package doctor

import (
	"strings"

	"unictl/internal/cli"
	"unictl/internal/config"
)

// contexts compares the contexts of the file with each other.
func (e *examination) contexts(file *config.File) {
	first := map[string]string{} // server and what is acted on there → context
	for _, context := range file.Contexts() {
		services := 0
		for _, p := range e.session.App.Providers() {
			if !mentions(p, context) {
				continue
			}
			services++
			place := whereabouts(p, context)
			if other, taken := first[place]; taken && place != "" {
				e.add(Note, "context "+context.Name, "leads to the same place as context "+other+": "+place,
					"if one is enough: unictl context delete "+shellWord(context.Name))
			} else {
				first[place] = context.Name
			}
		}
		if services == 0 {
			name := shellWord(context.Name)
			e.add(Note, "context "+context.Name, "has no service configured",
				"unictl config set --context "+name+" KEY VALUE (`unictl config explain` lists the keys), or unictl context delete "+name)
		}
	}
}

// mentions reports whether a context has any setting of the service.
func mentions(p *cli.Provider, context config.Context) bool {
	for _, o := range p.Options {
		if _, ok := context.Value(o.Key); ok {
			return true
		}
	}
	return false
}

// whereabouts is the server that a context leads to and what its commands act
// on there; "" when it does not say.
func whereabouts(p *cli.Provider, context config.Context) string {
	setting := func(key string) string {
		if value, ok := context.Value(key); ok {
			return value
		}
		for _, o := range p.Options {
			if o.Key == key {
				return o.Default
			}
		}
		return ""
	}
	where := strings.ToLower(strings.TrimRight(setting(p.Name+".url"), "/"))
	if p.Scope != nil {
		where = strings.TrimSpace(where + " " + p.Scope(setting))
	}
	if setting(p.Name+".url") == "" && setting(p.Name+".region") == "" {
		return ""
	}
	return p.Name + " " + where
}
