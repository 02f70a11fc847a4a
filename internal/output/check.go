package output

import (
	"fmt"
	"slices"
	"strings"
)

// Check reports options that cannot be followed for a result of these columns
// (none for a change document): unknown format, columns or sort columns, an
// invalid jq expression, jq with a format that has no JSON, a negative limit.
// It is called before any request; the error is a *UsageError.
func (o Options) Check(cols []Column) error {
	if o.Format != "" && !slices.Contains(Formats(), string(o.Format)) {
		return &UsageError{
			Flag: "-o", Message: fmt.Sprintf("unknown format %q", o.Format),
			Way: "formats: " + strings.Join(Formats(), ", "),
		}
	}
	if o.Limit < 0 {
		return &UsageError{
			Flag: "--limit", Message: fmt.Sprintf("%d is negative", o.Limit),
			Way: "give a number of rows, or 0 for all",
		}
	}
	if err := checkColumns(cols, o.Columns); err != nil {
		return err
	}
	for _, word := range o.Sort {
		name, _ := sortColumn(word)
		if err := knownColumn("--sort", cols, name); err != nil {
			return err
		}
	}
	return o.checkJQ()
}

func checkColumns(cols []Column, names []string) error {
	for i, name := range names {
		if err := knownColumn("--columns", cols, name); err != nil {
			return err
		}
		if slices.Contains(names[:i], name) {
			return &UsageError{
				Flag: "--columns", Message: fmt.Sprintf("column %q is given twice", name),
				Way: "name each column once",
			}
		}
	}
	return nil
}

func knownColumn(flag string, cols []Column, name string) error {
	if indexColumn(cols, name) >= 0 {
		return nil
	}
	if len(cols) == 0 {
		return &UsageError{
			Flag: flag, Message: "this command prints one document, which has no columns",
			Way: "pick from it with --jq",
		}
	}
	hint := "columns: " + strings.Join(columnNames(cols), ", ")
	if i := slices.IndexFunc(cols, func(c Column) bool { return strings.EqualFold(c.Name, name) }); i >= 0 {
		hint = fmt.Sprintf("did you mean %q? %s", cols[i].Name, hint)
	}
	return &UsageError{Flag: flag, Message: fmt.Sprintf("unknown column %q", name), Way: hint}
}

func (o Options) checkJQ() error {
	if o.JQ == "" {
		return nil
	}
	if f := o.format(); f != JSON && f != JSONL {
		return &UsageError{
			Flag: "--jq", Message: fmt.Sprintf("does not go with -o %s", f),
			Way: "use -o json (the whole result) or -o jsonl (each row)",
		}
	}
	_, err := compileJQ(o.JQ)
	return err
}
