package ixon

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// spell writes nodes so that a parse can be compared by eye.
func spell(nodes []node) string {
	var parts []string
	for _, n := range nodes {
		s := n.name
		if len(n.below) > 0 {
			s += "(" + spell(n.below) + ")"
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, ",")
}

func TestParseFields(t *testing.T) {
	for in, want := range map[string]string{
		"a":             "a",
		"a,b":           "a,b",
		"a.b.c":         "a(b(c))",
		"a(b,c.d),e":    "a(b,c(d)),e",
		"*,a.*,b(*,c)":  "*,a(*),b(*,c)",
		" a , b ( c ) ": "",
		"a( b , c )":    "a(b,c)",
		"":              "", ",": "", "a,": "", "a.": "", "a(": "", "a()": "", "a)": "", "*.a": "", "a b": "",
		strings.Repeat("a.", 40) + "a": "",
	} {
		nodes, err := parseFields(in)
		if want == "" && err == nil {
			t.Errorf("%q: taken as %s", in, spell(nodes))
		}
		if got := spell(nodes); err == nil && got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestParseFilter(t *testing.T) {
	for in, want := range map[string]string{
		`eq(a,"b")`:              `eq [a] [{0 b false 0}]`,
		`equals( a.b , "c,d)" )`: `eq [a b] [{0 c,d) false 0}]`,
		`in(a,"x","y \"z\" \\")`: `in [a] [{0 x false 0} {0 y "z" \ false 0}]`,
		`gt(order,-4.5)`:         `gt [order] [{2  false -4.5}]`,
		`eq(on,true)`:            `eq [on] [{1  true 0}]`,
		`isnull(parent)`:         `isnull [parent] []`,
		`between(a,1,2)`:         `between [a] [{2  false 1} {2  false 2}]`,
		``:                       "", `eq`: "", `eq(`: "", `eq()`: "", `eq(a)`: "", `eq(a,"b"`: "", `eq(a,"b)`: "",
		`eq(a,b)`: "", `eq(a,"b",)`: "", `eq(a,"b" "c")`: "", `isnull(a,"b")`: "", `in(a)`: "", `eq(a..b,"c")`: "",
		`eq(a,"\n")`: "", `like(a,"b")`: "", `between(a,1)`: "", `eq(a,"b")x`: "",
	} {
		c, err := parseFilter(in)
		if want == "" {
			if err == nil {
				t.Errorf("%q: taken as %v", in, c)
			}
			continue
		}
		if got := fmt.Sprint(c.op, " ", c.column, " ", c.values); err != nil || got != want {
			t.Errorf("%q: %s %v, want %s", in, got, err, want)
		}
	}
}

func FuzzParseFields(f *testing.F) {
	for _, seed := range []string{"a", "a.b", "a(b,c.*)", "*", "a((", "memberships(group(reference.name))"} {
		f.Add(seed)
	}
	sh := newShapes()
	f.Fuzz(func(t *testing.T, in string) {
		nodes, err := parseFields(in)
		if err != nil {
			return
		}
		again, err := parseFields(spell(nodes))
		if err != nil || spell(again) != spell(nodes) {
			t.Fatalf("%q reads as %s, and that as %s (%v)", in, spell(nodes), spell(again), err)
		}
		_, _ = sh.user.choose(nodes)
	})
}

func FuzzParseFilter(f *testing.F) {
	for _, seed := range []string{`eq(a,"b")`, `in(a.b,"c",1,true)`, `isnull(a)`, `between(a,1,-2.5)`, `eq(a,"\"")`} {
		f.Add(seed)
	}
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	f.Fuzz(func(t *testing.T, in string) {
		c, err := parseFilter(in)
		if err != nil {
			return
		}
		out := c.op + "(" + strings.Join(c.column, ".")
		for _, l := range c.values {
			switch l.kind {
			case kindText:
				out += `,"` + quote.Replace(l.text) + `"`
			case kindFlag:
				out += fmt.Sprint(",", l.flag)
			default:
				out += fmt.Sprintf(",%f", l.number)
			}
		}
		again, err := parseFilter(out + ")")
		if err != nil || !cmp.Equal(again.column, c.column) || len(again.values) != len(c.values) {
			t.Fatalf("%q was written back as %q: %v", in, out, err)
		}
	})
}
