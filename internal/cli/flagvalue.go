package cli

// flagValue adapts an Input to pflag. It keeps the texts: further rows are parsed
// from them again.
type flagValue struct {
	in    *Input
	texts []string
}

func (v *flagValue) String() string { return "" }

func (v *flagValue) Set(text string) error {
	if !v.in.list && len(v.texts) > 0 {
		v.texts = v.texts[:0]
	}
	v.texts = append(v.texts, text)
	return v.in.set(text)
}

func (v *flagValue) Type() string {
	switch {
	case v.in.toggle:
		return "bool"
	case v.in.list:
		return "strings"
	}
	return "string"
}
