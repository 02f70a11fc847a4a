package setup

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/cli/login"
	"unictl/internal/config"
	"unictl/internal/secret"
)

// credential finds or asks for a credential, and tries it. A dry run does
// neither, and writing without a network takes it on trust.
func (v *service) credential(ctx context.Context, draft *cli.Session) error {
	v.given, v.proof = nil, nil
	if v.session.Globals.DryRun {
		return nil
	}
	if v.chosen != nil { // and it was not the credential that failed
		v.given = v.chosen
		return v.prove(ctx, *v.given)
	}
	v.store = ""
	given, err := v.found(ctx, draft)
	if err != nil {
		return err
	}
	switch {
	case given != nil && !given.Kept && !given.Program:
		v.store = v.request.Store
	case given == nil && v.asker == nil && !v.tries() && v.request.Store == "":
		return nil // the settings alone
	case given == nil && v.asker == nil:
		return &cli.CredentialError{Message: "no credential for " + v.provider.Title, Hint: "set " + v.provider.Secrets}
	case given == nil:
		if given, err = v.asked(ctx, draft); err != nil {
			return err
		}
	}
	if given.Person, err = v.person(ctx, given.Method, given.Person); err != nil {
		return err
	}
	v.given, v.chosen = given, given
	return v.prove(ctx, *given)
}

// prove tries the credential in a context that knows who signs in.
func (v *service) prove(ctx context.Context, given login.Credential) error {
	draft, err := v.draft()
	if err != nil {
		return err
	}
	if !v.tries() {
		v.proof, err = login.Untried(ctx, draft, v.provider, given)
		return err
	}
	proof, err := login.Prove(ctx, draft, v.provider, given, v.store != "")
	if err != nil {
		return err
	}
	v.proof = proof
	return nil
}

// found is a credential that is there already: from a variable or a program it
// counts, a kept one may be replaced.
func (v *service) found(ctx context.Context, draft *cli.Session) (*login.Credential, error) {
	given, err := login.Found(ctx, draft, v.provider)
	if err != nil && (v.asker == nil || leaves(err)) {
		return nil, err
	}
	if err != nil {
		v.tell(err)
		return nil, nil
	}
	if given == nil || v.asker == nil {
		return given, nil
	}
	if !given.Kept {
		v.asker.Say("  the " + given.Method.How + " comes from " + given.Source)
		return given, nil
	}
	use, err := v.asker.Yes(ctx, "  Use the "+given.Method.How+" that is kept in the "+given.Source+"?", v.doubt != refused)
	if err != nil || !use {
		return nil, err
	}
	return given, nil
}

// asked is a credential that somebody types.
func (v *service) asked(ctx context.Context, draft *cli.Session) (*login.Credential, error) {
	way, err := v.way(ctx, draft)
	if err != nil {
		return nil, err
	}
	given := &login.Credential{Method: way, Secrets: map[string]string{}}
	if err := v.chooseStore(ctx, way.Secrets[0]); err != nil {
		return nil, err
	}
	if given.Person, err = v.person(ctx, way, ""); err != nil {
		return nil, err
	}
	for _, name := range way.Secrets {
		if given.Secrets[name], err = v.secret(ctx, name, given.Person); err != nil {
			return nil, err
		}
	}
	return given, nil
}

// way asks which kind of credential it is, where the service takes several.
func (v *service) way(ctx context.Context, draft *cli.Session) (cli.Method, error) {
	settings, err := draft.Settings.Of(ctx, v.provider.Name)
	if err != nil {
		return cli.Method{}, err
	}
	ways := v.provider.PossibleMethods(settings)
	if len(ways) == 1 {
		return ways[0], nil
	}
	hows := cli.Each(ways, func(w cli.Method) string { return w.How })
	usual := ways[len(ways)-1].How
	for {
		text, err := v.asker.Line(ctx, "  With which credential: "+strings.Join(hows, " or ")+"?", usual)
		if err != nil {
			return cli.Method{}, err
		}
		if i := slices.IndexFunc(hows, func(how string) bool { return strings.HasPrefix(how, strings.ToLower(text)) }); i >= 0 {
			return ways[i], nil
		}
		v.asker.Say("  please answer " + strings.Join(hows, " or "))
	}
}

// person is who signs in, where the way has somebody: as known, or asked for.
func (v *service) person(ctx context.Context, way cli.Method, known string) (string, error) {
	if way.Person == "" || known != "" {
		return known, nil
	}
	key := v.key(way.Person)
	usual := v.current(key)
	if v.asker == nil || v.request.value(key) != "" && v.doubt != refused {
		if usual == "" {
			return "", &cli.UsageError{
				Message: fmt.Sprintf("who signs in to %s is not known", v.provider.Title), Hint: "give it with --set " + key + "=VALUE",
			}
		}
		return usual, nil
	}
	o, err := v.registry.Lookup(key)
	if err != nil {
		return "", err
	}
	for {
		text, err := v.asker.Line(ctx, "  "+login.PersonNoun(v.provider), usual)
		if err != nil {
			return "", err
		}
		if key, text, err = fits([]config.Option{o}, text); err == nil {
			v.put(key, text)
			return text, nil
		}
		v.tell(err)
	}
}

// secret asks for one secret, which is not shown.
func (v *service) secret(ctx context.Context, name, person string) (string, error) {
	o, err := v.registry.Lookup(v.key(name))
	if err != nil {
		return "", err
	}
	noun := strings.ReplaceAll(name, "_", " ")
	if person != "" {
		noun += " of " + person
	} else {
		v.explain(o)
	}
	for {
		text, err := v.asker.Secret(ctx, "  "+noun)
		if err != nil {
			return "", err
		}
		if text, err = secret.Tidy(text, name, "the "+noun); err != nil {
			v.tell(err)
			continue
		}
		if err = o.Accept(text); text != "" && err == nil {
			return text, nil
		}
		v.asker.Say("  ! the " + noun + " is needed, as one line of plain text")
	}
}
