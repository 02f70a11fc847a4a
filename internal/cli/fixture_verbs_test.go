package cli

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"strings"
	"time"

	"unictl/internal/cli/contexts"
	"unictl/internal/cli/login"
	"unictl/internal/config"
	"unictl/internal/parse"
	"unictl/internal/rest"
	"unictl/internal/secret"
)

// plant is the client of the service.
type plant struct{ *rest.Client }

type thing struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func plantProvider() *Provider {
	return &Provider{
		Name: "plant", Title: "the plant", Required: []string{"site"}, Secrets: "UNICTL_PLANT_TOKEN",
		Options: append([]config.Option{
			{Key: "plant.url", Env: "UNICTL_PLANT_URL", Flag: "url", Kind: config.URL, Default: "https://plant.invalid", Usage: "base URL"},
			{Key: "plant.site", Env: "UNICTL_PLANT_SITE", Flag: "site", Usage: "the site"},
			{Key: "plant.user", Env: "UNICTL_PLANT_USER", Flag: "user", Usage: "who signs in"},
			{Key: "plant.token", Env: "UNICTL_PLANT_TOKEN", Secret: true, Usage: "token"},
			{Key: "plant.password", Env: "UNICTL_PLANT_PASSWORD", Secret: true, Usage: "password"},
		}, config.ProviderOptions("plant")...),
		Credential: func(ctx context.Context, s *Session) (rest.Auth, error) {
			token, err := s.Secrets.Get(ctx, "plant", "token")
			if err != nil || token != "" {
				return BearerOrNone(token), err
			}
			return s.Clients.SignedIn(ctx, SignIn{Provider: "plant", UserSetting: "user", SecretSettings: []string{"password"}, Do: signInPlant})
		},
		Connect: ConnectAs(func(_ context.Context, _ *Session, conn rest.Conn) (*plant, error) {
			client, err := rest.New(rest.Provider{Name: "plant"}, conn)
			return &plant{client}, err
		}),
		Scope: func(setting func(string) string) string { return "site " + setting("plant.site") },
	}
}

func signInPlant(ctx context.Context, client any, user string, secrets []string) (SignedToken, error) {
	c, err := ClientAs[*plant](client)
	if err != nil {
		return SignedToken{}, err
	}
	body, err := rest.Body(map[string]string{"user": user, "password": secrets[0]})
	if err != nil {
		return SignedToken{}, err
	}
	request := rest.Request{Name: "SignIn", Method: http.MethodPost, Path: "sign-in", Body: body, NoAuth: true, Sensitive: true}
	made, err := rest.NewCall(c.Client, request, rest.JSON[struct{ Token string }]).Do(ctx)
	return SignedToken{Value: made.Token}, err
}

func (p *plant) things(ctx context.Context) iter.Seq2[rest.Item[thing], error] {
	return func(yield func(rest.Item[thing], error) bool) {
		all, err := rest.NewCall(p.Client, rest.Get("ThingList", "things"), rest.JSON[[]json.RawMessage]).Do(ctx)
		for _, raw := range all {
			item := rest.Item[thing]{Raw: raw}
			if err = json.Unmarshal(raw, &item.Value); err != nil {
				break
			}
			if !yield(item, nil) {
				return
			}
		}
		if err != nil {
			yield(rest.Item[thing]{}, err)
		}
	}
}

func (p *plant) send(name, method, path string) rest.Call[thing] {
	return rest.NewCall(p.Client, rest.Request{Name: name, Method: method, Path: path}, rest.JSON[thing])
}

func things() *Lookup {
	isID := func(text string) bool { return strings.HasPrefix(text, "id-") }
	return LookupIn("thing", isID, func(ctx context.Context, p *plant) iter.Seq2[Entry, error] {
		return Entries(p.things(ctx), func(v thing) Entry { return Entry{ID: v.ID, Names: []string{v.Name}, Note: "a thing"} })
	})
}

func plantRoot() Group {
	return Group{Use: "unictl", Short: "Root", Children: func() []Command {
		return []Command{
			Group{Use: "plant", Short: "The plant", Section: SectionProviders, Provider: plantProvider(), Children: plantVerbs},
			Raw[*plant]{Use: "raw METHOD PATH", Short: "Call anything", Provider: plantProvider(), Call: rawPlant},
			configVerb(), ShowVersion(), Completion(),
		}
	}}
}

func rawPlant(p *plant, method, path string, query []rest.Param, body []byte) (rest.Call[json.RawMessage], error) {
	return rest.NewCall(p.Client, rest.Request{Name: "Raw", Method: method, Path: path, Query: query, Body: body}, rest.JSON[json.RawMessage]), nil
}

