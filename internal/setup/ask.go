package setup

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"unictl/internal/cli"
	"unictl/internal/config"
)

// mostChoices is how long a list is still of help at a terminal.
const mostChoices = 20

// choices are what a setting can be, by its name; nil = nobody knows.
type choices func(name string) []cli.Entry

// choices lists what the service proposes to whoever is signed in. A list that
// cannot be read is none: the setting can be typed.
func (v *service) choices(ctx context.Context, client any) choices {
	return func(name string) (all []cli.Entry) {
		if v.provider.Choices == nil || client == nil || v.asker == nil {
			return nil
		}
		list := v.provider.Choices(ctx, client, name)
		if list == nil {
			return nil
		}
		for entry, err := range list {
			if err != nil || len(all) == mostChoices {
				return nil
			}
			all = append(all, entry)
		}
		return all
	}
}

// ask asks for one requirement until the answer has the right form.
func (v *service) ask(ctx context.Context, requirement string, choices choices) error {
	var options []config.Option
	usual := ""
	for _, name := range alternatives(requirement) {
		o, err := v.registry.Lookup(v.key(name))
		if err != nil {
			return err
		}
		options = append(options, o)
		usual = cmp.Or(usual, v.usual(o.Key))
	}
	v.explain(options...)
	var listed []cli.Entry
	if choices != nil {
		listed = choices(options[0].Name())
	}
	usual = cmp.Or(usual, v.propose(listed))
	for {
		text, err := v.asker.Line(ctx, "  "+strings.Join(cli.Each(options, config.Option.Name), " or "), usual)
		if err != nil {
			return err
		}
		key, value, err := fits(options, chosenOf(listed, text))
		if err == nil {
			v.put(key, value)
			v.settle(requirement, key)
			return nil
		}
		v.tell(err)
	}
}

// explain says what settings are, and where they are to be found.
func (v *service) explain(options ...config.Option) {
	text := strings.Join(cli.Each(options, func(o config.Option) string { return o.Usage }), "; or ")
	if where := options[0].Where; where != "" {
		text += " (" + where + ")"
	}
	v.asker.Say("  " + text)
}

// propose shows a list to choose from by number, and gives the only entry of a
// list of one.
func (v *service) propose(listed []cli.Entry) string {
	for i, e := range listed {
		words := append([]string{strconv.Itoa(i+1) + "  " + e.ID}, e.Names...)
		v.asker.Say("    " + strings.TrimRight(strings.Join(append(words, e.Note), "  "), " "))
	}
	if len(listed) == 1 {
		return listed[0].ID
	}
	return ""
}

// chosenOf is the entry with the number that was typed, else what was typed.
func chosenOf(listed []cli.Entry, text string) string {
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= len(listed) {
		return listed[n-1].ID
	}
	return text
}

// fits is the first of the options that takes the text. The error is the first
// one's, or for an address that of the option that takes addresses.
func fits(options []config.Option, text string) (key, value string, err error) {
	if text == "" {
		return "", "", &config.ValueError{Key: options[0].Key, Message: "is needed"}
	}
	for _, o := range options {
		wrong := o.Accept(text)
		if wrong == nil {
			return o.Key, text, nil
		}
		if err == nil || o.Kind == config.URL && strings.Contains(text, "://") {
			err = &config.ValueError{Key: o.Key, Message: wrong.Error(), Err: wrong}
		}
	}
	return "", "", err
}
