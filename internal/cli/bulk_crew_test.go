package cli

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"unictl/internal/parse"
	"unictl/internal/rest"
)

// crew is a service of people: it counts the writes that were carried out, and
// misbehaves as a test wants.
type crew struct {
	mu     sync.Mutex
	people map[string]bool
	done   map[string]int // writes carried out, by "METHOD /path"
	asked  int            // requests, with those that were refused
	// fault answers instead of the service; false = it does not.
	fault func(call string, w http.ResponseWriter) bool
	// lost ends the connection after a write was carried out.
	lost func(call string) bool
}

func (c *crew) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	call := r.Method + " " + r.URL.Path
	email, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/people"), "/"), "/")
	c.asked++
	if c.fault != nil && c.fault(call, w) {
		return
	}
	switch {
	case call == "GET /people":
		reply(200, c.list())(w, r)
		return
	case r.Method == http.MethodGet && !c.people[email]:
		reply(404, `{}`)(w, r)
		return
	case r.Method == http.MethodGet:
		reply(200, `{"id":"id-`+email+`"}`)(w, r)
		return
	case r.Method == http.MethodDelete:
		delete(c.people, email)
	case !strings.HasSuffix(call, "/nudge"):
		c.people[email] = true
	}
	c.done[call]++
	if c.lost != nil && c.lost(call) {
		panic(http.ErrAbortHandler)
	}
	reply(200, `{"id":"id-`+email+`","name":"value-of-`+email+`"}`)(w, r)
}

func (c *crew) list() string {
	var all []string
	for _, email := range slices.Sorted(maps.Keys(c.people)) {
		all = append(all, fmt.Sprintf(`{"id":"id-%s","name":%q}`, email, email))
	}
	return "[" + strings.Join(all, ",") + "]"
}

// now changes how the service behaves.
func (c *crew) now(change func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change()
}

// works takes all misbehaviour back.
func (c *crew) works() { c.now(func() { c.fault, c.lost = nil, nil }) }

// leaves takes a person away behind the tool's back.
func (c *crew) leaves(email string) { c.now(func() { delete(c.people, email) }) }

// writes are the writes that were carried out, sorted, with their number where
// it is not one.
func (c *crew) writes() (all []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, call := range slices.Sorted(maps.Keys(c.done)) {
		if n := c.done[call]; n != 1 {
			call += fmt.Sprintf(" x%d", n)
		}
		all = append(all, call)
	}
	return all
}

// newCrew is a bench whose service is a crew, and whose folder is a new one.
func newCrew(t testing.TB) (*bench, *crew) {
	t.Helper()
	b, c := newBench(t), &crew{people: map[string]bool{}, done: map[string]int{}}
	b.service.Config.Handler = c
	b.args = []string{"--timeout", "1s"} // nothing of an earlier run is waited for any longer
	b.Root = Group{Use: "unictl", Short: "Root", Children: func() []Command {
		return []Command{Group{Use: "crew", Short: "The crew", Section: SectionProviders, Provider: plantProvider(), Children: func() []Command {
			return []Command{hire(), nudge(), dismiss(), badge()}
		}}}
	}}
	return b, c
}

// file writes a file of rows and gives its path.
func (b *bench) file(name, text string) string {
	b.t.Helper()
	path := filepath.Join(b.home, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// people is a file of rows with one column.
func (b *bench) people(emails ...string) string {
	return b.file("people.csv", "email\n"+strings.Join(emails, "\n")+"\n")
}

type crewIn struct {
	Email parse.Address
	Tags  []string
	made  thing
}

func (in *crewIn) inputs() Inputs {
	return Inputs{
		Arg("email", &in.Email, parse.Email),
		FlagList("tag", &in.Tags, parse.Choice("red", "blue"), "a `TAG`"),
	}
}
func (in *crewIn) key() string    { return in.Email.Key() }
func (in *crewIn) target() string { return in.Email.String() }
func (in *crewIn) id() string     { return in.made.ID }

func (in *crewIn) step(p *plant, name, method, path string) ([]Step, error) {
	return []Step{{Name: name, Call: p.send(name, method, path).Then(func(v thing) { in.made = v })}}, nil
}

// hire can look.
func hire() Command {
	return Change[*plant, crewIn]{
		Use: "hire EMAIL", Short: "Hire", Effect: Create, Inputs: (*crewIn).inputs, Key: (*crewIn).key, Target: (*crewIn).target, ID: (*crewIn).id,
		Exists: crewExists(),
		Steps: func(_ context.Context, p *plant, in *crewIn) ([]Step, error) {
			return in.step(p, "Hire", http.MethodPost, "people/"+in.Email.String())
		},
	}
}

func crewExists() *Exists[*plant, crewIn] {
	return &Exists[*plant, crewIn]{Find: func(ctx context.Context, p *plant, in *crewIn) iter.Seq2[Existing, error] {
		found, err := p.send("Person", http.MethodGet, "people/"+in.Email.String()).Do(ctx)
		if rest.Is(err, rest.NotFound) {
			return existing()
		}
		return func(yield func(Existing, error) bool) {
			yield(Existing{Key: cmp.Or(in.key(), in.target()), What: in.Email.String() + " is here", ID: found.ID}, err)
		}
	}}
}

// nudge has none: nobody can tell whether it happened.
func nudge() Command {
	return Change[*plant, crewIn]{
		Use: "nudge EMAIL", Short: "Nudge", Effect: Update, Inputs: (*crewIn).inputs, Target: (*crewIn).target, ID: (*crewIn).id,
		Steps: func(_ context.Context, p *plant, in *crewIn) ([]Step, error) {
			return in.step(p, "Nudge", http.MethodPost, "people/"+in.Email.String()+"/nudge")
		},
	}
}

// badge brings a secret.
func badge() Command {
	return Change[*plant, crewIn]{
		Use: "badge EMAIL", Short: "Badge", Effect: Create, Inputs: (*crewIn).inputs, Target: (*crewIn).target, ID: (*crewIn).id, Exists: crewExists(),
		Once: &Once[crewIn]{Noun: "badge", Value: func(in *crewIn) string { return in.made.Name }},
		Steps: func(_ context.Context, p *plant, in *crewIn) ([]Step, error) {
			return in.step(p, "Badge", http.MethodPost, "people/"+in.Email.String())
		},
	}
}

type dismissIn struct{ Person Ref }

// dismiss takes away what it finds by name.
func dismiss() Command {
	people := LookupIn("person", func(text string) bool { return strings.HasPrefix(text, "id-") },
		func(ctx context.Context, p *plant) iter.Seq2[Entry, error] {
			call := rest.NewCall(p.Client, rest.Get("PeopleList", "people"), rest.JSON[[]thing])
			all, err := call.Do(ctx)
			return Entries(Items(all, err), func(v thing) Entry { return Entry{ID: v.ID, Names: []string{v.Name}} })
		})
	return Change[*plant, dismissIn]{
		Use: "dismiss PERSON…", Short: "Dismiss", Effect: Delete,
		Inputs: func(in *dismissIn) Inputs { return Inputs{Arg("person", &in.Person, ParseRef).Many().Find(people)} },
		Target: func(in *dismissIn) string { return in.Person.String() },
		ID:     func(in *dismissIn) string { return in.Person.ID },
		Steps: func(_ context.Context, p *plant, in *dismissIn) ([]Step, error) {
			call := p.send("Dismiss", http.MethodDelete, "people/"+strings.TrimPrefix(in.Person.ID, "id-"))
			return []Step{{Name: "dismiss", Call: call}}, nil
		},
	}
}