func plantVerbs() []Command {
	columns := []Column[thing]{
		{Name: "id", ID: true, Cell: func(v thing) any { return v.ID }},
		{Name: "name", Cell: func(v thing) any { return v.Name }},
	}
	return []Command{
		List[*plant, listIn, thing]{
			Use: "list", Short: "List things", Inputs: (*listIn).inputs, Columns: columns,
			Items: func(ctx context.Context, p *plant, in *listIn) iter.Seq2[rest.Item[thing], error] {
				return p.things(ctx)
			},
			Keep: func(in *listIn, v thing) bool {
				return (!in.Like.Given() || in.Like.ID == v.ID) && !in.None
			},
		},
		Get[*plant, oneThing, thing]{
			Use: "get THING", Short: "Show a thing", Inputs: (*oneThing).inputs, Columns: columns,
			Item: func(ctx context.Context, p *plant, in *oneThing) (rest.Item[thing], error) {
				v, err := p.send("ThingGet", http.MethodGet, "things/"+in.Thing.ID).Do(ctx)
				return rest.Item[thing]{Value: v}, err
			},
		},
		addThing(), removeThings(),
	}
}

type listIn struct {
	Like  Ref
	Since time.Time
	Kinds []string
	Days  []time.Duration
	None  bool
}

func (in *listIn) inputs() Inputs {
	return Inputs{
		Flag("like", &in.Like, ParseRef, "like this `THING`").Find(things()),
		Flag("since", &in.Since, parse.Clock(time.Now).Past, "since this `TIME`"),
		FlagList("kind", &in.Kinds, parse.Choice("big", "small"), "of this `KIND`").Words("big", "small"),
		FlagList("day", &in.Days, parse.Duration, "`SPAN`"),
		Switch("none", &in.None, "nothing at all"),
	}
}

type oneThing struct{ Thing Ref }

func (in *oneThing) inputs() Inputs {
	return Inputs{Arg("thing", &in.Thing, ParseRef).Find(things())}
}

type addIn struct {
	Email parse.Address
	Like  Ref
	Size  string
	made  thing
}

func addThing() Command {
	return Change[*plant, addIn]{
		Use: "add EMAIL", Short: "Add a thing", Effect: Create,
		Inputs: func(in *addIn) Inputs {
			return Inputs{
				Arg("email", &in.Email, parse.Email),
				Flag("size", &in.Size, parse.Choice("big", "small"), "the `SIZE`").Required(),
				Flag("like", &in.Like, ParseRef, "like this `THING`").Find(things()),
			}
		},
		Target: func(in *addIn) string { return in.Email.String() },
		ID:     func(in *addIn) string { return in.made.ID },
		Exists: &Exists[*plant, addIn]{Index: func(context.Context, *plant) iter.Seq2[Existing, error] {
			return existing(Existing{Key: "old@example.com", What: "old@example.com is there already", ID: "id-old"})
		}},
		Steps: func(_ context.Context, p *plant, in *addIn) ([]Step, error) {
			return []Step{{Name: "add " + in.Email.String(), Call: p.send("ThingAdd", http.MethodPost, "things").Then(func(v thing) { in.made = v })}}, nil
		},
	}
}

func existing(all ...Existing) iter.Seq2[Existing, error] {
	return func(yield func(Existing, error) bool) {
		for _, one := range all {
			if !yield(one, nil) {
				return
			}
		}
	}
}

func removeThings() Command {
	return Change[*plant, oneThing]{
		Use: "remove THING…", Short: "Remove things", Effect: Delete,
		Inputs: func(in *oneThing) Inputs {
			return Inputs{Arg("thing", &in.Thing, ParseRef).Many().Find(things())}
		},
		Target: func(in *oneThing) string { return in.Thing.String() },
		ID:     func(in *oneThing) string { return in.Thing.ID },
		Guard: &Guard[*plant, oneThing]{LastAdmin: true, Read: func(_ context.Context, p *plant, allowed Allowed) (func(context.Context, *oneThing) error, error) {
			return func(ctx context.Context, in *oneThing) error {
				me, err := p.send("Me", http.MethodGet, "me").Do(ctx)
				if err == nil && me.ID == in.Thing.ID && !allowed.Self {
					return Lockout(Yourself, "this is the last one")
				}
				return err
			}, nil
		}},
		Review: func(context.Context, *plant, *oneThing) (string, error) { return "it has three wheels\n", nil },
		Steps: func(_ context.Context, p *plant, in *oneThing) ([]Step, error) {
			return []Step{{Name: "remove", Call: p.send("ThingRemove", http.MethodDelete, "things/"+in.Thing.ID)}}, nil
		},
	}
}

type setIn struct {
	Key, Value string
	Store      secret.Store
}

func configVerb() Command {
	return Change[*Session, setIn]{
		Use: "set KEY [VALUE]", Short: "Set", Effect: Update,
		Inputs: func(in *setIn) Inputs {
			return Inputs{Arg("key", &in.Key, parse.Any).Keys(), Arg("value", &in.Value, parse.Any).Optional(), login.StoreFlag(&in.Store)}
		},
		Target: func(in *setIn) string { return in.Key },
		Steps: func(ctx context.Context, s *Session, in *setIn) ([]Step, error) {
			return Locals(contexts.Set(ctx, s, in.Key, in.Value, in.Store))
		},
	}
}

var errPlain = errors.New("plain")
