package rows

import (
	"strings"
)

// TemplateColumn explains one column of a starting file.
type TemplateColumn struct {
	Name     string
	Usage    string // what it means, in words
	Required bool
	List     bool
}

// Template is a starting file: comments that explain the columns. A Reader finds
// no rows in it. A plain list explains the first column only.
func Template(f Format, columns []TemplateColumn) string {
	switch f {
	case CSV, TSV:
		return csvTemplate(f, columns)
	case JSON:
		return jsonTemplate(columns)
	case List:
		return explained(f, columns[:min(len(columns), 1)])
	}
	return explained(f, columns)
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

func names(columns []TemplateColumn) []string {
	texts := make([]string, len(columns))
	for i, c := range columns {
		texts[i] = c.Name
	}
	return texts
}

// csvTemplate has the header after the explanations.
func csvTemplate(f Format, columns []TemplateColumn) string {
	var header strings.Builder
	w := NewWriter(&header, f, names(columns))
	if w.Close() != nil { // no columns
		return ""
	}
	return explained(f, columns) + header.String()
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
		// Texts can always be encoded.
		member, _ := appendMember([]byte("\n    "), Cell{Column: "# " + oneLine(c.Name), Values: []string{c.explanation(JSON)}})
		b.Write(member)
	}
	b.WriteString("\n  }\n]\n")
	return b.String()
}
