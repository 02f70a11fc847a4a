package ixon

import (
	"encoding/json"
	"slices"
	"strings"

	"unictl/internal/ixon/published"
)

// completed is a shape with all the members that IXON publishes of what an
// operation answers. The sandbox keeps few of an agent's seventy fields; what
// it does not keep may be asked for, and is null, or else as empty as the
// published type allows. `*` does not show it.
func (c *call) completed(shape *schema) *schema {
	op, known := published.Find(c.op.method, c.op.path)
	if !known {
		return shape
	}
	return shape.with(published.ReadShapes().Of(op.Answer))
}

// with adds to a copy what it has no field for.
func (s *schema) with(known *published.Shape) *schema {
	for known.Item != nil {
		known = known.Item
	}
	full := &schema{unasked: s.unasked, bare: s.bare, fields: slices.Clone(s.fields)}
	for _, f := range known.Fields {
		switch have := full.field(f.Name); {
		case have == nil:
			full.fields = append(full.fields, blank(f.Name, f.Shape))
		case have.of != nil:
			have.of = have.of.with(f.Shape)
		case have.kind != kindRaw && len(f.Fields) > 0:
			*have = blank(f.Name, f.Shape)
			have.hidden = false
		}
	}
	return full
}

// blank is a field that nothing in the sandbox sets.
func blank(name string, shape *published.Shape) field {
	f := field{name: name, hidden: true}
	switch {
	case shape.Kind == published.List:
		f.of, f.many = blanks(shape.Item), func(*view, any) []any { return nil }
	case shape.Kind == published.Object && len(shape.Fields) > 0, shape.Kind == published.Choice:
		f.of = blanks(shape)
		f.one = func(_ *view, rec any) any {
			if shape.Nullable {
				return nil
			}
			return rec
		}
	default:
		f.kind = blankKind(shape.Kind)
		value := blankValue(shape)
		f.value = func(*view, any) any { return value }
	}
	return f
}

// blanks are the fields of an object; of a choice, those of its first.
func blanks(shape *published.Shape) *schema {
	if shape.Kind == published.Choice {
		shape = shape.Choices[0]
	}
	s := &schema{bare: shape.Field("publicId") == nil}
	for _, f := range shape.Fields {
		f := blank(f.Name, f.Shape)
		f.hidden = false
		s.fields = append(s.fields, f)
	}
	return s
}

func blankKind(of published.Kind) kind {
	switch of {
	case published.Flag:
		return kindFlag
	case published.Number:
		return kindNumber
	case published.Time:
		return kindInstant
	case published.Object, published.Any:
		return kindRaw
	}
	return kindText
}

func blankValue(shape *published.Shape) any {
	if shape.Nullable || shape.Kind == published.Any {
		return nil
	}
	switch shape.Kind {
	case published.Flag:
		return false
	case published.Time:
		return instant(1704067200) // 2024-01-01
	case published.Object:
		return json.RawMessage("{}")
	case published.Word:
		return shape.Words[0]
	case published.Number:
		return int64(max(0, least(shape)))
	}
	return blankText(shape)
}

func blankText(shape *published.Shape) string {
	zeros := strings.Repeat("0", int(least(shape)))
	if shape.Pattern == nil {
		return zeros
	}
	for _, like := range []string{zeros, "0000-0000-0000-0000-0000", "00:00:00:00:00:00", "nobody@example.com", "0.0.0.0", "1s", "BBB-111-BBB", "BBB-BBB-BBB-BBB"} {
		if shape.Pattern.MatchString(like) {
			return like
		}
	}
	return zeros
}

func least(shape *published.Shape) float64 {
	if shape.Low == nil {
		return 0
	}
	return *shape.Low
}
