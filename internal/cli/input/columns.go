package input

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"unictl/internal/cli/fault"
	"unictl/internal/rows"
)

// listSeparator stands between the values of a list in one cell.
const listSeparator = "|"

// Columns are the inputs that a row may hold: all but files, secrets, and what
// says how the change is made.
func (all Inputs) Columns() Inputs {
	return slices.DeleteFunc(slices.Clone(all), func(in *Input) bool { return !in.isColumn() })
}

func (in *Input) isColumn() bool { return !in.path && in.Name != "set" && in.Name != "no-read" }

// IndexOf is the place of the input that a column is for, however it is spelt;
// -1 = none.
func (all Inputs) IndexOf(column string) int {
	folded := rows.FoldColumn(column)
	return slices.IndexFunc(all, func(in *Input) bool { return in.isColumn() && rows.FoldColumn(in.Name) == folded })
}

// RowTemplate is a starting file for the rows, with its columns explained.
func (all Inputs) RowTemplate(format string) (string, error) {
	if err := CheckFormat(format); err != nil {
		return "", err
	}
	var columns []rows.TemplateColumn
	for _, in := range all.Columns() {
		usage := cmp.Or(strings.ReplaceAll(in.Usage, "`", ""), in.Name)
		columns = append(columns, rows.TemplateColumn{Name: in.Name, Usage: usage, Required: in.required, List: in.list})
	}
	return rows.Template(rows.Format(cmp.Or(format, string(rows.CSV))), columns), nil
}

// CheckFormat refuses a --format that there is not; "" is none.
func CheckFormat(format string) error {
	if format == "" || slices.Contains(rows.Formats(), format) {
		return nil
	}
	return &fault.UsageError{Flag: "--format", Message: fmt.Sprintf("%q is none of %s", format, fault.List(rows.Formats()))}
}

// Places is what is the same for all rows: which input a column is for, and
// what the command line says for those that have no cell.
type Places struct {
	inputs   map[string]int // by column, as the file spells it
	defaults [][]string     // texts of the command line, by input
}

// NewPlaces reads what the command line says.
func NewPlaces(inputs Inputs, flags *pflag.FlagSet) *Places {
	p := &Places{inputs: map[string]int{}, defaults: make([][]string, len(inputs))}
	for i, in := range inputs {
		if in.arg {
			continue
		}
		if given, ok := flags.Lookup(in.Name).Value.(*flagValue); ok {
			p.defaults[i] = given.texts
		}
	}
	return p
}

// Of is the input that a column is for; nil = none.
func (p *Places) Of(inputs Inputs, column string) *Input {
	i, known := p.inputs[column]
	if !known {
		i = inputs.IndexOf(column)
		p.inputs[strings.Clone(column)] = i
	}
	if i < 0 {
		return nil
	}
	return inputs[i]
}

// SetDefault gives an input what the command line says.
func (p *Places) SetDefault(i int, input *Input) error {
	for _, text := range p.defaults[i] {
		if err := input.Set(text); err != nil {
			return err
		}
	}
	return nil
}

// SetCell parses what a cell holds.
func (in *Input) SetCell(cell *rows.Cell) error {
	values := cell.Values
	if in.list && !cell.List && len(values) == 1 && strings.Contains(values[0], listSeparator) {
		values = strings.Split(values[0], listSeparator)
	}
	if !in.list && len(values) > 1 {
		return errors.New("holds several values where one is taken")
	}
	for _, text := range values {
		if in.list || in.arg { // no name or id ends in a blank, and cells do
			text = strings.TrimSpace(text)
		}
		if !in.lines && strings.Contains(text, "\n") {
			return errors.New("holds a line break where one line is taken; in csv, a quote that is opened and not closed takes the rows behind it")
		}
		if err := in.Set(text); err != nil {
			return err
		}
	}
	return nil
}

// Missing reports an input that must be given, and for which nobody asks.
func (in *Input) Missing() bool {
	return in.required && !in.given && (in.arg || in.absent == nil)
}

// Look reports whether an input names something that has to be looked up.
func (all Inputs) Look() bool { return slices.ContainsFunc(all, (*Input).Look) }

// Look reports whether it names something that has to be looked up.
func (in *Input) Look() bool {
	return in.refs != nil && slices.ContainsFunc(in.refs(), func(ref NamedRef) bool { return ref.Lookup != nil && ref.Ref.ID == "" })
}

// Found reports whether what the arguments name was seen in a list of the
// service.
func (all Inputs) Found() bool {
	return slices.ContainsFunc(all.named(), func(ref NamedRef) bool { return ref.Ref.Label != "" })
}

// Identified are the ids of what the arguments name, as they were found; "" =
// there is one without.
func (all Inputs) Identified() string {
	var ids []string
	for _, ref := range all.named() {
		if ref.Ref.ID == "" || strings.Contains(ref.Ref.ID, " ") {
			return ""
		}
		ids = append(ids, ref.Ref.ID)
	}
	return strings.Join(ids, " ")
}

// named are the references of the arguments.
func (all Inputs) named() (refs []NamedRef) {
	for _, in := range all.Args() {
		if in.refs == nil {
			continue
		}
		for _, ref := range in.refs() {
			if ref.Lookup != nil {
				refs = append(refs, ref)
			}
		}
	}
	return refs
}
