package ixon

// selection is a fields expression bound to a schema: what an answer shows.
type selection struct {
	picks []pick
}

type pick struct {
	field *field
	below *selection
}

// choose binds an expression. publicId is always part of the answer; `*` takes
// the top level only, so that nested objects show no more than their publicId.
func (s *schema) choose(nodes []node) (*selection, error) {
	chosen := make([]bool, len(s.fields))
	below := make([][]node, len(s.fields))
	for i := range s.fields {
		chosen[i] = s.fields[i].name == "publicId" && !s.bare
	}
	for _, n := range nodes {
		if n.name == "*" {
			for i := range s.fields {
				chosen[i] = chosen[i] || !s.fields[i].hidden
			}
			continue
		}
		i := s.index(n.name)
		if i < 0 || (len(n.below) > 0 && s.fields[i].of == nil && s.fields[i].kind != kindRaw) {
			return nil, errFields
		}
		chosen[i] = true
		below[i] = append(below[i], n.below...)
	}
	sel := &selection{}
	for i := range s.fields {
		if !chosen[i] {
			continue
		}
		p := pick{field: &s.fields[i]}
		if p.field.of != nil {
			var err error
			if p.below, err = p.field.of.choose(below[i]); err != nil {
				return nil, err
			}
		}
		sel.picks = append(sel.picks, p)
	}
	return sel, nil
}

func (s *schema) index(name string) int {
	for i := range s.fields {
		if s.fields[i].name == name {
			return i
		}
	}
	return -1
}

// selectFields binds the `fields` parameters of a request, several of which
// count as one list.
func (s *schema) selectFields(exprs []string) (*selection, error) {
	if len(exprs) == 0 {
		if s.unasked == "" {
			return s.choose(nil)
		}
		exprs = []string{s.unasked}
	}
	var all []node
	for _, e := range exprs {
		nodes, err := parseFields(e)
		if err != nil {
			return nil, err
		}
		all = append(all, nodes...)
	}
	return s.choose(all)
}
