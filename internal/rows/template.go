package rows

import (
	"strings"
)

// TemplateColumn explains one column of a starting file.
type TemplateColumn struct {
	Name     string
	Usage    string // what it means, in words
	Required bool
	Example  string // one text; a list's entries separated by |
	List     bool
}

// Template is a starting file: comments that explain the columns and, if there
// are examples, a row of them as a comment. A Reader finds no rows in it. A
// plain list explains the first column only.
func Template(f Format, columns []TemplateColumn) string {
	switch f {
	case CSV, TSV:
		return csvTemplate(f, columns)
	case JSON:
		return jsonTemplate(columns)
	case List:
		return explained(f, columns[:min(len(columns), 1)]) + remarked(List, columns[:min(len(columns), 1)])
	}
	return explained(f, columns) + remarked(f, columns)
}

// explained is a comment line for each column.
func explained(f Format, columns []TemplateColumn) string {
	var b strings.Builder
	for _, c := range columns {
		b.WriteString("# " + oneLine(c.Name) + ": " + c.explanation(f) + "\n")
	}
	return b.String()
}

func (c TemplateColumn) explanation(f Format) string {
	var parts []string
	if usage := oneLine(c.Usage); usage != "" {
		parts = append(parts, usage)
	}
	if c.Required {
		parts = append(parts, "(required)")
	}
	if c.List && (f == CSV || f == TSV) {
		parts = append(parts, "(several are separated by |)")
	} else if c.List && f != List {
		parts = append(parts, "(a list)")
	}
	return strings.Join(parts, " ")
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// remarked is the example row as comment lines, "" without examples.
func remarked(f Format, columns []TemplateColumn) string {
	var b strings.Builder
	w := NewWriter(&b, f, names(columns))
	cells := examples(columns, f)
	if len(given(nil, cells)) == 0 || w.Write(cells) != nil || w.Close() != nil {
		return ""
	}
	lines := strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
	return "# " + strings.Join(lines, "\n# ") + "\n"
}

func names(columns []TemplateColumn) []string {
	texts := make([]string, len(columns))
	for i, c := range columns {
		texts[i] = c.Name
	}
	return texts
}

func examples(columns []TemplateColumn, f Format) []Cell {
	cells := make([]Cell, len(columns))
	for i, c := range columns {
		cells[i] = Cell{Column: c.Name, Values: []string{c.Example}, Given: !blank(c.Example)}
		if c.List && f != List {
			cells[i].Values, cells[i].List = strings.Split(c.Example, "|"), true
		}
	}
	return cells
}

// csvTemplate has the header between the explanations and the example.
func csvTemplate(f Format, columns []TemplateColumn) string {
	var header strings.Builder
	w := NewWriter(&header, f, names(columns))
	if w.Close() != nil { // no columns
		return ""
	}
	example := ""
	if lines := strings.SplitAfter(remarked(f, columns), "\n"); len(lines) > 2 {
		example = strings.Join(lines[1:], "") // the header is there already
	}
	return explained(f, columns) + header.String() + example
}

// jsonTemplate explains the columns in members that are comments, for JSON has
// no others.
func jsonTemplate(columns []TemplateColumn) string {
	var b strings.Builder
	b.WriteString("[\n  {")
	for i, c := range columns {
		if i > 0 {
			b.WriteByte(',')
		}
		text := c.explanation(JSON)
		if c.Example != "" {
			text += ", for example " + c.Example
		}
		// Texts can always be encoded.
		member, _ := appendMember([]byte("\n    "), Cell{Column: "# " + oneLine(c.Name), Values: []string{text}})
		b.Write(member)
	}
	b.WriteString("\n  }\n]\n")
	return b.String()
}
