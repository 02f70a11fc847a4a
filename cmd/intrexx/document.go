package intrexx

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"unictl/internal/cli"
	"unictl/internal/intrexx"
	"unictl/internal/rest"
)

// notPublic ends the help of commands whose documents nobody has published.
const notPublic = "\n\nIts members are not publicly documented: your server's own Swagger page describes them."

type (
	item   = rest.Item[intrexx.Object]
	items  = iter.Seq2[item, error]
	reads  = rest.Call[item]
	writes = rest.Call[intrexx.Answer]
)

// editIn is what a person says about a document.
type editIn struct {
	cli.Edit
	made intrexx.Answer // what came of it
}

func (in *editIn) id() string { return in.made.ID }

func (in *editIn) inputs() cli.Inputs {
	in.Free = true
	return in.Inputs()
}

// send is the one step that sends a document where none can be read beforehand.
// look shows what became of it, "" = nothing does.
func (in *editIn) send(ctx context.Context, name, look string, call func(json.RawMessage) writes) ([]cli.Step, error) {
	body, err := in.New()
	if err != nil {
		return nil, err
	}
	return []cli.Step{{Name: name, Call: call(body).Then(func(a intrexx.Answer) { in.made = a }), Look: look}}, nil
}

// portalDocument is a document of a portal that can be read and patched.
type portalDocument struct {
	words string // the commands that lead to it: "settings"
	what  string // "the settings of the portal"
	note  string // more for the help of set
	read  func(*intrexx.Client) reads
	write func(*intrexx.Client, json.RawMessage) writes
	flags func(*cli.Edit) []*cli.Input // of members that are known; nil = none
}

func (d portalDocument) get() cli.Command {
	return cli.Get[*intrexx.Client, struct{}, intrexx.Object]{
		Use: "get", Short: "Show " + d.what, Long: "Show " + d.what + "." + notPublic,
		Example: "  unictl intrexx " + d.words + " get --portal intranet -o json > document.json",
		Item: func(ctx context.Context, c *intrexx.Client, _ *struct{}) (item, error) {
			return d.read(c).Do(ctx)
		},
	}
}

func (d portalDocument) set(example string) cli.Command {
	return cli.Change[*intrexx.Client, editIn]{
		Use: "set", Short: "Change " + d.what, Effect: cli.Update,
		Long: "Change " + d.what + ". They are read first, and only what changes is sent; --dry-run shows it.\n" +
			"--set a.b=5 takes the type of the value that it replaces; a.b:=5 is JSON. What `get -o json` printed\n" +
			"can be edited and given back with --body. --no-read sends all that is given." + d.note + notPublic,
		Example: example,
		Inputs: func(in *editIn) cli.Inputs {
			if d.flags == nil {
				return in.Updating()
			}
			return in.Updating(d.flags(&in.Edit)...)
		},
		Check:  (*editIn).Check,
		Target: func(*editIn) string { return d.what },
		Steps: func(ctx context.Context, c *intrexx.Client, in *editIn) ([]cli.Step, error) {
			return cli.Patched(ctx, &in.Edit, "change "+d.what, d.read(c), func(body json.RawMessage) writes { return d.write(c, body) })
		},
	}
}

// flipBoolean makes the body of a change from what a read shows when the only
// thing known is that it is one boolean: doc with its one boolean set to to,
// everything else kept to the byte. was is the boolean that stood there. No
// boolean or several are a *rest.Error of kind Failed that lists what was found.
func flipBoolean(doc json.RawMessage, to bool) (flipped json.RawMessage, was bool, err error) {
	l, err := sole(doc, "boolean", 't', 'f')
	if err != nil {
		return nil, false, err
	}
	return l.replaced(doc, fmt.Appendf(nil, "%t", to)), l.kind == 't', nil
}

// soleText is the same for a document whose one text is the value to change.
// Errors name places, never the texts, which may be secret.
func soleText(doc json.RawMessage, value string) (changed json.RawMessage, err error) {
	l, err := sole(doc, "text", '"')
	if err != nil {
		return nil, err
	}
	quoted, err := rest.Body(value)
	return l.replaced(doc, quoted), err
}

// leaf is one value of a JSON document that is neither object nor list.
type leaf struct {
	path       string // as people write it: rules[0].active; "" = the whole document
	kind       jsontext.Kind
	start, end int64 // its bytes
}

func (l leaf) replaced(doc, value []byte) json.RawMessage {
	return slices.Concat(doc[:l.start], value, doc[l.end:])
}

// sole is the only leaf of these kinds, which people call name.
func sole(doc json.RawMessage, name string, kinds ...jsontext.Kind) (leaf, error) {
	leaves, err := leavesOf(doc)
	if err != nil {
		return leaf{}, unlike("the answer is not JSON, and one " + name + " in it was due")
	}
	found := slices.DeleteFunc(slices.Clone(leaves), func(l leaf) bool { return !slices.Contains(kinds, l.kind) })
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return leaf{}, unlike(fmt.Sprintf("no %s is in the answer, where one was due; it has %s", name, places(leaves)))
	}
	return leaf{}, unlike(fmt.Sprintf("%d values of the kind %s are in the answer, where one was due: %s", len(found), name, places(found)))
}

// leavesOf lists the leaves of one JSON document in their order. Members may
// come twice, and texts need not be UTF-8: it is the server's document.
func leavesOf(doc json.RawMessage) (leaves []leaf, err error) {
	if !json.Valid(doc) {
		return nil, errors.New("it is not JSON")
	}
	d := jsontext.NewDecoder(bytes.NewReader(doc), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	for {
		if delimiter := strings.ContainsRune("{}[]", rune(d.PeekKind())); delimiter {
			_, err = d.ReadToken()
		} else {
			var value jsontext.Value
			value, err = d.ReadValue()
			if around, read := d.StackIndex(d.StackDepth()); err == nil && (around != '{' || read%2 == 0) { // no name
				leaves = append(leaves, leaf{placeIn(d), value.Kind(), d.InputOffset() - int64(len(value)), d.InputOffset()})
			}
		}
		if errors.Is(err, io.EOF) {
			return leaves, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// placeIn is where the value stands that was read last.
func placeIn(d *jsontext.Decoder) string {
	var path strings.Builder
	depth := 0
	for name := range d.StackPointer().Tokens() {
		depth++
		switch around, _ := d.StackIndex(depth); {
		case around == '[':
			path.WriteString("[" + name + "]")
			continue
		case path.Len() > 0:
			path.WriteByte('.')
		}
		path.WriteString(rest.Line(name))
	}
	return path.String()
}

// places names leaves by where they stand.
func places(leaves []leaf) string {
	const most = 10
	var names []string
	for i, l := range leaves {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(leaves)-most))
			break
		}
		names = append(names, cmp.Or(l.path, "the whole document"))
	}
	return cmp.Or(strings.Join(names, ", "), "nothing")
}

func unlike(message string) error {
	return &rest.Error{
		Kind: rest.Failed, Provider: "intrexx", Message: message,
		Hint: "the shape of this document is not public: look at it, and send a body of your own with --body FILE, as the server's Swagger page has it; --no-read sends it without reading",
	}
}
