package cli

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unictl/internal/parse"
	"unictl/internal/rest"
)

// object is a document whose shape nobody knows.
type object map[string]any

// worksBench is a bench whose provider shows documents of unknown shape, which
// may hold secrets.
func worksBench(t *testing.T, verbs ...Command) *bench {
	t.Helper()
	b := newBench(t)
	provider := func() *Provider {
		p := plantProvider()
		p.Masks = true
		return p
	}
	b.Providers = func() []*Provider { return []*Provider{provider()} }
	b.Root.Children = func() []Command {
		return []Command{Group{Use: "works", Short: "The works", Provider: provider(), Children: func() []Command { return verbs }}}
	}
	return b
}

// heardBody answers a call and keeps what came with it.
func (b *bench) heardBody(call, answer string) *string {
	text := new(string)
	b.service.on(call, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		*text = string(body)
		reply(http.StatusOK, answer)(w, r)
	})
	return text
}

func readDocument(p *plant) rest.Call[rest.Item[object]] {
	return rest.NewCall(p.Client, rest.Get("DocumentGet", "document"), func(r *rest.Response) (rest.Item[object], error) {
		raw, err := rest.JSON[json.RawMessage](r)
		return rest.Item[object]{Raw: raw}, err
	})
}

func writeDocument(p *plant, method string) func(json.RawMessage) rest.Call[struct{}] {
	return func(body json.RawMessage) rest.Call[struct{}] {
		return rest.NewCall(p.Client, rest.Request{Name: "DocumentWrite", Method: method, Path: "document", Body: body}, rest.Ignore)
	}
}

func showDocument(hidden bool) Command {
	return Get[*plant, struct{}, object]{
		Use: "show", Short: "Show the document", Hidden: hidden,
		Item: func(ctx context.Context, p *plant, _ *struct{}) (rest.Item[object], error) {
			return readDocument(p).Do(ctx)
		},
	}
}

func listDocuments() Command {
	return List[*plant, struct{}, object]{
		Use: "list", Short: "List documents",
		Items: func(ctx context.Context, p *plant, _ *struct{}) iter.Seq2[rest.Item[object], error] {
			raw, err := rest.NewCall(p.Client, rest.Get("DocumentList", "documents"), rest.JSON[[]json.RawMessage]).Do(ctx)
			return func(yield func(rest.Item[object], error) bool) {
				for _, r := range raw {
					if !yield(rest.Item[object]{Raw: r}, nil) {
						return
					}
				}
				if err != nil {
					yield(rest.Item[object]{}, err)
				}
			}
		},
	}
}

type editIn struct{ Edit }

// editVerb changes the document: in part, or as a whole.
func editVerb(use string, hidden bool) Command {
	return Change[*plant, editIn]{
		Use: use, Short: "Change the document", Effect: Update,
		Inputs: func(in *editIn) Inputs {
			email := Member(&in.Edit, "email", parse.Email, "e-mail `ADDRESS`", "contact", "email")
			return in.Updating(email)
		},
		Check:  func(in *editIn) error { return in.Edit.Check() },
		Target: func(*editIn) string { return "the document" },
		Steps: func(ctx context.Context, p *plant, in *editIn) ([]Step, error) {
			in.Hidden, in.Merges = hidden, use == "merge"
			if use == "write" {
				return Rewritten(ctx, &in.Edit, "write the document", readDocument(p), writeDocument(p, http.MethodPut))
			}
			return Patched(ctx, &in.Edit, "change the document", readDocument(p), writeDocument(p, http.MethodPatch))
		},
	}
}

// textFile keeps text below the bench's home, and gives its path.
func (b *bench) textFile(name, text string) string {
	b.t.Helper()
	return writeText(b.t, b.home, name, text)
}

// unindented is text without the indentation of the tests.
func unindented(text string) string {
	return strings.ReplaceAll(strings.TrimPrefix(text, "\n"), "\t", "")
}

func writeText(t testing.TB, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
